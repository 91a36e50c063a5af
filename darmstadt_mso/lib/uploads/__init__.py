"""Files that people upload: opened, cleaned and judged before anything is kept of them.

A form's `clean_…` method calls `take` with the file that was sent. It answers with an `Upload`, whose content may be
stored, or raises ValidationError, whose words say what is wrong with the file and how to mend it:

    upload = take(self.cleaned_data["file"])
    document.file.save("", ContentFile(upload.content))

The allow-list stands in `kinds`, the measures in settings.UPLOAD_*; `limits` keeps what is too large from the disk.
"""

from .kinds import ACCEPT
from .names import cleaned
from .pictures import preview
from .taking import Upload, take

__all__ = ["ACCEPT", "Upload", "cleaned", "preview", "take"]

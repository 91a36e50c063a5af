"""From the file that was sent to what may be kept of it."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import kinds, names, scanning


@dataclass(frozen=True)
class Upload:
    """`name` is as on the device of whoever sent it; `scanned` tells whether a virus scanner looked at it."""

    name: str
    content: bytes
    content_type: str
    pages: int | None
    scanned: bool
    note: str

    @property
    def size(self):
        return len(self.content)

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


def take(file):
    refuse_size(file.size)
    name = names.cleaned(file.name)
    kind = kinds.kind_of(name)
    file.seek(0)
    content = file.read()
    kinds.refuse_disguise(kind, content)
    scanned = scanning.is_scanned(content)
    found = kind.opened(content)
    return Upload(name, found.content, kind.content_type, found.pages, scanned, str(found.note))


def refuse_size(size):
    if not size:
        raise ValidationError(_("The file is empty. Please choose another one."), code="empty")
    if size > settings.UPLOAD_MAX_BYTES:
        words = _("The file is larger than %(most)d MB. Please choose a smaller one, for example with fewer pictures.")
        raise ValidationError(words, code="size", params={"most": settings.UPLOAD_MAX_BYTES >> 20})

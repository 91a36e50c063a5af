from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.uploads import ACCEPT, take

from ..models import RequiredPaper
from .sections.base import day

EXPIRING = {RequiredPaper.OnFile.EXEMPTION}


class UploadForm(forms.Form):
    """One file for one paper. `upload` is what was taken of it."""

    # Sent along so that a form with nothing but a file is told of, too, when its sender has to log in first.
    paper = forms.CharField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label=_("Add a file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": _("Choose a file first."), "invalid": _("Choose a file first.")},
    )
    valid_until = day(
        _("Valid until"), _("If a date stands on it. We tell you here when it has expired."), required=False
    )

    use_required_attribute = False

    def __init__(self, *args, paper, **kwargs):
        super().__init__(*args, auto_id=f"{paper.key}-%s", **kwargs)
        self.asked = paper.key
        self.fields["paper"].initial = paper.key
        largest = gettext("At most %(most)d MB.") % {"most": settings.UPLOAD_MAX_BYTES >> 20}
        self.fields["file"].help_text = format_html("<bdi>{}</bdi> {}", "PDF, JPEG, PNG, ODT, DOCX, XLSX.", largest)
        if paper.on_file not in EXPIRING:
            del self.fields["valid_until"]

    def clean_file(self):
        number = len(self.files.getlist("file"))
        if number > 1:
            raise forms.ValidationError(_("These were several files. Please send them one after the other."))
        self.upload = take(self.cleaned_data["file"])
        return self.cleaned_data["file"]

    def clean_valid_until(self):
        until = self.cleaned_data["valid_until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("This paper has expired. Please choose the valid one, or ask the office."))
        return until

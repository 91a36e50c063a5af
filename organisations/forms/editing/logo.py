from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from ... import logos, validators
from ...models import Organisation
from .base import FactsForm


class LogoForm(FactsForm):
    """A picture and what it shows. A good picture is kept while something else has to be mended."""

    template = "organisations/members/_edit_logo.html"
    picture = forms.FileField(
        required=False,
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, at most 2 MB. It is made smaller where needed."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove = forms.BooleanField(required=False, label=_("Show no logo any more"))
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Organisation
        fields = ("logo_alt",)
        labels = {"logo_alt": _("What the logo shows")}
        help_texts = {
            "logo_alt": _(
                "Is read to people who cannot see it. For example: two hands around a tree, below it the name."
            )
        }

    def __init__(self, *, organisation, shown, data=None, **kwargs):
        super().__init__(data=data, **kwargs)
        self.organisation, self.shown = organisation, shown
        sent_back = self.values["logo"] if self.values["logo"] != shown else ""
        self.new = logos.path_of((data or {}).get("kept", ""), organisation) or sent_back
        self.order_fields(["picture", "logo_alt", "remove", "kept"])
        if not self.shown:
            del self.fields["remove"]

    def clean_picture(self):
        file = self.cleaned_data["picture"]
        if file and file.size > validators.LOGO_MAX_BYTES:
            words = _("The picture has %(size)s. Please choose one with at most 2 MB.")
            raise forms.ValidationError(words, params={"size": filesizeformat(file.size)})
        if file:
            self.new = logos.keep(logos.re_encoded(file))
        return file

    def clean(self):
        found = super().clean()
        self.shown_then = self.new or ("" if found.get("remove") else self.shown)
        if self.shown_then and not found.get("logo_alt") and "logo_alt" not in self.errors:
            self.add_error("logo_alt", _("Describe what the logo shows, for people who cannot see it."))
        if not self.shown and not self.new and "picture" not in self.errors:
            self.add_error("picture", _("Choose a picture."))
        return found

    def mark(self, marks):
        of_picture = {("", "picture"): marks[("", "logo")]} if ("", "logo") in marks else {}
        super().mark(marks | of_picture)

    @property
    def token(self):
        """Names the picture that was uploaded already."""
        return logos.token(self.new, self.organisation)

    @property
    def keys(self):
        return [("", "logo"), *super().keys]

    def facts(self):
        alt = self.cleaned_data["logo_alt"] if self.shown_then else ""
        return {("", "logo"): self.shown_then, ("", "logo_alt"): alt}


class LogoField(forms.ImageField):
    """For forms that save the logo themselves: what comes out of it was made anew."""

    def clean(self, data, initial=None):
        found = super().clean(data, initial)
        return logos.re_encoded(found) if isinstance(found, UploadedFile) else found

from django import forms
from django.utils.translation import gettext_lazy as _

AGREES = _("We agree that the city serves letters about this application by download.")


class FetchForm(forms.Form):
    """The button that fetches a letter; with the consent of the association where it is not there yet."""

    use_required_attribute = False

    agrees = forms.BooleanField(
        label=AGREES,
        help_text=_("You say so for your association. You can take it back at any time; then letters come by post."),
        error_messages={"required": _("Tick the box if you agree. Without it the letter comes by post.")},
    )

    def __init__(self, *args, asks, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["agrees"]

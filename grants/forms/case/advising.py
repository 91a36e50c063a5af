"""From the case file onto the agenda of a session."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import AdvisorySession
from ...moments import moment_in_words


class SessionsField(forms.ModelChoiceField):
    def label_from_instance(self, session):
        return f"{moment_in_words(session.held_at)}: {session.body}"


class ReferForm(forms.Form):
    session = SessionsField(
        None,
        widget=forms.RadioSelect,
        empty_label=None,
        label=_("Session"),
        error_messages={"required": _("Choose a session.")},
    )
    closed = forms.BooleanField(
        label=_("Not public: it does not stand on the public agenda"),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = AdvisorySession.objects.filter(closed_at=None).order_by("held_at")

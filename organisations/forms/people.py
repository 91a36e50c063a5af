from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Invitation, JoinRequest, Membership, Role

ROLES = [
    (Role.EDITOR, _("editor: keeps the entry up to date")),
    (Role.SIGNATORY, _("entitled to sign: also decides who else speaks for the association")),
]
REFUSE = "refuse"


def day(label, **options):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    wrong = {"invalid": _("Write the day like this: 31.12.2030.")}
    return forms.DateField(label=label, widget=widget, error_messages=wrong, **options)


def last_day_field():
    hint = _("From this day on there is no access any more. Leave it empty if no end is known.")
    return day(_("Ends on"), required=False, help_text=hint)


def not_before(first, until):
    """The end as it was typed; refused where it lies before the first possible day."""
    if until and until < first:
        raise ValidationError(
            gettext("The end must not be before %(day)s.") % {"day": date_format(first, "SHORT_DATE_FORMAT")}
        )
    return until


class KnowinglyForm(forms.Form):
    """With `asks`, or as soon as `ask_knowingly` was called, there is a tick for what leaves nobody who signs."""

    knowingly = forms.BooleanField(
        label=_("Yes, do it nevertheless. The city's office is told that nobody signs for the association."),
        error_messages={"required": _("Without you nobody would be entitled to sign for the association. Tick this.")},
    )

    def __init__(self, *args, asks=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.hidden_tick = self.fields["knowingly"]
        if not asks and not self.data.get(self.add_prefix("knowingly")):
            del self.fields["knowingly"]

    @property
    def is_known(self):
        return self.cleaned_data.get("knowingly", False)

    def ask_knowingly(self, gap):
        """`gap` is what the process refused with."""
        self.fields.setdefault("knowingly", self.hidden_tick)
        words = gettext("From %(day)s on nobody would be entitled to sign for the association.")
        self.add_error("knowingly", words % {"day": date_format(gap.on, "SHORT_DATE_FORMAT")})


class MemberForm(KnowinglyForm):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    until = last_day_field()

    def __init__(self, *args, membership, **kwargs):
        self.membership = membership
        initial = {"role": membership.role, "until": membership.until}
        super().__init__(*args, prefix=f"person-{membership.pk}", initial=initial, **kwargs)

    def clean_until(self):
        return not_before(max(timezone.localdate(), self.membership.since), self.cleaned_data["until"])


class DecisionForm(forms.Form):
    """Accepts or refuses a request to join; the button says which, `decision`."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    since = day(_("Since"), required=False)
    until = last_day_field()
    reason = forms.CharField(
        label=_("If you refuse: why?"),
        required=False,
        max_length=JoinRequest._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this in a mail."),
    )

    def __init__(self, *args, request, **kwargs):
        self.request = request
        initial = {"role": request.role, "since": timezone.localdate()}
        super().__init__(*args, prefix=f"request-{request.pk}", initial=initial, **kwargs)

    @property
    def refuses(self):
        return self.data.get("decision") == REFUSE

    def clean(self):
        cleaned = super().clean()
        if self.refuses and not cleaned.get("reason", "").strip():
            self.add_error("reason", gettext("Write why you refuse, so that the person understands it."))
        if not self.refuses and {"since", "until"} <= cleaned.keys():
            first = max(cleaned["since"] or timezone.localdate(), timezone.localdate())
            self.check_end(first, cleaned["until"])
        return cleaned

    def check_end(self, first, until):
        try:
            not_before(first, until)
        except ValidationError as error:
            self.add_error("until", error)


class InvitationForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ["email", "role", "language"]
        labels = {"role": _("Role"), "language": _("Language of the mail")}
        help_texts = {"email": _("Only an account with this very address can accept the invitation.")}
        widgets = {"role": forms.RadioSelect}
        error_messages = {
            "email": {
                "required": _("Write the e-mail address of the person."),
                "invalid": _("Write the e-mail address like this: name@example.org."),
            }
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = ROLES


class LeaveForm(KnowinglyForm):
    pass


class SuccessionForm(KnowinglyForm):
    """Who signs after a change of the board, and until when the one who asks does."""

    successors = forms.ModelMultipleChoiceField(
        label=_("Who is entitled to sign from now on?"),
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    email = forms.EmailField(
        label=_("Somebody who is not among them: e-mail address"),
        required=False,
        help_text=_("We send an invitation there. It counts as soon as it is accepted."),
        error_messages={"invalid": _("Write the e-mail address like this: name@example.org.")},
    )
    until = day(
        _("Until when are you entitled to sign?"),
        required=False,
        help_text=_("From this day on you have no access any more. Leave it empty if you stay."),
    )

    field_order = ["successors", "email", "until", "knowingly"]

    def __init__(self, *args, others, named, **kwargs):
        """`others` are the memberships to choose from, `named` says what somebody is called here."""
        super().__init__(*args, **kwargs)
        self.fields["successors"].queryset = others
        self.fields["successors"].label_from_instance = lambda one: named(one.user)

    def clean_until(self):
        return not_before(timezone.localdate(), self.cleaned_data["until"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("successors", "email", "until")):
            raise ValidationError(gettext("Choose who signs from now on, or say until when you do."))
        return cleaned

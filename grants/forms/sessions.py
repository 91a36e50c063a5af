"""What the office types about a session of the advisory body."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.admin.unseen import UnseenChanges
from darmstadt_mso.lib.admin.widgets import Ticks
from organisations.models import User

from ..casework import agendas
from ..models import AdvisorySession, Vote

LOW = {"rows": 3, "class": "low", "dir": "auto"}


class SessionForm(UnseenChanges):
    seated = forms.ModelMultipleChoiceField(
        User.objects.none(),
        widget=Ticks,
        label=_("Members"),
        help_text=_("Accounts with the role Beirat. Whoever is chosen here sees this session and its papers."),
        error_messages={"required": _("Choose the members of the session.")},
    )

    class Meta:
        model = AdvisorySession
        fields = ["body", "held_at", "place", "quorum"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = (
            User.objects.filter(pk__in=self.instance.seats.values("user")) if self.instance.pk else User.objects.none()
        )
        chosen = Q(pk__in=agendas.members()) | Q(pk__in=now)
        self.fields["seated"].queryset = User.objects.filter(chosen).order_by("last_name", "first_name", "pk")
        if self.instance.pk:
            self.fields["seated"].initial = list(now)
        if "quorum" in self.fields:
            self.fields["quorum"].min_value = 1

    def clean_seated(self):
        """Whoever has voted keeps the seat."""
        chosen = self.cleaned_data["seated"]
        gone = self.instance.seats.exclude(user__in=chosen).filter(votes__isnull=False) if self.instance.pk else []
        if gone:
            names = ", ".join(dict.fromkeys(one.name for one in gone))
            raise forms.ValidationError(gettext("%(name)s has voted and keeps the seat.") % {"name": names})
        return chosen

    def clean_quorum(self):
        quorum = self.cleaned_data["quorum"]
        if quorum < 1:
            raise forms.ValidationError(gettext("At least one member is needed."))
        if quorum != self.instance.quorum and self.instance.pk and self.instance.items.exclude(voted_at=None).exists():
            raise forms.ValidationError(gettext("The body has voted already; the quorum stays as it was."))
        return quorum


class CasesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, application):
        return f"{application.reference} · {application.title} · {application.organisation.name}"


class PutOnForm(forms.Form):
    applications = CasesField(
        None,
        widget=forms.CheckboxSelectMultiple,
        label=_("Applications"),
        error_messages={"required": _("Choose at least one application.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applications"].queryset = agendas.candidates(user)


class PresenceForm(forms.Form):
    present = forms.ModelMultipleChoiceField(
        None,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who is present?"),
        help_text=_("Whoever is not there has no vote. Open votes of members who leave are deleted, closed ones stay."),
        required=False,
    )

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = session.seats.all()
        self.initial["present"] = session.seats.filter(present=True)


class VoteForm(forms.Form):
    """One line for each member who is present; those who are tied have none, whatever the browser sends."""

    changed_to = forms.CharField(
        label=_("Changes asked for"),
        help_text=_("What a vote for changes asks for. The decision and the minutes say it."),
        widget=forms.Textarea(attrs=LOW),
        max_length=2000,
        required=False,
    )
    remark = forms.CharField(
        label=_("Remark for the minutes"), widget=forms.Textarea(attrs=LOW), max_length=4000, required=False
    )

    def __init__(self, *args, item, tied, **kwargs):
        super().__init__(*args, **kwargs)
        self.tied = [seat for seat in tied if seat.present]
        self.seats = [seat for seat in item.session.seats.filter(present=True) if seat not in tied]
        noted = dict(item.votes.values_list("seat", "choice"))
        self.initial |= {"changed_to": item.changed_to, "remark": item.remark}
        for seat in self.seats:
            self.fields[name_of(seat)] = forms.ChoiceField(
                choices=Vote.Choice.choices, widget=forms.RadioSelect, label=seat.name, required=False
            )
            self.initial[name_of(seat)] = noted.get(seat.pk, "")
        self.order_fields(map(name_of, self.seats))

    def lines(self):
        """[(seat, its field)] of those who vote."""
        return [(seat, self[name_of(seat)]) for seat in self.seats]

    def votes(self):
        """{seat's key: choice}, "" for none."""
        return {seat.pk: self.cleaned_data[name_of(seat)] for seat in self.seats}

    def tell_missing(self):
        """Puts what closing the vote needs beside the fields; whether nothing is missing."""
        votes = self.votes()
        for seat in self.seats:
            if not votes[seat.pk]:
                self.add_error(name_of(seat), gettext("The vote is missing."))
        if Vote.Choice.CHANGED in votes.values() and not self.cleaned_data["changed_to"]:
            self.add_error("changed_to", gettext("Say which changes the members ask for."))
        return not self.errors


def name_of(seat):
    return f"seat-{seat.pk}"


class MinutesForm(forms.Form):
    minutes = forms.CharField(
        label=_("Course of the session"),
        help_text=_("Votes and remarks on single items are added by the portal. All members read this text."),
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        max_length=20000,
        required=False,
    )
    sure = forms.BooleanField(
        label=_("The minutes are complete. Afterwards nothing of the session can be changed."), required=False
    )

    def is_confirmed(self):
        """Asked before the session is closed."""
        if not self.cleaned_data["sure"]:
            self.add_error("sure", gettext("Confirm that the minutes are complete."))
        return not self.errors


class TiedForm(forms.Form):
    reason = forms.CharField(
        label=_("In which way are you tied?"),
        help_text=_("For example: I am on the board, I work there, a relative is on the board. The office reads it."),
        max_length=250,
        required=False,
    )


class InviteForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Send the invitation again"),
        error_messages={"required": _("Confirm that the invitation is to be sent again.")},
    )

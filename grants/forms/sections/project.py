from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.models import District, Topic

from ... import eligibility
from .base import REQUIRED, YES, YES_NO, YES_NO_UNSURE, SectionForm, day, radio, text, whole_number

MOST_TOPICS = 3
KINDS = (("new", _("It is new.")), ("continuation", _("It continues an earlier project.")))
DAYS = ("begins_on", "ends_on")
# {rule that one answer of this page decides: the field of that answer}
JUDGED = {"window": "ends_on", "lead_days": "begins_on", "not_begun": "begun", "local": "local"}


class ProjectForm(SectionForm):
    title = text(_("Title of the project"), _("Short and clear, for example: Homework help in Kranichstein."))
    kind = radio(_("Is the project new?"), KINDS)
    topics = forms.MultipleChoiceField(
        label=_("What is it about?"),
        help_text=_("Choose one to three."),
        widget=forms.CheckboxSelectMultiple,
    )
    begins_on = day(_("The project begins on"), _("With preparation. For example 01.03.2027."))
    ends_on = day(_("The project ends on"), _("With everything that follows the last event. For example 30.06.2027."))
    events = text(
        _("When are the events?"),
        _("Days and times as far as you know them, for example: every Tuesday from 16 to 18 o'clock."),
        limit=1000,
        lines=3,
        required=False,
    )
    place = text(
        _("Where is it?"), _("Name of the place and its address, for example: community centre, Main Street 1.")
    )
    district = forms.ChoiceField(
        label=_("District"), help_text=_("Leave it open if it is in the whole city."), required=False
    )
    participants = whole_number(
        _("How many people will take part?"), _("Your estimate as one number, for example 25."), most=1_000_000
    )
    partners = text(
        _("Who works with you?"),
        _("Other associations, schools or offices. Leave it empty if nobody does."),
        limit=500,
        lines=2,
        required=False,
    )
    local = radio(
        _("Is the project for people in Darmstadt?"),
        YES_NO_UNSURE,
        _("“Yes” if most of those who take part live or work in Darmstadt."),
    )
    begun = radio(
        _("Has the project begun already?"),
        YES_NO,
        _("It has begun as soon as you have ordered, booked or paid something for it. Planning does not count."),
    )
    other_grants = radio(
        _("Have you asked somebody else for money for this project?"),
        YES_NO,
        _("For example a foundation, the state of Hesse or another office of the city."),
    )
    other_grants_text = text(
        _("Whom, for how much, and what did they answer?"),
        _("Only if you have asked somebody. For example: Sparkasse foundation, 300 euros, no answer yet."),
        limit=500,
        lines=2,
        required=False,
    )
    other_grants_text.when = _("(only if yes)")
    grouped = (
        (_("What it is"), ("title", "kind", "topics")),
        (_("When and where"), (*DAYS, "events", "place", "district")),
        (_("Who takes part"), ("participants", "partners", "local")),
        (_("Beginning and other money"), ("begun", "other_grants", "other_grants_text")),
    )
    explained = {"begun": "vorzeitiger-massnahmenbeginn", "other_grants": "drittmittel"}

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["topics"].choices = [(topic.code, topic.name_i18n) for topic in Topic.objects.all()]
        districts = [(district.code, district.name_i18n) for district in District.objects.all()]
        self.fields["district"].choices = [("", _("the whole city")), *districts]
        if window := window_of(self.terms):
            self.fields["begins_on"].help_text = f"{self.fields['begins_on'].help_text} {window}"

    def clean_topics(self):
        if len(self.cleaned_data["topics"]) > MOST_TOPICS:
            words = gettext("Choose at most %(most)d. You have chosen %(n)d.")
            raise ValidationError(words % {"most": MOST_TOPICS, "n": len(self.cleaned_data["topics"])}, code="too_many")
        return self.cleaned_data["topics"]

    def clean(self):
        found = super().clean()
        begins, ends = (found.get(name) for name in DAYS)
        if begins and ends and ends < begins:
            words = gettext("The end is before the beginning (%(day)s). Please correct one of the two days.")
            self.add_error("ends_on", words % {"day": date_format(begins, "SHORT_DATE_FORMAT")})
        if found.get("other_grants") == YES and not found.get("other_grants_text"):
            words = gettext("Please say whom you have asked.")
            if "other_grants_text" not in self.errors:
                self.add_error("other_grants_text", ValidationError(words, code=REQUIRED))
        return found

    @cached_property
    def notes(self):
        """Judged as if it were submitted now; what the office asks about, as when it was."""
        against = [one for one in eligibility.judge(self.terms, self.facts()) if one.verdict == eligibility.Verdict.NO]
        found = {}
        for one in against:
            found.setdefault(self.field_of(one.key), []).append(one.reason)
        return found

    def facts(self):
        found = self.understood()
        return eligibility.Facts(
            at=self.application.submitted_at or max(timezone.now(), self.terms.opens_at),
            is_local=eligibility.ANSWERS.get(found.get("local")),
            has_begun=eligibility.ANSWERS.get(found.get("begun")),
            begins_on=found.get("begins_on"),
            ends_on=found.get("ends_on"),
            asked=frozenset(JUDGED),
        )

    def field_of(self, rule):
        """The field that decided; a project may leave the window at both its ends."""
        begins, first = self.understood().get("begins_on"), self.terms.project_from
        is_early = rule == "window" and begins and first and begins < first
        return "begins_on" if is_early else JUDGED[rule]

    def shown(self, part):
        if part == "district" and self.is_saved and not self[part].value():
            return self.fields[part].choices[0][1]
        return super().shown(part)

    def answers(self):
        days = {name: self.cleaned_data[name].isoformat() for name in DAYS}
        return self.cleaned_data | days


def window_of(terms):
    """Within which days the call wants the project to be, in words."""
    days = [one and date_format(one, "SHORT_DATE_FORMAT") for one in (terms.project_from, terms.project_until)]
    words = {
        (True, True): gettext("The call is for projects from %(first)s to %(last)s."),
        (True, False): gettext("The call is for projects from %(first)s on."),
        (False, True): gettext("The call is for projects until %(last)s."),
    }.get((bool(days[0]), bool(days[1])), "")
    return words and words % {"first": days[0], "last": days[1]}

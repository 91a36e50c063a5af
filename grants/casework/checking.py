"""The formal check: the rules of the call on what was sent, and what the office says of single ones."""

import json
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import eligibility, terms, workflow
from ..eligibility import Verdict
from ..models import Application, CaseRequest, CheckMark
from ..moments import day
from ..permissions import may_work_on

State = Application.State
JUDGED = (State.CHECKING, State.QUERIED)
NOT_BEGUN = "not_begun"
# {rule: its name on the list}
LABELS = {
    "legal_form": _("Legal form"),
    "register": _("Entry in the register"),
    "charitable": _("Charitable"),
    "limit": _("Number of applications"),
    "local": _("For Darmstadt"),
    NOT_BEGUN: _("Not begun"),
    "window": _("Dates of the project"),
    "lead_days": _("Time before the beginning"),
    "in_time": _("In time"),
    "eligible": _("Eligible cost"),
    "own_contribution": _("Own contribution"),
    "balanced": _("Balanced plan"),
    "requested": _("Requested sum"),
    "papers": _("Papers"),
}


@dataclass(frozen=True)
class Item:
    """A rule of the call. `verdict` is what the portal computes, `mark` what the office says instead, or None;
    `note` is what else is known of it, "" for nothing."""

    key: str
    rule: str
    reason: str
    verdict: Verdict
    mark: CheckMark | None
    note: str = ""

    @property
    def label(self):
        return LABELS[self.key]

    @property
    def settled(self):
        """Whether it is fulfilled, by the portal's or by the office's judgement."""
        found = self.mark.verdict if self.mark else self.verdict
        return found == Verdict.YES


def checklist(application):
    """Every rule of the call, judged live on the newest version as if it had arrived with the first one."""
    answers = json.loads(application.submissions.last().content)["answers"]
    facts = eligibility.facts_of_answers(application, answers, application.submitted_at)
    found = eligibility.judge(terms.of_version(application.version), facts)
    marks = {mark.key: mark for mark in application.check_marks.select_related("by")}
    return [item(application, finding, marks.get(finding.key)) for finding in found]


def item(application, finding, mark):
    note = early_start(application) if finding.key == NOT_BEGUN else ""
    return Item(finding.key, finding.rule, finding.reason, finding.verdict, mark, note)


def early_start(application):
    found = application.requests.filter(kind=CaseRequest.Kind.EARLY_START, granted=True).last()
    if found is None:
        return ""
    words = {"day": day(found.begins_on or timezone.localdate(found.answered_at))}
    return gettext("An early start was permitted, from %(day)s on.") % words


def open_items(application):
    return [one for one in checklist(application) if not one.settled]


def is_settled(application):
    return not open_items(application)


# What the office says


@transaction.atomic
def override(application, key, verdict, reason, user):
    """Judges a rule otherwise, or judges it anew; `verdict` is one of CheckMark.Verdict. Raises NotPossible."""
    found = judged(application, user)
    said = {"verdict": verdict, "reason": reason.strip(), "by": user, "at": timezone.now()}
    mark, _is_new = CheckMark.objects.update_or_create(application=found, key=key, defaults=said)
    return mark


@transaction.atomic
def take_back(application, key, user):
    """What the portal computes is valid again."""
    judged(application, user).check_marks.filter(key=key).delete()


def judged(application, user):
    """The application, locked, while it is checked."""
    found = Application.objects.select_for_update().get(pk=application.pk)
    if not may_work_on(user, found):
        raise workflow.NotPossible(gettext("This is for %(who)s.") % {"who": workflow.OFFICE.words})
    if found.state not in JUDGED:
        told = {"state": found.get_state_display()}
        raise workflow.NotPossible(gettext("That is no longer possible: the application is now “%(state)s”.") % told)
    return found


# Steps


def take(application, user, note=""):
    """Whoever begins the check has the application from now on."""
    return workflow.perform(workflow.TAKE, application, user, note=note, officer=user)


@transaction.atomic
def pass_on(application, user, note=""):
    """Ends the check. Raises NotPossible with the names of the rules that are neither fulfilled nor overridden."""
    locked = Application.objects.select_for_update(of=["self"]).select_related("organisation", "version")
    found = locked.get(pk=application.pk)
    if found.state == State.CHECKING and (left := open_items(found)):
        raise workflow.NotPossible(
            gettext("These points of the checklist are not fulfilled yet: %(points)s.")
            % {"points": ", ".join(str(one.label) for one in left)}
        )
    return workflow.perform(workflow.PASS, application, user, note=note)


def recheck(application, user, note=""):
    return workflow.perform(workflow.RECHECK, application, user, note=note)

"""Where an application stands, in plain words: what it means, who has it now, what comes next and when."""

from django.utils import timezone
from django.utils.translation import gettext

from . import standing_words, terms
from .casework.promises import in_order as promised
from .models import Application
from .standing_words import Words, counting, yours

__all__ = ["RELATED", "Words", "counting", "promised", "words"]
State = Application.State
# What the words of many applications at once need beside them.
RELATED = ("queries", "notices__services", "agenda_items__session")


def words(application, at=None):
    at = at or timezone.now()
    rules = terms.of_version(application.version)
    return (standing_words.TOLD | {State.DRAFT: of_draft})[application.state](application, rules, at)


def of_draft(application, rules, at):
    if not rules.is_taken(max(at, rules.opens_at)):
        return of_kept(application)
    closes_on = rules.closes_at.astimezone(terms.BERLIN).date()
    if application.handed_over_at:
        meaning = gettext("It is written. Somebody who is entitled to sign has to submit it.")
        return Words(gettext("ready for signature"), meaning, yours(), gettext("Submit it."), closes_on, is_yours=True)
    meaning = gettext("Your association is writing it. The office does not see it yet.")
    coming = gettext("Complete it and submit it.")
    return Words(gettext("draft"), meaning, yours(), coming, closes_on, is_yours=True)


def of_kept(application):
    """The call has closed; somebody may have pressed the button too late."""
    meaning = gettext("The deadline has passed. Everything is kept.")
    state = gettext("not submitted")
    if application.late_at:
        meaning, state = gettext("It arrived after the deadline. Everything is kept."), gettext("kept, not submitted")
    return Words(state, meaning, yours(), gettext("Ask the office whether it can still be taken."))

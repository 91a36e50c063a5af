"""What pages show of calls, read from their terms: the same for the public and for the preview of what staff write."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise, zip_longest

from django.utils.functional import cached_property
from django.utils.translation import gettext

from darmstadt_mso.lib.money import ZERO

from . import changes, words, worked_example
from .call_paper import call_data
from .moments import time_left, time_until, zone_in_words
from .terms import Terms, in_language, of_version, texts

__all__ = ["CallPage", "call_data", "of_published"]
OPEN, UPCOMING, PAST = "open", "upcoming", "past"


@dataclass(frozen=True)
class Part:
    """`anchor` stands in addresses, `name` is that of its template."""

    anchor: str
    name: str
    heading: str

    @property
    def template(self):
        return f"grants/public/parts/{self.name}.html"


# Not frozen: what is computed once is kept in the page.
@dataclass
class CallPage:
    """A call as it is shown at the moment `at`. `call` gives what is no rule: money given away, results, versions."""

    terms: Terms
    at: datetime
    call: object = None
    is_preview: bool = False

    @property
    def title(self):
        return in_language(self.terms.title)

    @property
    def state(self):
        if self.terms.is_open(self.at):
            return OPEN
        return UPCOMING if self.at < self.terms.opens_at else PAST

    @property
    def takes_applications(self):
        """Until the grace has ended."""
        return self.terms.is_taken(self.at) and not self.is_preview

    @property
    def is_upcoming(self):
        return self.state == UPCOMING

    @property
    def is_decided(self):
        return bool(self.call and self.call.decided_on and self.state == PAST)

    @property
    def time(self):
        """How long until the deadline or the opening, in words; "" when it is over."""
        terms = self.terms
        if self.state == OPEN:
            return time_left(terms.closes_at, self.at)
        return time_until(terms.opens_at, self.at) if self.state == UPCOMING else ""

    @property
    def is_urgent(self):
        return self.state == OPEN and (self.terms.closes_at - self.at).days < 3

    @property
    def left_in_pot(self):
        """What can still be given away; None where the call does not show it, or is over."""
        if not self.terms.show_pot or self.terms.pot is None or self.state == PAST:
            return None
        return max(ZERO, self.terms.pot - (self.call.committed if self.call else ZERO))

    @property
    def grace(self):
        return words.grace(self.terms)

    @property
    def who(self):
        return words.who_may_apply(self.terms)

    @property
    def what(self):
        return words.for_what(self.terms)

    @property
    def money(self):
        return words.how_much(self.terms)

    @property
    def deciding(self):
        return words.how_it_is_decided(self.terms)

    @cached_property
    def example(self):
        return worked_example.of(self.terms)

    @property
    def share_of(self):
        return words.share_of(self.terms)

    @property
    def compared(self):
        """(heading, rules) of what is compared between calls."""
        terms, none = self.terms, [words.Rule(gettext("None is prescribed."))]
        own = words.own_contribution(terms)
        sums = [words.financing(terms), words.maximum(terms), words.left(self.left_in_pot)]
        often = words.how_often(terms) or words.Rule(gettext("As often as you like."))
        return [
            (gettext("Who may apply"), words.applicants(terms)),
            (gettext("How much"), [rule for rule in sums if rule]),
            (gettext("Own contribution"), [own, words.voluntary_work(terms)] if own else none),
            (gettext("How often"), [often]),
        ]

    @property
    def is_in_grace(self):
        """Whether the deadline has passed and an application is taken nevertheless."""
        return self.state == PAST and self.takes_applications

    @property
    def zone(self):
        return zone_in_words(self.terms.closes_at)

    @property
    def eligible(self):
        return self.costs(True)

    @property
    def not_eligible(self):
        return self.costs(False)

    def costs(self, eligible):
        """(category, its limits in words)"""
        kinds = [kind for kind in self.terms.cost_categories if kind.eligible == eligible]
        return [(kind, words.limits_of_cost(kind)) for kind in kinds]

    @property
    def questions(self):
        """(question, how long the answer may be, whether it is required)"""
        return [(one, words.length_of_answer(one), words.is_required(one)) for one in self.terms.questions]

    @property
    def papers(self):
        """(paper, who is asked for it, whether it is required)"""
        return [(one, words.asked_of(one), words.is_required(one)) for one in self.terms.papers]

    @property
    def criteria(self):
        """(criterion, its weight in percent)"""
        return [(one, words.weight(one, self.terms.criteria)) for one in self.terms.criteria]

    @property
    def steps(self):
        return words.when(self.terms)

    @property
    def version(self):
        """The published version that the page shows; None in a preview."""
        return self.call.published if self.call and not self.is_preview else None

    @cached_property
    def versions(self):
        """The published versions, the newest first; none in a preview."""
        return list(self.call.versions.order_by("-number")) if self.version else []

    @cached_property
    def history(self):
        """[(version, what it changed as events of a history)], the newest first."""
        rules = [of_version(version) for version in self.versions]
        found = [changes.between(old, new) for new, old in pairwise(rules)]
        return list(zip_longest(self.versions, found, fillvalue=[]))

    @property
    def results(self):
        return texts(self.call, "results") if self.is_decided else {}

    @property
    def has_results(self):
        return bool(self.results)

    @property
    def has_contact(self):
        return bool(in_language(self.terms.contact_name) or self.terms.contact_phone or self.terms.contact_email)

    @cached_property
    def parts(self):
        """The parts of the page that there are, in their order; of a call of which little is known only its texts."""
        terms, known = self.terms, self.terms.rules_known
        parts = [
            (self.has_results, Part("ergebnis", "results", gettext("Results"))),
            (terms.text or terms.focus, Part("inhalt", "about", gettext("What this call is about"))),
            (known, Part("wer", "who", gettext("Who may apply and for what"))),
            (known, Part("wieviel", "money", gettext("How much"))),
            (known and terms.cost_categories, Part("kosten", "costs", gettext("Which cost counts"))),
            (known and terms.questions, Part("fragen", "questions", gettext("Questions in the application"))),
            (known and terms.papers, Part("unterlagen", "papers", gettext("Papers"))),
            (known and terms.declarations, Part("erklaerungen", "declarations", gettext("What you declare"))),
            (known, Part("entscheidung", "deciding", gettext("How it is decided"))),
            (known, Part("ablauf", "schedule", gettext("What happens when"))),
            (self.has_contact, Part("kontakt", "contact", gettext("Contact"))),
            (known and self.versions, Part("fassungen", "versions", gettext("Versions of these rules"))),
        ]
        return [part for there, part in parts if there]


def of_published(call, at):
    """The page of a published call; `call.published` is best fetched with the call."""
    return CallPage(of_version(call.published), at, call)

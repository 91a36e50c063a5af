from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..funding import Assessment
from ..models import RequiredPaper
from ..terms import Paper, in_language


class Verdict(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    ASK = "ask", _("Please ask us")


@dataclass(frozen=True)
class Facts:
    """What is known of an application; None = not known.

    `asked` are the keys of the rules that can be judged where the facts come from; None = all of them.
    """

    at: datetime
    legal_form: str | None = None
    is_registered: bool | None = None
    is_charitable: bool | None = None
    is_local: bool | None = None
    has_begun: bool | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    used: int | None = None
    money: Assessment | None = None
    missing_papers: tuple[Paper, ...] | None = None
    asked: frozenset[str] | None = None

    def can_know(self, key):
        return self.asked is None or key in self.asked


@dataclass(frozen=True)
class Finding:
    """One rule judged, in words of the page's language; `paper` settles it, "" where none does."""

    key: str
    verdict: Verdict
    rule: str
    reason: str
    paper: str = ""


class Rule:
    """Without state: the same object judges in the check, at the submission and in the office."""

    key = ""

    def exists(self, terms):
        return True

    def words(self, terms):
        raise NotImplementedError

    def verdict(self, terms, facts):
        """(verdict, reason in words)"""
        raise NotImplementedError

    def paper(self, terms):
        return ""

    def finding(self, terms, facts):
        verdict, reason = self.verdict(terms, facts)
        return Finding(self.key, verdict, str(self.words(terms)), str(reason), str(self.paper(terms)))


class Answered(Rule):
    """Judges one answer: yes, no or not known; `right` is the answer that fits."""

    fact, right = "", True
    reasons = {}

    def verdict(self, terms, facts):
        answer = getattr(facts, self.fact)
        verdict = Verdict.ASK if answer is None else Verdict.YES if answer is self.right else Verdict.NO
        return verdict, self.reasons[verdict]


def paper_on_file(terms, kind):
    """The paper of this kind as the call names it."""
    named = next((paper for paper in terms.papers if paper.on_file == kind), None)
    return in_language(named.name) if named else RequiredPaper.OnFile(kind).label

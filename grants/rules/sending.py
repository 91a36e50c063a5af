"""When, how often and with what an application is sent."""

from django.utils.translation import gettext, ngettext

from .. import words
from ..moments import moment_in_words
from ..terms import in_language
from .base import Rule, Verdict


class InTime(Rule):
    """The one who judges a submission gives the moment of its arrival by the database's clock."""

    key = "in_time"

    def words(self, terms):
        text = gettext("Applications arrive between %(opens)s and %(closes)s.")
        moments = {"opens": moment_in_words(terms.opens_at), "closes": moment_in_words(terms.closes_at)}
        return f"{text % moments} {words.grace(terms)}".strip()

    def verdict(self, terms, facts):
        if facts.at < terms.opens_at:
            return Verdict.NO, gettext("The call is not open yet.")
        if not terms.is_taken(facts.at):
            return Verdict.NO, gettext("The deadline has passed.")
        if not terms.is_in_time(facts.at):
            return Verdict.YES, gettext("The deadline has passed, but the minutes of grace have not.")
        return Verdict.YES, gettext("The deadline has not passed.")


class Limit(Rule):
    key = "limit"

    def exists(self, terms):
        return terms.limit is not None

    def words(self, terms):
        return words.how_often(terms)

    def verdict(self, terms, facts):
        if facts.used is None:
            return Verdict.ASK, gettext("It is not known yet how often your association has applied.")
        text = ngettext(
            "Your association has %(count)d other application that counts.",
            "Your association has %(count)d other applications that count.",
            facts.used,
        )
        return (Verdict.YES if facts.used < terms.limit else Verdict.NO), text % {"count": facts.used}


class Papers(Rule):
    key = "papers"

    def exists(self, terms):
        return any(paper.required for paper in terms.papers)

    def words(self, terms):
        return gettext("All required papers are attached.")

    def verdict(self, terms, facts):
        if facts.missing_papers is None:
            return Verdict.ASK, gettext("It is not known yet which papers there are.")
        if not facts.missing_papers:
            return Verdict.YES, gettext("No paper is missing.")
        names = ", ".join(in_language(paper.name) for paper in facts.missing_papers)
        return Verdict.NO, gettext("Still missing: %(papers)s.") % {"papers": names}

"""For what and when."""

from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import words
from ..moments import day, on_day
from .base import Answered, Rule, Verdict


class Local(Answered):
    key, fact = "local", "is_local"
    reasons = {
        Verdict.YES: _("Your project concerns Darmstadt."),
        Verdict.NO: _("Your project does not concern Darmstadt."),
        Verdict.ASK: _("It is not clear yet whether your project concerns Darmstadt."),
    }

    def exists(self, terms):
        return terms.local

    def words(self, terms):
        return words.local(terms)

    def paper(self, terms):
        return gettext("Description of the project in the application")


class NotBegun(Answered):
    key, fact, right = "not_begun", "has_begun", False
    reasons = {
        Verdict.YES: _("Your project has not begun."),
        Verdict.NO: _("Your project has already begun."),
        Verdict.ASK: _("It is not clear yet whether your project has already begun."),
    }

    def exists(self, terms):
        return terms.not_begun

    def words(self, terms):
        return words.not_begun(terms)

    def verdict(self, terms, facts):
        if facts.begins_on and facts.begins_on < on_day(facts.at):
            return Verdict.NO, gettext("The beginning that you give, %(day)s, lies before the application.") % {
                "day": day(facts.begins_on)
            }
        return super().verdict(terms, facts)

    def paper(self, terms):
        return gettext("Declaration in the application")


class Window(Rule):
    key = "window"

    def exists(self, terms):
        return bool(terms.project_from or terms.project_until)

    def words(self, terms):
        return words.window(terms)

    def verdict(self, terms, facts):
        begins, ends = facts.begins_on, facts.ends_on
        if terms.project_from and begins and begins < terms.project_from:
            return Verdict.NO, gettext("Your project begins earlier, on %(day)s.") % {"day": day(begins)}
        if terms.project_until and (last := ends or begins) and last > terms.project_until:
            return Verdict.NO, gettext("Your project ends later, on %(day)s.") % {"day": day(last)}
        if (terms.project_from and not begins) or (terms.project_until and not ends):
            return Verdict.ASK, gettext("The dates of your project are not known yet.")
        return Verdict.YES, gettext("The dates of your project fit.")

    def paper(self, terms):
        return gettext("Dates of the project in the application")


class Lead(Rule):
    key = "lead_days"

    def exists(self, terms):
        return bool(terms.lead_days)

    def words(self, terms):
        return words.lead_time(terms)

    def verdict(self, terms, facts):
        earliest = on_day(facts.at) + timedelta(days=terms.lead_days)
        if facts.begins_on is None:
            text = gettext("The beginning is not known yet. With an application on this day it is %(day)s or later.")
            return Verdict.ASK, text % {"day": day(earliest)}
        if facts.begins_on < earliest:
            return Verdict.NO, gettext("Your project could begin on %(day)s at the earliest.") % {"day": day(earliest)}
        return Verdict.YES, gettext("There is enough time before the beginning.")

    def paper(self, terms):
        return gettext("Dates of the project in the application")

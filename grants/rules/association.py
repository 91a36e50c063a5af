"""Who may apply."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation

from .. import words
from ..models import RequiredPaper
from .base import Answered, Rule, Verdict, paper_on_file

OnFile = RequiredPaper.OnFile


class LegalForm(Rule):
    key = "legal_form"

    def exists(self, terms):
        return bool(terms.legal_forms)

    def words(self, terms):
        return words.legal_form(terms)

    def verdict(self, terms, facts):
        form = facts.legal_form
        if form is None:
            return Verdict.ASK, gettext("The legal form is not known yet.")
        if form in terms.legal_forms:
            return Verdict.YES, gettext("Your legal form may apply.")
        if form == Organisation.LegalForm.OTHER:
            return Verdict.ASK, gettext("Your legal form is not in our list. We look at it together with you.")
        return Verdict.NO, gettext("Your legal form is another one: %(name)s.") % {
            "name": Organisation.LegalForm(form).label
        }

    def paper(self, terms):
        is_registered = Organisation.LegalForm.REGISTERED in terms.legal_forms
        return paper_on_file(terms, OnFile.REGISTER if is_registered else OnFile.STATUTES)


class Register(Answered):
    key, fact = "register", "is_registered"
    reasons = {
        Verdict.YES: _("Your association is in this register."),
        Verdict.NO: _("Your association is not in this register."),
        Verdict.ASK: _("The register in which your association stands is not known yet."),
    }

    def exists(self, terms):
        return bool(terms.register_court)

    def words(self, terms):
        return words.register_entry(terms)

    def paper(self, terms):
        return paper_on_file(terms, OnFile.REGISTER)


class Charitable(Answered):
    key, fact = "charitable", "is_charitable"
    reasons = {
        Verdict.YES: _("Your association is recognised as charitable."),
        Verdict.NO: _("Your association is not recognised as charitable."),
        Verdict.ASK: _("It is not known yet whether your association is recognised as charitable."),
    }

    def exists(self, terms):
        return terms.charitable

    def words(self, terms):
        return words.charitable(terms)

    def paper(self, terms):
        return paper_on_file(terms, OnFile.EXEMPTION)

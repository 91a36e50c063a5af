"""What the cost and financing plan comes to; see `funding`."""

from django.utils.translation import gettext

from darmstadt_mso.lib.money import ZERO, shown

from .. import words
from .base import Rule, Verdict


class PlanRule(Rule):
    def verdict(self, terms, facts):
        if facts.money is None:
            return Verdict.ASK, gettext("The cost and income are not known yet.")
        return self.of_money(facts.money)

    def of_money(self, money):
        raise NotImplementedError

    def paper(self, terms):
        return gettext("Cost and financing plan")


class Eligible(PlanRule):
    key = "eligible"

    def words(self, terms):
        return gettext("There is cost for which money can be given.")

    def of_money(self, money):
        if money.eligible > ZERO:
            return Verdict.YES, gettext("Eligible are %(sum)s.") % {"sum": shown(money.eligible)}
        return Verdict.NO, gettext("There is no eligible cost in the plan.")


class OwnContribution(PlanRule):
    key = "own_contribution"

    def exists(self, terms):
        return bool(terms.own_share)

    def words(self, terms):
        rules = [words.own_contribution(terms), words.voluntary_work(terms) if terms.voluntary_rate else None]
        return " ".join(str(rule) for rule in rules if rule)

    def of_money(self, money):
        is_enough = money.own_contribution >= money.own_contribution_needed
        text = gettext("Needed are %(needed)s, you contribute %(given)s.")
        sums = {"needed": shown(money.own_contribution_needed), "given": shown(money.own_contribution)}
        return (Verdict.YES if is_enough else Verdict.NO), text % sums


class Balanced(PlanRule):
    key = "balanced"

    def words(self, terms):
        return gettext("Income, own money and the grant pay exactly the cost.")

    def of_money(self, money):
        if money.is_balanced:
            return Verdict.YES, gettext("The plan balances.")
        text = gettext("%(sum)s are missing.") if money.gap > ZERO else gettext("There are %(sum)s too much.")
        return Verdict.NO, text % {"sum": shown(abs(money.gap))}


class Requested(PlanRule):
    key = "requested"

    def words(self, terms):
        return gettext("The sum wanted is not above the highest possible grant.")

    def of_money(self, money):
        if not money.requested:
            return Verdict.ASK, gettext("The sum wanted is not known yet.")
        text = gettext("You want %(sum)s, the highest possible grant is %(highest)s.")
        is_fitting = money.requested <= money.highest
        sums = {"sum": shown(money.requested), "highest": shown(money.highest)}
        return (Verdict.YES if is_fitting else Verdict.NO), text % sums

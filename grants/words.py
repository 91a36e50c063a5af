"""A call's rules in plain words. Whoever reads a call and whoever gets it as PDF read the same sentences."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import localize
from django.utils.translation import get_language, gettext, ngettext, pgettext

from darmstadt_mso.lib.money import NO_BREAK, shown
from organisations.models import Organisation

from .models import Call, Programme
from .moments import day, moment_in_words, on_day
from .terms import in_language

Financing, Period = Programme.Financing, Call.Period
FINANCING_TERMS = {
    Financing.DEFICIT: "fehlbedarfsfinanzierung",
    Financing.SHARE: "anteilfinanzierung",
    Financing.FIXED: "festbetrag",
    Financing.FULL: "vollfinanzierung",
}


@dataclass(frozen=True)
class Rule:
    """A sentence, and the keys of the words in it that the glossary explains."""

    text: str
    terms: tuple[str, ...] = ()

    def __str__(self):
        return self.text


def percent(share):
    """ "75 %", in English "75%"; "" for None."""
    if share is None:
        return ""
    number = localize(share.normalize() + 0)
    return f"{number}%" if get_language() == "en" else f"{number}{NO_BREAK}%"


def who_may_apply(terms):
    return [*applicants(terms), *(rule for rule in (how_often(terms),) if rule)]


def applicants(terms):
    return [rule for rule in (legal_form(terms), register_entry(terms), charitable(terms)) if rule]


def for_what(terms):
    return [rule for rule in (local(terms), not_begun(terms), window(terms), lead_time(terms)) if rule]


def legal_form(terms):
    if not terms.legal_forms:
        return Rule(gettext("Organisations of every legal form may apply, registered or not."))
    names = ", ".join(str(Organisation.LegalForm(code).label) for code in terms.legal_forms)
    return Rule(gettext("Organisations of this legal form may apply: %(names)s.") % {"names": names})


def register_entry(terms):
    if not terms.register_court:
        return None
    text = gettext("The organisation must be entered in the register of associations of %(court)s.")
    return Rule(text % {"court": terms.register_court}, ("vereinsregisterauszug",))


def charitable(terms):
    if not terms.charitable:
        return None
    return Rule(
        gettext("The organisation must be recognised as charitable."), ("gemeinnuetzigkeit", "freistellungsbescheid")
    )


def how_often(terms):
    if terms.limit is None:
        return None
    text = times(terms) % {"count": terms.limit}
    withdrawn = (
        gettext("Withdrawn applications count too.")
        if terms.counts_withdrawn
        else gettext("Withdrawn applications do not count.")
    )
    return Rule(f"{text} {withdrawn}")


def times(terms):
    count = terms.limit
    return {
        Period.CALL: ngettext(
            "%(count)d application per organisation in this call.",
            "At most %(count)d applications per organisation in this call.",
            count,
        ),
        Period.QUARTER: ngettext(
            "%(count)d application per organisation and quarter of the year.",
            "At most %(count)d applications per organisation and quarter of the year.",
            count,
        ),
        Period.HALF_YEAR: ngettext(
            "%(count)d application per organisation and half year.",
            "At most %(count)d applications per organisation and half year.",
            count,
        ),
        Period.YEAR: ngettext(
            "%(count)d application per organisation and year.",
            "At most %(count)d applications per organisation and year.",
            count,
        ),
    }[terms.period]


def local(terms):
    return Rule(gettext("The project must concern Darmstadt.")) if terms.local else None


def not_begun(terms):
    if not terms.not_begun:
        return None
    return Rule(gettext("The project must not have begun when you apply."), ("vorzeitiger-massnahmenbeginn",))


def window(terms):
    begins, ends = day(terms.project_from), day(terms.project_until)
    if begins and ends:
        return Rule(gettext("The project takes place from %(begins)s to %(ends)s.") % {"begins": begins, "ends": ends})
    if begins:
        return Rule(gettext("The project begins on %(begins)s or later.") % {"begins": begins})
    return Rule(gettext("The project ends on %(ends)s or earlier.") % {"ends": ends}) if ends else None


def lead_time(terms):
    if not terms.lead_days:
        return None
    text = ngettext(
        "Apply at least %(count)d day before the project begins.",
        "Apply at least %(count)d days before the project begins.",
        terms.lead_days,
    )
    return Rule(text % {"count": terms.lead_days})


def how_much(terms):
    rules = (financing(terms), maximum(terms), own_money(terms), own_contribution(terms), voluntary_work(terms))
    return [rule for rule in rules if rule]


def financing(terms):
    text = {
        Financing.DEFICIT: gettext(
            "The grant is at most %(share)s of the deficit. The deficit is the eligible cost minus the "
            "project's income."
        ),
        Financing.SHARE: gettext("The grant is at most %(share)s of the eligible cost."),
        Financing.FIXED: gettext("The grant is a fixed sum of %(sum)s. It is never higher than what nobody else pays."),
        Financing.FULL: gettext("The grant can pay the whole deficit: the eligible cost minus the project's income."),
    }[terms.financing]
    amounts = {"share": percent(terms.share), "sum": shown(terms.maximum)}
    return Rule(text % amounts, (FINANCING_TERMS[terms.financing], "zuwendungsfaehig"))


def maximum(terms):
    if terms.maximum is None or terms.financing == Financing.FIXED:
        return None
    return Rule(gettext("It is at most %(sum)s per application.") % {"sum": shown(terms.maximum)})


def share_of(terms):
    """ "75 % of the deficit"; "" where no share is paid."""
    words = {
        Financing.DEFICIT: gettext("%(share)s of the deficit"),
        Financing.SHARE: gettext("%(share)s of the eligible cost"),
    }
    return words.get(terms.financing, "") % {"share": percent(terms.share)}


def left(amount):
    """What is left in the pot, where the call shows it."""
    return Rule(gettext("Left in the pot: %(sum)s.") % {"sum": shown(amount)}) if amount is not None else None


def own_money(terms):
    return Rule(
        gettext(
            "The grant pays only what income and your own money leave open. Own money first pays cost that is "
            "not eligible."
        ),
        ("eigenmittel", "drittmittel"),
    )


def own_contribution(terms):
    if not terms.own_share:
        return None
    text = gettext("You contribute at least %(share)s of the cost yourselves.") % {"share": percent(terms.own_share)}
    return Rule(text, ("eigenanteil",))


def voluntary_work(terms):
    if terms.voluntary_rate is None:
        return Rule(
            gettext("Voluntary work is not counted in money. It does not change the deficit."),
            ("ehrenamtliche-leistung",),
        )
    parts = [gettext("An hour of voluntary work counts as %(sum)s of your own contribution.")]
    if terms.voluntary_share is not None:
        parts.append(gettext("Altogether it counts up to %(share)s of the eligible cost."))
    if terms.voluntary_cap is not None:
        parts.append(gettext("Altogether it counts up to %(cap)s."))
    parts.append(gettext("Nobody is paid for it, so it does not change the deficit."))
    amounts = {
        "sum": shown(terms.voluntary_rate),
        "share": percent(terms.voluntary_share),
        "cap": shown(terms.voluntary_cap),
    }
    return Rule(" ".join(part % amounts for part in parts), ("ehrenamtliche-leistung", "eigenanteil"))


def limits_of_cost(kind):
    """How far a cost category counts, as short notes."""
    unit = in_language(kind.unit) or gettext("unit")
    notes = []
    if kind.rate_max is not None:
        notes.append(gettext("at most %(sum)s per %(unit)s") % {"sum": shown(kind.rate_max), "unit": unit})
    if kind.cap is not None:
        notes.append(gettext("counts up to %(sum)s") % {"sum": shown(kind.cap)})
    if kind.cap_share is not None:
        notes.append(gettext("counts up to %(share)s of all cost") % {"share": percent(kind.cap_share)})
    return notes


def length_of_answer(question):
    if question.kind == "number":
        return gettext("a whole number")
    text = ngettext("at most %(count)d character", "at most %(count)d characters", question.limit)
    return text % {"count": question.limit}


def asked_of(paper):
    """Who must hand in a paper, in words."""
    return {
        "all": gettext("from everybody"),
        "first": gettext("only if you apply for the first time"),
        "repeat": gettext("only if you have applied before"),
    }[paper.applicants]


def is_required(thing):
    if thing.required:
        return pgettext("of a paper or an answer", "required")
    return pgettext("of a paper or an answer", "optional")


def weight(criterion, criteria):
    """Its part of the whole decision; "" where only one criterion is looked at."""
    whole = sum(one.weight for one in criteria)
    return percent((Decimal(100 * criterion.weight) / whole).quantize(Decimal(1), ROUND_HALF_UP)) if whole else ""


def how_it_is_decided(terms):
    rules = []
    if terms.advisory:
        name = in_language(terms.advisory_name) or gettext("An advisory body")
        rules.append(Rule(gettext("%(name)s gives its vote on each application.") % {"name": name}, ("votum",)))
    if terms.criteria:
        rules.append(Rule(gettext("Applications are compared by these criteria. The percentage is the weight.")))
    rules.append(Rule(gettext("The city decides. You get its decision in writing."), ("bescheid", "rechtsbehelf")))
    return rules


@dataclass(frozen=True)
class Step:
    """What happens when; `on` is the day by which the steps are sorted, None where no day is promised."""

    when: str
    what: str
    on: date | None
    is_promise: bool = False


def when(terms):
    """The dates of a call from its opening on, as they follow each other; what has no date comes last."""
    steps = [
        Step(moment_in_words(terms.opens_at), gettext("You can apply."), on_day(terms.opens_at)),
        Step(
            moment_in_words(terms.closes_at),
            gettext("Deadline: applications must have arrived."),
            on_day(terms.closes_at),
        ),
        *(promise(one) for one in terms.milestones),
    ]
    if terms.project_from:
        steps.append(Step(day(terms.project_from), gettext("Projects can begin."), terms.project_from))
    if terms.project_until:
        steps.append(Step(day(terms.project_until), gettext("Projects have ended."), terms.project_until))
    return sorted(steps, key=lambda step: step.on or date.max)


def promise(milestone):
    until = gettext("by %(day)s") % {"day": day(milestone.on)} if milestone.on else gettext("no date yet")
    return Step(until, in_language(milestone.text), milestone.on, is_promise=True)


def grace(terms):
    """What is said of the minutes after the deadline; "" where there are none."""
    text = ngettext(
        "An application that arrives up to %(count)d minute later is still taken.",
        "An application that arrives up to %(count)d minutes later is still taken.",
        terms.grace_minutes,
    )
    return text % {"count": terms.grace_minutes} if terms.grace_minutes else ""

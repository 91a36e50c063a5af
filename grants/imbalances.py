"""What does not fit in a cost and financing plan, in words, at the line that causes it."""

from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext

from darmstadt_mso.lib.money import ZERO, cents, shown

from . import funding
from .funding import IncomeKind
from .terms import in_language
from .words import percent

COSTS, INCOME, VOLUNTARY, REQUESTED = "kosten", "einnahmen", "ehrenamt", "requested"


@dataclass(frozen=True)
class Remark:
    """`at` is the table, or the requested sum; `line` its line from 0, or None. What `blocks` is to be mended first."""

    at: str
    text: str
    line: int | None = None
    blocks: bool = False


def remarks(terms, plan, found):
    """All there is to say, in the order of the page; `found` is the plan's assessment."""
    return [
        *[Remark(COSTS, *one) for one in about_costs(terms, plan)],
        *[one for one in about_financing(terms, plan, found) if one],
        *[Remark(VOLUNTARY, one) for one in about_voluntary(terms, found)],
    ]


def about_costs(terms, plan):
    """(text, line) in the order of the lines."""
    found = []
    for line, cost in enumerate(plan.costs):
        kind = terms.cost_kind(cost.kind)
        if kind and not kind.eligible:
            found.append((gettext("No grant is possible for this. It stays in the plan; others must pay it."), line))
        elif kind and above_rate(kind, cost):
            found.append((rate_words(kind, cost), line))
    return sorted([*found, *above_caps(terms, plan)], key=lambda one: one[1])


def above_rate(kind, cost):
    return kind.rate_max is not None and cost.quantity is not None and (cost.rate or ZERO) > kind.rate_max


def rate_words(kind, cost):
    values = {"rate": shown(kind.rate_max), "of": shown(cents(cost.exact))}
    values["sum"] = shown(cents(funding.within_rate(kind, cost)))
    return gettext("A unit counts only up to %(rate)s: of %(of)s, %(sum)s count.") % values


def above_caps(terms, plan):
    """(text, line) for each category that costs more than counts, at the line with which it does."""
    total = sum((cost.exact for cost in plan.costs), ZERO)
    for kind in terms.cost_categories:
        lines = [line for line, cost in enumerate(plan.costs) if cost.kind == kind.key and kind.eligible]
        sums = list(accumulate(funding.within_rate(kind, plan.costs[line]) for line in lines))
        if sums and (counts := funding.within_caps(kind, sums[-1], total)) < sums[-1]:
            first = next(line for line, amount in zip(lines, sums, strict=True) if amount > counts)
            yield cap_words(kind, cents(sums[-1]), cents(counts)), first


def cap_words(kind, amount, counts):
    values = {"category": in_language(kind.name), "cap": shown(counts), "of": shown(amount)}
    if kind.cap_share is not None and (kind.cap is None or counts < kind.cap):
        values["share"] = percent(kind.cap_share)
        return gettext("“%(category)s” counts only up to %(share)s of all cost: of %(of)s, %(cap)s count.") % values
    return gettext("“%(category)s” counts only up to %(cap)s; together it is %(of)s.") % values


def about_financing(terms, plan, found):
    if not found.total:
        yield Remark(COSTS, gettext("Enter what the project costs."), blocks=True)
        return
    if terms.financing != funding.Financing.FIXED and not found.deficit:
        yield Remark(INCOME, gettext("Others already pay all cost that counts, so no grant is possible."))
    yield own_contribution(terms, plan, found)
    if plan.requested is not None and not plan.requested:
        yield Remark(REQUESTED, gettext("Enter a sum above 0."), blocks=True)
    elif found.requested > found.highest:
        yield above_highest(found)
    elif plan.requested:
        yield unbalanced(found)


def own_contribution(terms, plan, found):
    lacks = found.own_contribution_needed - found.own_contribution
    if lacks <= 0:
        return None
    line = next((line for line, one in enumerate(plan.income) if one.kind == IncomeKind.OWN), None)
    values = {"needed": shown(found.own_contribution_needed), "lacks": shown(lacks)}
    values["share"] = percent(terms.own_share)
    said = gettext("Your association contributes at least %(share)s of the cost: %(needed)s. %(lacks)s are missing.")
    voluntary = terms.voluntary_rate is not None
    way = gettext("Enter more own money or voluntary work.") if voluntary else gettext("Enter more own money.")
    return Remark(INCOME, f"{way} {said % values}", line, blocks=True)


def above_highest(found):
    """What to do, and by how much it is too much. Whoever has more money than cost requests more than possible, too."""
    more = found.requested - found.highest
    said = [gettext("This is %(sum)s more than possible.") % {"sum": shown(more)}] if more != -found.gap else []
    if found.gap < 0:
        said.insert(0, gettext("There is %(sum)s more money than the project costs.") % {"sum": shown(-found.gap)})
    return Remark(REQUESTED, " ".join([way_back(found), *said]), blocks=True)


def way_back(found):
    rest = found.gap + found.requested - found.highest
    values = {"highest": shown(found.highest), "rest": shown(rest)}
    if not found.highest:
        return gettext("With these sums no grant is possible.")
    if rest > 0:
        return gettext("Request at most %(highest)s; %(rest)s must come from own money or other income then.") % values
    return gettext("Request at most %(highest)s, or enter less own money.") % values


def unbalanced(found):
    """What is still missing, said where it is mended most easily; a sum within the highest is never too much."""
    if not found.gap:
        return None
    values = {"gap": shown(found.gap), "sum": shown(found.requested + found.gap)}
    if found.requested + found.gap <= found.highest:
        said = gettext("%(gap)s are still missing to pay all cost. You can request %(sum)s.")
        return Remark(REQUESTED, said % values, blocks=True)
    said = gettext(
        "%(gap)s are still missing to pay all cost. Enter more own money or other income, or plan with less cost."
    )
    return Remark(INCOME, said % values, blocks=True)


def about_voluntary(terms, found):
    if not found.voluntary_hours:
        return
    if terms.voluntary_rate is None:
        yield gettext("This call does not count voluntary work as own contribution. The office still reads it.")
    elif found.voluntary_value < cents(found.voluntary_hours * terms.voluntary_rate):
        yield gettext("Of this work, %(sum)s count as own contribution.") % {"sum": shown(found.voluntary_value)}

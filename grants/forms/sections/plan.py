from functools import cached_property

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.money import shown

from ... import funding, imbalances, plans
from ...imbalances import COSTS, INCOME, REQUESTED, VOLUNTARY, Remark
from ...words import limits_of_cost
from .base import REQUIRED, SectionForm
from .plan_lines import CostLine, IncomeLine, Lines, VoluntaryLine, amount


class PlanForm(SectionForm):
    """Three tables and the requested sum, judged as a whole. Lines that cannot be read yet do not count."""

    template = "grants/members/_plan.html"
    head = "grants/members/_plan_head.html"
    is_wide = True

    requested = amount(
        _("Requested sum"),
        help_text=_("How much money you ask of the city. For example 375,00."),
        error_messages={"required": _("Enter the sum that you request.")},
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.tables = {
            COSTS: Lines(CostLine, data, COSTS, gettext("Cost"), self.terms),
            INCOME: Lines(IncomeLine, data, INCOME, gettext("Income"), self.terms),
            VOLUNTARY: Lines(VoluntaryLine, data, VOLUNTARY, gettext("Voluntary work"), self.terms),
        }
        self.costs, self.income, self.voluntary = self.tables.values()
        self.remarks_at_requested = []
        too_many = [Remark(table.prefix, table.limit_in_words) for table in self.each_table() if table.further]
        for remark in [*too_many, *self.remarks] if self.is_bound else []:
            self.place(remark)

    # What it comes to

    @cached_property
    def plan(self):
        requested = None if not self.is_bound or self.errors else self.cleaned_data["requested"]
        return funding.Plan(self.costs.values, self.income.values, self.voluntary.values, requested)

    @cached_property
    def found(self):
        return funding.assess(self.terms, self.plan)

    @cached_property
    def uncounted(self):
        """How many lines do not count yet, because something in them is missing or wrong."""
        return sum(len(table.filled) - len(table.counted) for table in self.tables.values())

    @cached_property
    def remarks(self):
        """While a line cannot be read, nobody is told that the sums do not fit."""
        found = imbalances.remarks(self.terms, self.plan, self.found)
        return [one for one in found if not (one.blocks and self.uncounted)]

    def place(self, remark):
        if remark.at == REQUESTED:
            self.remarks_at_requested.append(remark)
        elif remark.line is None:
            self.tables[remark.at].remarks.append(remark)
        else:
            self.tables[remark.at].counted[remark.line].remarks.append(remark)

    @property
    def fits(self):
        return bool(self.found.total and self.plan.requested) and not self.uncounted and not self.blocking

    @property
    def blocking(self):
        return [one for one in self.remarks if one.blocks]

    def in_short(self):
        """The two figures that matter most, for those who hear the page."""
        found = self.found
        values = {"highest": shown(found.highest), "gap": shown(abs(found.gap)), "label": plans.gap_label(found.gap)}
        return gettext("Highest possible grant: %(highest)s. %(label)s: %(gap)s.") % values

    def figures(self):
        return plans.figures(self.terms, self.found)

    def contribution(self):
        return plans.contribution_figures(self.terms, self.found)

    def steps(self):
        return plans.steps(self.terms, self.found)

    def categories(self):
        """(category, [how far it counts]) for the help."""
        return [(kind, limits_of_cost(kind)) for kind in self.terms.cost_categories]

    def each_table(self):
        return self.tables.values()

    # What is wrong and what is missing

    def told(self):
        """(name, label, what is wrong) for the head of the page."""
        return [(name, self.label_of(name), text) for name, texts in self.mistakes().items() for text in texts]

    def lines(self):
        """(table, number from 1, line) of all that were filled."""
        return [(table, number, line) for table in self.tables.values() for number, line in table.each()]

    def mistakes(self):
        found = {line.add_prefix(name): texts for _t, _n, line in self.lines() for name, texts in line.mistakes.items()}
        return found | super().mistakes()

    @cached_property
    def lacking(self):
        """[(name, words)] of what is missing in the lines, does not fit, or is not requested yet."""
        lines = [
            (line.add_prefix(name), table.title_of(number, line, name))
            for table, number, line in self.lines()
            for name in line.lacking
        ]
        blocking = [(one.at, one.text) for one in self.blocking]
        requested = [(REQUESTED, self.fields[REQUESTED].label)] if self.has_error(REQUESTED, REQUIRED) else []
        return [*lines, *blocking, *requested]

    def missing(self):
        return list(self.lacking)

    @cached_property
    def is_complete(self):
        return self.is_bound and not self.lacking and not self.mistakes()

    def label_of(self, name):
        if name == REQUESTED:
            return self.fields[name].label
        return self.titles.get(name, "")

    @cached_property
    def titles(self):
        """{name of a field in a line: its label with table and line}"""
        lines = self.lines()
        return {line.add_prefix(one): table.title_of(n, line, one) for table, n, line in lines for one in line.fields}

    def keep_only_mistakes(self):
        _kept = self.plan, self.lacking, self.is_complete
        super().keep_only_mistakes()
        for _table, _number, line in self.lines():
            line.keep_only_mistakes()

    # What is compared and chosen as one, see SectionForm

    def parts(self):
        return [(key, table.title) for key, table in self.tables.items()] + [(REQUESTED, self.fields[REQUESTED].label)]

    def part_of(self, name):
        return name.partition("-")[0]

    def shown(self, part):
        return self.tables[part].in_words() if part in self.tables else super().shown(part)

    def answers(self):
        return plans.answers_of(self.plan)

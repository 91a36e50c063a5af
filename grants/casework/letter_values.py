"""What can stand in the text of a letter: the placeholders, and what they become for a case.

Values are texts as they are read, in the active language; an empty one is "". `parts` are those that are more than a
text, as templates/letters/frame.typ describes them.
"""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money
from darmstadt_mso.lib.money import ZERO

from .. import funding, terms
from ..models import BudgetLine, Decision, LetterKind
from ..moments import day as day_in_words
from ..moments import on_day
from ..terms import in_language


@dataclass(frozen=True)
class Placeholder:
    """`alone`: it stands alone in a paragraph."""

    key: str
    meaning: Promise
    alone: bool = False


OF_ALL = (
    Placeholder("association", _("name of the association")),
    Placeholder("purpose", _("what the money is for: the project's title")),
    Placeholder("reference", _("reference number")),
    Placeholder("call", _("title of the call")),
    Placeholder("programme", _("name of the programme")),
    Placeholder("legal_basis", _("legal basis of the programme")),
    Placeholder("submitted_on", _("day on which the application arrived")),
    Placeholder("requested", _("requested sum")),
    Placeholder("project_period", _("when the project is, as the application says")),
)
REASONS = Placeholder("reasons", _("reasons, as the decision names them"))
OF_AWARDS = (
    Placeholder("amount", _("grant")),
    Placeholder("financing", _("financing type")),
    Placeholder("eligible", _("eligible cost")),
    Placeholder("period", _("time for which money is given")),
    Placeholder("report_due", _("day on which the report is due")),
    Placeholder("payment", _("how it is paid")),
    Placeholder("conditions", _("conditions of this decision")),
    REASONS,
    Placeholder("plan", _("table of recognised cost and income"), alone=True),
    Placeholder("cuts", _("cost of which less is recognised, with the reasons"), alone=True),
)
OF_REVOCATIONS = (
    Placeholder("amount", _("grant that is revoked")),
    Placeholder("awarded_on", _("day of the notice of award")),
    Placeholder("known_on", _("day of full knowledge")),
    Placeholder("heard_on", _("day on which the applicant was heard")),
    REASONS,
)
OF_REQUESTS = (
    Placeholder("request", _("what was asked for")),
    Placeholder("asked_on", _("day on which the request arrived")),
    Placeholder("asked", _("the request in the applicant's words")),
    Placeholder("new_period", _("days that the request names")),
    Placeholder("answer", _("answer of the office")),
)
OF_KIND = {
    LetterKind.AWARD: OF_AWARDS,
    LetterKind.PARTIAL: OF_AWARDS,
    LetterKind.WAITING: (REASONS,),
    LetterKind.REJECTION: (REASONS,),
    LetterKind.REVOCATION: OF_REVOCATIONS,
    LetterKind.GRANTED: OF_REQUESTS,
    LetterKind.REFUSED: OF_REQUESTS,
}
AWARDED = ("amount", "purpose", "period", "report_due", "payment", "conditions", "reasons")
# Without these a letter lacks what the law asks for, or what somebody has written for the reader.
REQUIRED = {
    LetterKind.AWARD: AWARDED,
    LetterKind.PARTIAL: AWARDED,
    LetterKind.WAITING: ("reasons",),
    LetterKind.REJECTION: ("reasons",),
    LetterKind.REVOCATION: ("amount", "reasons"),
    LetterKind.GRANTED: ("answer",),
    LetterKind.REFUSED: ("answer",),
}
# Named by the text, but not by every decision.
MAY_BE_EMPTY = {"payment", "conditions"}


def placeholders(kind):
    """What may stand in a letter of the kind, in the order in which it is explained."""
    return (*OF_ALL, *OF_KIND[LetterKind(kind)])


def content_of(application):
    """What was sent last, frozen."""
    return json.loads(application.submissions.order_by("number").last().content)


def values(application, content, decision=None, request=None):
    found = of_application(application, content)
    if decision:
        found |= of_revocation(decision) if decision.kind == Decision.Kind.REVOCATION else of_decision(decision)
    return found | (of_request(request) if request else {})


def of_application(application, content):
    rules, project = terms.of_version(application.version), content["answers"]["projekt"]
    return {
        "association": content["organisation"]["name"],
        "purpose": project["title"],
        "reference": content["reference"],
        "call": in_language(content["call"]["title"]),
        "programme": in_language(content["call"]["programme"]),
        "legal_basis": in_language(rules.programme.legal_basis),
        "submitted_on": day(on_day(application.submitted_at)),
        "requested": money.shown(application.requested),
        "project_period": period(read_day(project.get("begins_on")), read_day(project.get("ends_on"))),
    }


def of_decision(decision):
    financing = dict(funding.Financing.choices).get(decision.financing, "")
    return {
        "amount": money.shown(decision.amount) if decision.gives else "",
        "financing": str(financing),
        "eligible": money.shown(decision.eligible),
        "period": period(decision.period_from, decision.period_until),
        "report_due": day(decision.report_due_on),
        "payment": decision.payment,
        "conditions": decision.conditions,
        "reasons": decision.reasons,
    }


def of_revocation(decision):
    given = decision.application.decisions.released().filter(kind__in=Decision.GIVES).last()
    return {
        "amount": money.shown(given.amount) if given else "",
        "awarded_on": day(on_day(given.released_at)) if given else "",
        "known_on": day(decision.known_on),
        "heard_on": day(decision.heard_on),
        "reasons": decision.reasons,
    }


def of_request(request):
    return {
        "request": request.get_kind_display(),
        "asked_on": day(on_day(request.received_at)),
        "asked": request.text,
        "new_period": period(request.begins_on, request.ends_on),
        "answer": request.answer,
    }


def day(value):
    """Without a break in it."""
    return day_in_words(value).replace(" ", money.NO_BREAK)


def read_day(iso):
    return date.fromisoformat(iso) if iso else None


def period(begins, ends):
    if begins and ends:
        return gettext("%(begins)s to %(ends)s") % {"begins": day(begins), "ends": day(ends)}
    if begins:
        return gettext("from %(day)s") % {"day": day(begins)}
    return gettext("until %(day)s") % {"day": day(ends)} if ends else ""


# Tables and lists


def parts(application, decision):
    """{placeholder: its parts} of those that stand alone."""
    if not decision or not decision.gives:
        return {}
    return {"plan": plan(application, decision), "cuts": cuts(application)}


def plan(application, decision):
    if not decision.plan:
        return []
    names = {kind.key: in_language(kind.name) for kind in terms.of_version(application.version).cost_categories}
    cost = [[names.get(line["kind"], line["kind"]), line["label"], line["amount"]] for line in decision.plan["costs"]]
    total = sum((Decimal(line[-1]) for line in cost), ZERO)
    return [
        table([gettext("Recognised cost"), gettext("What for"), gettext("Amount")], cost, total),
        table([gettext("Paid by"), gettext("From whom"), gettext("Amount")], paid_by(decision, total), total),
    ]


def paid_by(decision, total):
    """Income, own money and grant; and what is missing beside a grant that is less than was asked for."""
    kinds = dict(funding.IncomeKind.choices)
    rows = [[str(kinds.get(one["kind"], one["kind"])), one["label"], one["amount"]] for one in decision.plan["income"]]
    rows.append([gettext("Grant"), "", decision.amount])
    missing = total - sum((Decimal(row[-1]) for row in rows), ZERO)
    return [*rows, *([[gettext("Still to be raised"), "", missing]] if missing > 0 else [])]


def table(head, rows, total):
    shown = [[*row[:-1], money.shown(Decimal(row[-1]))] for row in rows]
    foot = [gettext("Sum"), "", money.shown(max(total, sum((Decimal(row[-1]) for row in rows), ZERO)))]
    return {"kind": "table", "head": head, "rows": shown, "numbers": [2], "foot": foot, "widths": [3, 4, 1]}


def cuts(application):
    lines = application.budget_lines.filter(side=BudgetLine.Side.EXPENSE, recognised__isnull=False)
    items = [cut(line) for line in lines if line.recognised < line.amount]
    return [{"kind": "list", "items": items}] if items else []


def cut(line):
    sums = {"amount": money.shown(line.amount), "recognised": money.shown(line.recognised)}
    words = gettext("%(what)s: %(recognised)s of %(amount)s are recognised. %(reason)s")
    return words % (sums | {"what": line.label, "reason": line.cut_reason})

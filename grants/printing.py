"""A submitted application as a paper: the data of templates/letters/application.typ, read from what was frozen.

In the active language. What the frozen JSON holds and these words do not know is printed under its bare name: an
answer is never left out.
"""

import json
from datetime import date, datetime

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money
from organisations.models import District, Organisation, Role, Topic

from . import funding, plans, quantities, sections, terms
from .moments import day, moment_in_words
from .terms import in_language

WORDS = {"yes": _("yes"), "no": _("no"), "unsure": _("not sure")}
LABELS = {
    "name": _("Name"),
    "short_name": _("Short name"),
    "legal_form": _("Legal form"),
    "register_court": _("Register of associations"),
    "register_number": _("Number in the register"),
    "street": _("Street"),
    "postcode": _("Postcode"),
    "city": _("City"),
    "website": _("Website"),
    "contact_name": _("Who answers questions about this application?"),
    "contact_role": _("What does she or he do in the association?"),
    "contact_phone": _("Telephone"),
    "contact_email": _("E-mail address"),
    "account_holder": _("Account holder"),
    "iban": _("IBAN"),
    "bic": _("BIC"),
    "charitable": _("Is the association recognised as charitable?"),
    "vat": _("Can the association deduct input tax?"),
    "title": _("Title of the project"),
    "kind": _("Is the project new?"),
    "topics": _("What is it about?"),
    "begins_on": _("The project begins on"),
    "ends_on": _("The project ends on"),
    "events": _("When are the events?"),
    "place": _("Where is it?"),
    "district": _("District"),
    "participants": _("How many people will take part?"),
    "partners": _("Who works with you?"),
    "local": _("Is the project for people in Darmstadt?"),
    "begun": _("Has the project begun already?"),
    "other_grants": _("Have you asked somebody else for money for this project?"),
    "other_grants_text": _("Whom, for how much, and what did they answer?"),
}


def application_data(submission):
    content, rules = json.loads(submission.content), terms.of_version(submission.version)
    office, answers = Organisation.objects.office().first(), content["answers"]
    return {
        "title": title(content),
        "portal": settings.SITE_NAME,
        "office": office.name_i18n if office else "",
        "reference": content["reference"],
        "about": answers[sections.PROJECT]["title"],
        "facts": facts(content, rules, submission.number),
        "sections": [
            *({"title": str(info.title), "parts": PARTS[info.key](content, rules)} for info in sections.SECTIONS),
            {"title": gettext("Submitted"), "parts": [table_of(proof(content, submission))]},
        ],
        "note": note(),
    }


def note():
    shown = gettext("This paper shows what was submitted.")
    return f"{shown} {gettext('Signs that it cannot show stand as [?]; the portal keeps them as they were written.')}"


def title(content):
    return gettext("Application %(reference)s") % {"reference": content["reference"]}


def facts(content, rules, number=1):
    """An answer to what the office asked says which version it is."""
    version = [[gettext("Version of the application"), str(number)]] if number > 1 else []
    return [
        [gettext("Reference number"), content["reference"]],
        *version,
        [gettext("Association"), content["organisation"]["name"]],
        [gettext("Programme"), in_language(content["call"]["programme"])],
        [gettext("Call"), in_language(content["call"]["title"])],
        [gettext("Arrived"), arrived(content)],
        [gettext("Requested sum"), amount(content["answers"][sections.PLAN]["requested"])],
    ]


def proof(content, submission):
    version = submission.version
    rules = gettext("version %(number)d of %(day)s") % {"number": version.number, "day": day(version.published_at)}
    signed = content["signed"]
    return [
        [gettext("Submitted by"), signed["name"]],
        [gettext("Role"), str(dict(Role.choices).get(signed["role"], signed["role"]))],
        [gettext("Arrived"), arrived(content)],
        [gettext("Rules of the call"), rules],
        [gettext("SHA-256 of the rules"), content["rules"]["sha256"]],
        [gettext("SHA-256 of the application"), submission.sha256],
    ]


def arrived(content):
    return moment_in_words(datetime.fromisoformat(content["arrived_at"]))


# The pages of the application


def association(content, rules):
    known = {name: text for name, text in content["organisation"].items() if name != "uuid"}
    typed = content["answers"][sections.ASSOCIATION]
    asked = typed | {"iban": " ".join(quads(typed.get("iban") or ""))}
    return [table_of(rows(known)), part(gettext("Details for this application")), table_of(rows(asked))]


def project(content, rules):
    return [table_of(rows(content["answers"][sections.PROJECT]))]


def contents(content, rules):
    answers = content["answers"][sections.CONTENT]
    labels = {question.key: in_language(question.text) for question in rules.questions}
    asked = [key for key in labels if key in answers] + [key for key in answers if key not in labels]
    return [one for key in asked for one in (part(labels.get(key, key)), text(answers[key]))]


def plan(content, rules):
    answers = content["answers"][sections.PLAN]
    found = funding.assess(rules, plans.plan_of(answers))
    lines = [*plans.figures(rules, found), *plans.contribution_figures(rules, found)]
    return [
        *costs(answers["costs"], rules, found),
        *income(answers["income"], found),
        *voluntary(answers["voluntary"]),
        part(gettext("Financing")),
        table_of([[line.label, line.value] for line in lines]),
    ]


def costs(lines, rules, found):
    kinds = {kind.key: in_language(kind.name) for kind in rules.cost_categories}
    head = [gettext("Kind of cost"), gettext("What for"), gettext("Calculation"), gettext("Amount")]
    cells = [
        [kinds.get(line["kind"], line["kind"]), line["label"], calculation(line), amount(line["amount"])]
        for line in lines
    ]
    return table(gettext("Cost"), head, cells, [gettext("Sum"), "", "", money.shown(found.total)], widths=[3, 4, 3, 1])


def income(lines, found):
    kinds = dict(funding.IncomeKind.choices)
    head = [gettext("Kind of income"), gettext("From whom"), gettext("Amount")]
    cells = [[str(kinds.get(line["kind"], line["kind"])), line["label"], amount(line["amount"])] for line in lines]
    total = money.shown(found.income + found.own)
    return table(gettext("Income and own money"), head, cells, [gettext("Sum"), "", total], widths=[3, 4, 1])


def voluntary(lines):
    head = [gettext("Voluntary work"), gettext("Hours")]
    return table(gettext("Voluntary work"), head, [[line["label"], number(line["hours"])] for line in lines])


def papers(content, rules):
    names = {paper.key: in_language(paper.name) for paper in rules.papers}
    found = content["answers"][sections.PAPERS]
    if not found:
        return [text(gettext("No papers."))]
    return [one for file in found for one in (part(names.get(file["paper"], file["paper"])), table_of(file_rows(file)))]


def declarations(content, rules):
    given = content["answers"][sections.DECLARATIONS]
    words = {declaration.key: in_language(declaration.text) for declaration in rules.declarations}
    declared = [words.get(key, key) for key in [*words, *(key for key in given if key not in words)] if given.get(key)]
    left = [words[key] for key in words if not given.get(key)]
    found = [*bullets(gettext("Declared"), declared), *bullets(gettext("Not declared"), left)]
    return found or [text(gettext("No declarations."))]


PARTS = {
    sections.ASSOCIATION: association,
    sections.PROJECT: project,
    sections.CONTENT: contents,
    sections.PLAN: plan,
    sections.PAPERS: papers,
    sections.DECLARATIONS: declarations,
}

# The parts of a page, see templates/letters/frame.typ


def part(title):
    return {"kind": "part", "title": str(title)}


def text(words):
    return {"kind": "text", "text": words or empty()}


def table_of(pairs):
    return {"kind": "facts", "rows": pairs}


def bullets(title, items):
    return [part(title), {"kind": "list", "items": items}] if items else []


def table(title, head, cells, foot=None, widths=None):
    if not cells:
        return []
    widths = widths or [1] * len(head)
    found = {"kind": "table", "head": head, "rows": cells, "numbers": [len(head) - 1], "widths": widths}
    return [part(title), found | ({"foot": foot} if foot else {})]


# Answers in words


def rows(answers):
    """In the order of the page, what is unknown last."""
    names = [name for name in LABELS if name in answers] + [name for name in answers if name not in LABELS]
    return [[str(LABELS.get(name, name)), said(name, answers[name])] for name in names]


def said(name, value):
    if name in IN_WORDS and value:
        return str(IN_WORDS[name](value))
    return str(WORDS.get(value, value)) if isinstance(value, str | int) and value != "" else empty()


def empty():
    return gettext("no answer")


def topics(codes):
    names = {topic.code: topic.name_i18n for topic in Topic.objects.filter(code__in=codes)}
    return ", ".join(names.get(code, code) for code in codes)


def district(code):
    found = District.objects.filter(code=code).first()
    return found.name_i18n if found else code


def is_new(kind):
    return {"new": gettext("It is new."), "continuation": gettext("It continues an earlier project.")}.get(kind, kind)


IN_WORDS = {
    "legal_form": lambda code: dict(Organisation.LegalForm.choices).get(code, code),
    "kind": is_new,
    "topics": topics,
    "district": district,
    "begins_on": lambda iso: day(date.fromisoformat(iso)),
    "ends_on": lambda iso: day(date.fromisoformat(iso)),
}


def quads(iban):
    return [iban[start : start + 4] for start in range(0, len(iban), 4)]


def amount(typed):
    return money.shown(plans.decimal(typed))


def number(typed):
    return quantities.shown(plans.decimal(typed))


def calculation(line):
    if line["quantity"] is None or line["rate"] is None:
        return ""
    return f"{number(line['quantity'])} × {amount(line['rate'])}"


def file_rows(file):
    shown = [[gettext("File"), file["name"]], [gettext("Size"), filesizeformat(file["size"])]]
    if file.get("pages"):
        pages = ngettext("%(count)d page", "%(count)d pages", file["pages"]) % {"count": file["pages"]}
        shown.append([gettext("Length"), pages])
    return [*shown, ["SHA-256", file["sha256"]]]

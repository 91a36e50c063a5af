"""A call as a paper: the data of templates/letters/call.typ, whose parts frame.typ describes."""

from django.utils.translation import gettext, pgettext

from darmstadt_mso.lib.money import shown
from organisations.models import Organisation

from . import worked_example
from .moments import day, moment_in_words, zone_in_words
from .terms import in_language
from .words import (
    asked_of,
    for_what,
    how_it_is_decided,
    how_much,
    is_required,
    length_of_answer,
    limits_of_cost,
    share_of,
    weight,
    when,
    who_may_apply,
)


def call_data(terms, number=None, published_at=None):
    """The texts are in the active language; `number` and `published_at` are those of the published version."""
    office = Organisation.objects.office().first()
    return {
        "title": in_language(terms.title),
        "office": office.name_i18n if office else "",
        "note": in_language(terms.note),
        "facts": facts(terms, number, published_at),
        "sections": [one for one in (sections if terms.rules_known else few_sections)(terms) if one["parts"]],
    }


def facts(terms, number, published_at):
    known = rules(terms) if terms.rules_known else []
    rows = [
        [gettext("Programme"), in_language(terms.programme.name)],
        [gettext("Year"), str(terms.year)],
        *known,
        [gettext("Legal basis"), in_language(terms.programme.legal_basis)],
    ]
    if number:
        version = gettext("version %(number)d of %(day)s") % {"number": number, "day": day(published_at)}
        rows.append([gettext("Version of the rules"), version])
    return [row for row in rows if row[1]]


def rules(terms):
    return [
        [gettext("Opens"), moment_in_words(terms.opens_at)],
        [gettext("Deadline"), moment_in_words(terms.closes_at)],
        [gettext("Time zone of the deadline"), zone_in_words(terms.closes_at)],
        [gettext("Highest grant"), shown(terms.maximum)],
        [pgettext("part of a cost", "Share"), share_of(terms)],
    ]


def sections(terms):
    return [
        section(gettext("What this call is about"), text(terms.summary), text(terms.text)),
        section(gettext("Focus"), text(terms.focus)),
        section(gettext("Who may apply"), bullets(who_may_apply(terms))),
        section(gettext("For what"), bullets(for_what(terms))),
        section(gettext("How much"), bullets(how_much(terms)), *example(terms)),
        section(gettext("Which cost counts"), *cost_tables(terms)),
        section(gettext("Questions in the application"), *questions(terms)),
        section(gettext("Papers"), papers(terms)),
        section(gettext("What you declare"), bullets(map(declaration, terms.declarations))),
        section(gettext("How it is decided"), bullets(how_it_is_decided(terms)), criteria(terms)),
        section(gettext("What happens when"), schedule(terms)),
        section(gettext("Contact"), contact(terms)),
    ]


def few_sections(terms):
    """Of a call of the past whose rules are not known."""
    return [
        section(gettext("What this call is about"), text(terms.summary), text(terms.text), text(terms.focus)),
        section(gettext("Contact"), contact(terms)),
    ]


def section(title, *parts):
    return {"title": title, "parts": [part for part in parts if part]}


def text(words):
    return {"kind": "text", "text": found} if (found := in_language(words)) else None


def bullets(things):
    return {"kind": "list", "items": found} if (found := [str(thing) for thing in things]) else None


def table(head, rows, widths, numbers=()):
    """`widths` are shares of the line; columns of numbers take what they need."""
    return {"kind": "table", "head": head, "rows": rows, "numbers": list(numbers), "widths": widths} if rows else None


def example(terms):
    found = worked_example.of(terms)
    if not found:
        return []
    rows = [[line.label, line.sum] for line in found]
    return [part(gettext("An example")), table([gettext("Step"), gettext("Sum")], rows, [1, 1], numbers=[1])]


def part(title):
    return {"kind": "part", "title": title}


def cost_tables(terms):
    for title, eligible in ((gettext("Eligible"), True), (gettext("Not eligible"), False)):
        kinds = [kind for kind in terms.cost_categories if kind.eligible == eligible]
        if kinds:
            head = [gettext("Kind of cost"), gettext("Limits"), gettext("Explanation")]
            yield part(title)
            yield table(head, [cost_row(kind) for kind in kinds], [2, 2, 4])


def cost_row(kind):
    limits = "\n".join(limits_of_cost(kind))
    return [in_language(kind.name), limits, with_example(in_language(kind.help), in_language(kind.example))]


def with_example(help, example):
    return "\n".join(filter(None, [help, example and gettext("For example: %(text)s") % {"text": example}]))


def questions(terms):
    for question in terms.questions:
        yield part(in_language(question.text))
        words = [f"{length_of_answer(question)}, {is_required(question)}"]
        words.append(with_example(in_language(question.help), in_language(question.example)))
        yield {"kind": "text", "text": "\n".join(filter(None, words))}


def papers(terms):
    rows = [
        ["\n".join(filter(None, [in_language(one.name), in_language(one.help)])), asked_of(one), is_required(one)]
        for one in terms.papers
    ]
    return table(
        [gettext("Paper"), gettext("From whom"), pgettext("of a paper or an answer", "Required")], rows, [4, 3, 2]
    )


def declaration(one):
    return "\n".join(filter(None, [in_language(one.text), in_language(one.help)]))


def criteria(terms):
    rows = [
        ["\n".join(filter(None, [in_language(one.name), in_language(one.help)])), weight(one, terms.criteria)]
        for one in terms.criteria
    ]
    return table([gettext("Criterion"), gettext("Weight")], rows, [1, 1], numbers=[1])


def schedule(terms):
    return table([gettext("When"), gettext("What happens")], [[one.when, one.what] for one in when(terms)], [2, 3])


def contact(terms):
    rows = [
        [gettext("Contact"), in_language(terms.contact_name)],
        [gettext("Telephone"), terms.contact_phone],
        [gettext("E-mail"), terms.contact_email],
    ]
    rows = [row for row in rows if row[1]]
    return {"kind": "facts", "rows": rows} if rows else None

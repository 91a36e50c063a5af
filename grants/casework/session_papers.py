"""The agenda for the public and the papers for the members of an advisory body, as PDF.

Read from what the association sent, without people and without the bank account: of the association its name, legal
form and city, then the project, the answers and the plan. What the reader is tied to is left out.
"""

import json

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext, pgettext

from darmstadt_mso.lib import money, pdf
from organisations.models import Organisation

from .. import printing, terms
from ..models import Appraisal, BudgetLine
from ..moments import moment_in_words
from ..printing import part, table, table_of, text
from . import agendas

# As the office writes.
LANGUAGE = "de"
OF_ASSOCIATION = ("name", "short_name", "legal_form", "city")


def in_german(make):
    """A paper of the office is written in its language, whoever fetches it."""

    def made(*arguments):
        with translation.override(LANGUAGE):
            return make(*arguments)

    return made


def paper(title, session, data, at=None):
    data = {"title": title, **data}
    return pdf.make("session.typ", data, language=LANGUAGE, title=f"{title}: {session.body}", at=at)


def frame(session, agenda, parts):
    """What every paper of a session has."""
    office = Organisation.objects.office().first()
    return {
        "portal": settings.SITE_NAME,
        "office": office.name_i18n if office else "",
        "about": session.body,
        "facts": [
            [gettext("Takes place"), moment_in_words(session.held_at)],
            *([[gettext("Place"), session.place]] if session.place else []),
        ],
        "sections": parts,
        "note": left_out(agenda.hidden),
    }


def left_out(count):
    words = ngettext(
        "%(count)d item is left out here, because the reader is tied to the association (§ 25 HGO).",
        "%(count)d items are left out here, because the reader is tied to the associations (§ 25 HGO).",
        count,
    )
    return words % {"count": count} if count else ""


def item_title(number, item):
    return f"{number}. {item.application.title or item.application.reference}"


# The agenda: what anybody may read


@in_german
def agenda(session, reader):
    """Public items alone, with nobody's name."""
    found = agendas.agenda_for(reader, session)
    head = [pgettext("agenda", "No."), gettext("Project"), gettext("Association"), gettext("Requested sum")]
    rows = [[f"{number}.", *agenda_row(item.application)] for number, item in found.public]
    items = table("", head, rows, widths=[1, 6, 5, 2])[1:] or [text(gettext("There are no public items."))]
    closed = [text(gettext("A part that is not public follows."))] if found.closed else []
    hidden = agendas.Agenda(found.public, found.closed, hidden_in_public(session, found))
    parts = [{"title": gettext("Public part"), "parts": [*items, *closed]}]
    return paper(gettext("Agenda"), session, frame(session, hidden, parts))


def agenda_row(application):
    return [application.title, application.organisation.name_i18n, money.shown(application.requested)]


def hidden_in_public(session, found):
    return agendas.items_of(session).filter(closed=False).count() - len(found.public)


# The papers: what members prepare from


@in_german
def papers(session, reader):
    found = agendas.agenda_for(reader, session)
    parts = [{"title": item_title(number, item), "parts": told(item)} for number, item in found.numbered]
    empty = [{"title": gettext("Agenda"), "parts": [text(gettext("There is nothing on the agenda for you."))]}]
    return paper(gettext("Papers for the session"), session, frame(session, found, parts or empty))


def told(item):
    application = item.application
    submission = application.submissions.select_related("version").last()
    content, rules = json.loads(submission.content), terms.of_version(submission.version)
    return [
        table_of(head(item, application, content)),
        part(gettext("Project")),
        *printing.project(content, rules),
        *printing.contents(content, rules),
        *printing.plan(content, rules),
        *proposal(application),
        *cuts(application, rules),
    ]


def head(item, application, content):
    known = content["organisation"]
    association = {name: known[name] for name in OF_ASSOCIATION if known.get(name)}
    closed = [[gettext("Part of the session"), gettext("not public")]] if item.closed else []
    return [[gettext("Reference number"), application.reference], *printing.rows(association), *closed]


def proposal(application):
    found = Appraisal.objects.filter(application=application).first()
    if found is None:
        return []
    rows = [
        [gettext("Proposed grant"), money.shown(found.amount)],
        [gettext("Financing type"), str(found.get_financing_display())],
    ]
    return [part(gettext("What the office proposes")), table_of(rows)]


def cuts(application, rules):
    """Costs of which the office recognises less, with the reason."""
    lines = application.budget_lines.filter(side=BudgetLine.Side.EXPENSE, recognised__isnull=False)
    names = {kind.key: terms.in_language(kind.name) for kind in rules.cost_categories}
    cut = [line for line in lines if line.recognised < line.amount]
    labels = [line.label or names.get(line.kind, line.kind) for line in cut]
    sums = [[money.shown(line.amount), money.shown(line.recognised)] for line in cut]
    rows = [[label, line.cut_reason, *amounts] for label, line, amounts in zip(labels, cut, sums, strict=True)]
    columns = [gettext("Cost"), gettext("Reason"), gettext("Amount"), gettext("Recognised")]
    return table(gettext("Cuts"), columns, rows, widths=[3, 4, 2, 2])


def file_name(word, session):
    """Such as "Unterlagen-2026-11-24.pdf"."""
    return f"{word}-{timezone.localtime(session.held_at):%Y-%m-%d}.pdf"

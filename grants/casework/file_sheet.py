"""The file sheet: what stands in a case file beside the application itself, as data of templates/letters/file.typ.

In the active language; the rows are read as they are, whatever the pages make of them.
"""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money
from organisations.models import Organisation

from .. import sections, terms
from ..eligibility import Verdict
from ..models import BudgetLine, Service
from ..moments import day, deadline_in_words, moment_in_words
from ..printing import bullets, part, table, table_of, text
from . import checking

VERDICTS = {Verdict.YES: _("fulfilled"), Verdict.NO: _("not fulfilled"), Verdict.ASK: _("to be checked")}


def data(application, at):
    office = Organisation.objects.office().first()
    made = {"moment": moment_in_words(at)}
    parts = [(title, make(application)) for title, make in contents()]
    return {
        "title": gettext("File sheet %(reference)s") % {"reference": application.reference},
        "portal": settings.SITE_NAME,
        "office": office.name_i18n if office else "",
        "reference": application.reference,
        "about": application.title or application.reference,
        "facts": head(application),
        "sections": [{"title": str(title), "parts": found} for title, found in parts if found],
        "note": gettext("Made on %(moment)s from the city's portal.") % made,
    }


def contents():
    return [
        (gettext("Formal check"), checklist),
        (gettext("Queries to the association"), queries),
        (gettext("Cost that is not recognised in full"), cuts),
        (gettext("Appraisal"), appraisal),
        (gettext("Scores"), scores),
        (gettext("Advisory body"), votes),
        (gettext("Decisions"), decisions),
        (gettext("Letters and how they were served"), letters),
        (gettext("Requests of the association"), requests),
        (gettext("Messages"), messages),
        (gettext("Steps"), steps),
    ]


def head(application):
    rules = terms.of_version(application.version)
    version = application.version
    named = {"number": version.number, "day": day(version.published_at)}
    return [
        [gettext("Reference number"), application.reference],
        [gettext("Association"), application.organisation.name],
        [gettext("Call"), terms.in_language(rules.title)],
        [gettext("Rules of the call"), gettext("version %(number)d of %(day)s") % named],
        [gettext("Requested sum"), money.shown(application.requested)],
        [gettext("State"), str(application.get_state_display())],
        [gettext("Case worker"), name(application.officer)],
        [gettext("Submitted"), moment_in_words(application.submitted_at)],
    ]


def name(user):
    return str(user) if user else gettext("nobody")


def who_when(user, at):
    return f"{name(user)}, {moment_in_words(at)}"


def facts(pairs):
    """Without what is empty."""
    return table_of([[str(label), str(value)] for label, value in pairs if value not in ("", None)])


def listed(rows, of_row):
    return [one for row in rows for one in of_row(row)]


# Check and assessment


def checklist(application):
    heads = [gettext("Rule"), gettext("Reason"), gettext("Verdict")]
    rows = [[str(one.rule), reason(one), verdict(one)] for one in checking.checklist(application)]
    return table(gettext("Checklist"), heads, rows, widths=[4, 6, 2])


def verdict(item):
    return str(item.mark.get_verdict_display() if item.mark else VERDICTS[item.verdict])


def reason(item):
    """The office's words where it judged otherwise than the portal."""
    if item.mark is None:
        return str(item.reason)
    return f"{item.mark.reason} ({who_when(item.mark.by, item.mark.at)})"


def by(user, at):
    return gettext("By"), who_when(user, at)


def queries(application):
    return listed(application.queries.select_related("asked_by"), query)


def query(one):
    names = [str(sections.BY_KEY[key].title) for key in one.sections if key in sections.BY_KEY]
    rows = [
        (gettext("Sections"), ", ".join(names)),
        by(one.asked_by, one.asked_at),
        (gettext("Until"), deadline_in_words(one.due_at)),
        (gettext("Answered"), moment_in_words(one.answered_at)),
        (gettext("Closed"), moment_in_words(one.closed_at)),
    ]
    return [part(gettext("Query %(number)d") % {"number": one.number}), text(one.text), facts(rows)]


def cuts(application):
    found = application.budget_lines.filter(side=BudgetLine.Side.EXPENSE, recognised__isnull=False)
    rows = [
        [one.label or one.kind, one.cut_reason, money.shown(one.amount), money.shown(one.recognised)]
        for one in found
        if one.recognised != one.amount
    ]
    heads = [gettext("What"), gettext("Why less"), gettext("Amount"), gettext("Recognised")]
    return table(gettext("Cost"), heads, rows, widths=[3, 4, 2, 2])


def appraisal(application):
    found = getattr(application, "appraisal", None)
    if found is None:
        return []
    labels = {name: found._meta.get_field(name).verbose_name for name in ("need", "others", "secured", "note")}
    written = [one for name, label in labels.items() if getattr(found, name) for one in told(found, name, label)]
    rows = [
        (gettext("Financing"), found.get_financing_display()),
        (gettext("Proposed grant"), money.shown(found.amount)),
        by(found.by, found.at),
    ]
    return [facts(rows), *written]


def told(found, name, label):
    return [part(str(label).capitalize()), text(getattr(found, name))]


def scores(application):
    criteria = {one.key: terms.in_language(one.name) for one in terms.of_version(application.version).criteria}
    heads = [gettext("Criterion"), gettext("Assessor"), gettext("Justification"), gettext("Points")]
    rows = [
        [criteria.get(one.criterion, one.criterion), name(one.assessor), one.justification, str(one.points)]
        for one in application.scores.select_related("assessor")
    ]
    return table(gettext("Scores"), heads, rows, widths=[3, 2, 5, 1])


def votes(application):
    items = application.agenda_items.select_related("session").prefetch_related("votes__seat")
    return listed(items.order_by("session__held_at"), item)


def item(one):
    rows = [
        (gettext("Session"), moment_in_words(one.session.held_at)),
        (gettext("Voted"), moment_in_words(one.voted_at)),
        (gettext("Changes asked for"), one.changed_to),
        (gettext("Remark"), one.remark),
    ]
    given = [f"{vote.seat.name}: {vote.get_choice_display()}" for vote in one.votes.all()]
    return [part(one.session.body), facts(rows), *bullets(gettext("Votes"), given)]


# Decision and what followed


def decisions(application):
    found = application.decisions.select_related("prepared_by", "released_by", "cancelled_by")
    return listed(found, decision)


def decision(one):
    rows = [
        (gettext("Grant"), money.shown(one.amount) if one.gives else ""),
        (gettext("Financing"), one.get_financing_display()),
        (gettext("Eligible cost"), money.shown(one.eligible) if one.eligible is not None else ""),
        (gettext("Money is given from"), day(one.period_from)),
        (gettext("Money is given until"), day(one.period_until)),
        (gettext("Report due on"), day(one.report_due_on)),
        (gettext("How it is paid"), one.payment),
        (gettext("Conditions"), one.conditions),
        (gettext("Day of full knowledge"), day(one.known_on)),
        (gettext("Applicant heard on"), day(one.heard_on)),
        (gettext("Note for the file"), one.note),
        (gettext("Prepared"), who_when(one.prepared_by, one.prepared_at)),
        (gettext("Released"), who_when(one.released_by, one.released_at) if one.released_at else ""),
        (gettext("Taken back"), who_when(one.cancelled_by, one.cancelled_at) if one.cancelled_at else ""),
    ]
    return [part(one.get_kind_display().capitalize()), text(one.reasons), facts(rows)]


def letters(application):
    return listed(application.notices.prefetch_related("services__fetched_by", "services__noted_by"), letter)


def letter(one):
    rows = [(gettext("Issued"), moment_in_words(one.made_at)), (gettext("Fingerprint"), one.fingerprint)]
    ways = [line for service in one.services.all() for line in served(service)]
    return [part(one.get_kind_display().capitalize()), facts([*rows, *ways])]


def served(one):
    way = f"{one.number}. {one.get_way_display()}"
    if one.way == Service.Way.POST:
        return [(way, "" if one.posted_on is None else gettext("posted on %(day)s") % {"day": day(one.posted_on)})]
    return [
        (way, gettext("message sent: %(moment)s") % {"moment": moment_in_words(one.message_at) or "–"}),
        (gettext("To be fetched until"), deadline_in_words(one.ends_at)),
        (gettext("First fetched"), who_when(one.fetched_by, one.fetched_at) if one.fetched_at else ""),
    ]


def requests(application):
    return listed(application.requests.select_related("asked_by", "answered_by"), request)


def request(one):
    outcome = {None: "", True: gettext("granted"), False: gettext("refused")}[one.granted]
    rows = [
        (gettext("Received"), moment_in_words(one.received_at)),
        (gettext("By"), name(one.asked_by) if one.asked_by else gettext("on paper")),
        (gettext("Begins on"), day(one.begins_on)),
        (gettext("Ends on"), day(one.ends_on)),
        (gettext("Withdrawn"), moment_in_words(one.withdrawn_at)),
        (gettext("Answer"), outcome),
        (gettext("Answered"), who_when(one.answered_by, one.answered_at) if one.answered_at else ""),
        (gettext("Answer, as the applicant reads it"), one.answer),
    ]
    return [part(one.get_kind_display().capitalize()), text(one.text), facts(rows)]


def messages(application):
    return listed(application.messages.select_related("by"), message)


def message(one):
    sender = gettext("Office") if one.from_office else gettext("Association")
    return [part(f"{sender}: {who_when(one.by, one.at)}"), text(one.text)]


def steps(application):
    changes = application.status_changes.select_related("by")
    told = [(moment_in_words(one.at), f"{one.get_after_display()}, {name(one.by)}{noted(one)}") for one in changes]
    return [facts(told)]


def noted(change):
    return f"\n{change.note}" if change.note else ""

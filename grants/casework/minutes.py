"""The minutes of a session: written by the clerk, counted by the portal, and final once the session is closed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import money

from ..models import Vote
from ..printing import bullets, part, table, table_of, text
from ..workflow import NotPossible
from . import advising, agendas, session_papers
from .advising import open_session

RECUSED = _("Recused (§ 25 HGO): %(names)s. They took no part in advice and vote.")


@transaction.atomic
def write(session, words):
    session = open_session(session.pk)
    session.minutes = words
    session.save(update_fields=["minutes"])


@transaction.atomic
def close(session, user):
    """From now on nothing of the session changes. Every item has its vote or was taken off."""
    session = open_session(session.pk)
    waiting = agendas.items_of(session).filter(voted_at=None).count()
    if waiting:
        words = gettext("Items that wait for their vote: %(count)d. Vote, or take them off.")
        raise NotPossible(words % {"count": waiting})
    session.items.filter(voted_at=None).delete()  # of applications that were withdrawn
    session.closed_by, session.closed_at = user, timezone.now()
    session.save(update_fields=["closed_by", "closed_at"])
    return session


@session_papers.in_german
def paper(session, reader):
    """The PDF for this reader: the same whenever it is made. Raises NotPossible before the session is closed."""
    if not session.closed_at:
        raise NotPossible(gettext("There are minutes once the session is closed."))
    return session_papers.paper(gettext("Minutes"), session, data(session, reader), session.closed_at)


def data(session, reader):
    agenda = agendas.agenda_for(reader, session)
    parts = [
        {"title": gettext("Those present"), "parts": attendance(session)},
        *items(gettext("Public part"), agenda.public),
        *items(gettext("Part that is not public"), agenda.closed),
    ]
    if session.minutes:
        parts.append({"title": gettext("Course of the session"), "parts": [text(session.minutes)]})
    return session_papers.frame(session, agenda, parts)


def attendance(session):
    """Whoever voted was there, even if they left before the end."""
    there = set(session.seats.filter(present=True)) | {vote.seat for vote in votes_of(session)}
    seats = list(session.seats.all())
    numbers = {"present": len(there), "needed": session.quorum}
    quorum = gettext("Members present: %(present)d. Needed for a vote: %(needed)d.") % numbers
    return [
        *bullets(gettext("Present"), [one.name for one in seats if one in there]),
        *bullets(gettext("Absent"), [one.name for one in seats if one not in there]),
        text(quorum),
    ]


def votes_of(session):
    return Vote.objects.filter(item__session=session).select_related("seat")


def items(title, numbered):
    if not numbered:
        return []
    return [{"title": title, "parts": [one for number, item in numbered for one in told(number, item)]}]


def told(number, item):
    found, application = advising.result(item), item.application
    head = [str(choice.label) for choice in Vote.Choice]
    return [
        part(session_papers.item_title(number, item)),
        table_of(facts(application, found)),
        *table(gettext("Votes"), head, [[str(found.counts[choice]) for choice in Vote.Choice]])[1:],
        *remarks(item, found),
    ]


def facts(application, found):
    return [
        [gettext("Reference number"), application.reference],
        [gettext("Association"), application.organisation.name_i18n],
        [gettext("Requested sum"), money.shown(application.requested)],
        [pgettext("of the advisory body", "Advice"), str(found.advice.label)],
    ]


def remarks(item, found):
    names = {"names": ", ".join(found.recused)}
    texts = [
        RECUSED % names if found.recused else "",
        gettext("Changes asked for: %(text)s") % {"text": item.changed_to} if item.changed_to else "",
        item.remark,
    ]
    return [text(one) for one in texts if one]

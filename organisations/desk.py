"""What waits for the office: a box for each kind of work, with a count, the first few, and where to go on."""

from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from darmstadt_mso.lib.desk import Box

from .freshness import schedule, waiting
from .models import ErrorReport, Organisation, SearchMiss, SpreadsheetImport

FIRST = 5
MISSES_OF_DAYS = 30


def boxes(user):
    """The boxes that this person has work in; without a role there are none."""
    found = []
    if user.has_perm("organisations.change_organisation"):
        found += [pending(), stale(), *silent(), without_contact()]
    if user.has_perm("organisations.change_errorreport"):
        found.insert(1, reports())
    if user.has_perm("organisations.view_searchmiss"):
        found.append(misses())
    if user.has_perm("organisations.change_spreadsheetimport"):
        found += lists()
    return found


def actions(user):
    """(label, address) of what this person begins by themselves."""
    found = []
    if user.has_perm("organisations.add_organisation"):
        found.append((gettext("New entry"), page("organisation", "add")))
    if user.has_perm("organisations.add_spreadsheetimport"):
        found.append((gettext("Import a list"), page("spreadsheetimport", "add")))
    if user.has_perm("organisations.change_organisation"):
        offices = Organisation.objects.office()
        found += [(gettext("Data of the office"), page("organisation", "change", office.pk)) for office in offices]
    return found


def page(model, action="changelist", *args, **query):
    url = reverse(f"admin:organisations_{model}_{action}", args=args)
    return f"{url}?{urlencode(query)}" if query else url


def entries(found, note):
    """The first few organisations, each with a note."""
    return [(one.name, note(one), page("organisation", "change", one.pk)) for one in found[:FIRST]]


def pending():
    found = Organisation.objects.pending().order_by("changed_at")
    return Box(
        "pending",
        gettext("Waiting for approval"),
        found.count(),
        page("organisation", state="pending"),
        gettext("No entry waits for approval."),
        entries(found, lambda one: gettext("since %(day)s") % {"day": day(timezone.localdate(one.changed_at))}),
    )


def reports():
    found = ErrorReport.objects.open().select_related("organisation").order_by("created_at")
    items = [
        (one.organisation.name, one.get_matter_display(), page("errorreport", "change", one.pk))
        for one in found[:FIRST]
    ]
    done = gettext("All reported errors are settled.")
    return Box("reports", gettext("Reported errors"), found.count(), page("errorreport", settled="no"), done, items)


def stale():
    found = Organisation.objects.stale().order_by("confirmed_on", "name_key").prefetch_related("freshness_steps")
    return Box(
        "stale",
        gettext("Not confirmed for a year"),
        found.count(),
        page("organisation", stale="yes", o="5"),
        gettext("Every entry was confirmed within a year."),
        entries(found, asked),
    )


def asked(organisation):
    """When it was confirmed, and what was done last because it is not confirmed again."""
    done = schedule.in_round(organisation, organisation.freshness_steps.all())
    if not done:
        return confirmed(organisation)
    kind, on = [*done.items()][-1]
    step = {"before": confirmed(organisation), "step": schedule.Kind(kind).label, "day": day(on)}
    return gettext("%(before)s; %(step)s on %(day)s") % step


def confirmed(organisation):
    if not organisation.confirmed_on:
        return gettext("never confirmed")
    return gettext("last confirmed on %(day)s") % {"day": day(organisation.confirmed_on)}


def silent():
    """Entries whose associations cannot be reached or do not answer; no box while there are none."""
    every = Organisation.objects.order_by("confirmed_on", "name_key")
    boxes = [
        silence("unanswered", gettext("Nobody answered: please call"), waiting.unanswered(every), "none"),
        silence("faded", gettext("Hidden because nobody confirmed them"), waiting.faded(every), "hidden"),
        silence("refusing", gettext("Addresses that refuse mail"), waiting.refusing(every), "refused", refusing),
    ]
    return [box for box in boxes if box.count]


def silence(key, title, found, answer, note=confirmed):
    return Box(key, title, found.count(), page("organisation", answer=answer), "", entries(found, note))


def refusing(organisation):
    """Whose address it is, without the address."""
    roles = [contact.role for contact in waiting.contacts_refusing().filter(organisation=organisation)]
    if waiting.members_refusing().filter(organisation=organisation).exists():
        roles.append(gettext("a person with an account"))
    return ", ".join(roles)


def without_contact():
    found = Organisation.objects.without_contact()
    return Box(
        "without_contact",
        gettext("Published without a contact"),
        found.count(),
        page("organisation", contact="no"),
        gettext("Every published entry says whom to ask."),
        entries(found, lambda one: ""),
    )


def misses():
    """Words that found nothing within a month, the most frequent first."""
    since = timezone.localdate() - timedelta(days=MISSES_OF_DAYS)
    words = SearchMiss.objects.filter(day__gte=since).values("word").annotate(sum=Sum("times")).order_by("-sum", "word")
    items = [(one["word"], times(one["sum"]), page("synonym", "add", words=one["word"])) for one in words[:FIRST]]
    done = gettext("Within %(days)s days every search has found something.") % {"days": MISSES_OF_DAYS}
    title, url = gettext("Searched and not found"), page("searchmiss")
    return Box("misses", title, words.count(), url, done, items, is_quiet=True)


def times(number):
    return ngettext("%(n)s time", "%(n)s times", number) % {"n": number}


def lists():
    """Imported lists that wait for a decision; no box while there are none."""
    found = SpreadsheetImport.objects.exclude(state=SpreadsheetImport.State.DONE)
    items = [
        (one.file_name, one.get_state_display(), page("spreadsheetimport", "change", one.pk)) for one in found[:FIRST]
    ]
    box = Box("lists", gettext("Lists not imported yet"), found.count(), page("spreadsheetimport"), "", items)
    return [box] if items else []


def day(date):
    return date_format(date, "SHORT_DATE_FORMAT")

"""What became of the changes that an association's people proposed, for those people."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext

from ..models import ProposedChange
from . import facts, proposing, sections, telling

Verdict = ProposedChange.Verdict


@dataclass
class Line:
    """A change as its association reads it: what residents read now, and what they would read."""

    change: ProposedChange
    label: str
    now: str
    then: str
    who: str
    url_parts: tuple
    url: str = ""
    logo_url: str = ""

    @property
    def is_removal(self):
        return not self.change.field and self.change.after is None

    @property
    def is_refused(self):
        return self.change.verdict == Verdict.REFUSED

    @property
    def is_logo(self):
        return self.change.field == "logo"


@dataclass
class Mark:
    """What is to be known about a field: that it waits and what is public until then, why it was sent back, and what
    somebody else made of it meanwhile."""

    waits: bool = False
    public: str = ""
    reason: str = ""
    refused: bool = False
    conflict: bool = False
    now: str = ""
    who: str = ""


def changes(organisation):
    found = ProposedChange.objects.filter(proposal__organisation=organisation)
    return found.select_related("proposal", "proposal__author")


def sent_back(organisation):
    """Changes that the office sent back and nobody has proposed anew, the latest first."""
    later = changes(organisation).filter(thing=OuterRef("thing"), field=OuterRef("field"), pk__gt=OuterRef("pk"))
    found = changes(organisation).filter(verdict=Verdict.REFUSED).exclude(Exists(later)).order_by("-decided_at", "-pk")
    there = things(organisation) if found else set()
    return [change for change in found if change.thing in there or is_new_part(change)]


def things(organisation):
    """The entry itself and its parts, as changes name them."""
    parts = {"contact": organisation.contacts, "offer": organisation.offers}
    return {""} | {f"{kind}:{key}" for kind in parts for key in parts[kind].values_list(facts.KEYS[kind], flat=True)}


def is_new_part(change):
    return facts.is_new(change.thing) and not change.field


def settled(organisation, refused=()):
    """Everything that is decided, the latest first, without what is still to be proposed anew."""
    found = changes(organisation).exclude(verdict=Verdict.WAITING).exclude(pk__in=[change.pk for change in refused])
    return found.order_by("-decided_at", "-pk")


def waiting(organisation):
    """[(proposal, its waiting changes)], the oldest first."""
    groups = {}
    for change in changes(organisation).filter(verdict=Verdict.WAITING).order_by("proposal__created_at", "pk"):
        groups.setdefault(change.proposal, []).append(change)
    return list(groups.items())


def read(user, found):
    """Notes that the author has seen what was sent back."""
    own = [change.pk for change in found if change.proposal.author_id == user.pk and not change.read_at]
    ProposedChange.objects.filter(pk__in=own, read_at=None).update(read_at=timezone.now())


def again(organisation, proposal_uuid):
    """What was sent back of this proposal, field by field: {key: value} and {key: change}."""
    values, why = {}, {}
    for change in sent_back(organisation):
        if str(change.proposal.uuid) == proposal_uuid and (change.field or change.after):
            own = {(change.thing, change.field): change.after}
            own = own if change.field else proposing.new_part(change.thing, change.after)
            values |= own
            why |= dict.fromkeys(own, change)
    return values, why


def line(change, known, reader):
    thing, name = change.thing, change.field
    whole = part_of(thing, known) if name else change.after or change.before or {}
    part = telling.thing_label(thing, telling.name_of(whole))
    label = ", ".join(filter(None, [part, telling.label(thing, name) if name else ""]))
    texts = [telling.shown(thing, name, value) for value in (change.before, change.after)]
    return Line(change, label, *texts, named(change.proposal.author, reader), sections.section_of(thing, name))


def part_of(thing, known):
    return {name: value for (other, name), value in known.items() if other == thing}


def named(author, reader):
    """Names of colleagues are known among them, their addresses are not."""
    if author == reader:
        return gettext("you")
    return (author and author.get_full_name()) or gettext("somebody of your association")


def marks(pending, published, reader, *, why=(), conflicts=()):
    """{key: Mark} for the fields of which there is something to say."""
    found = {}
    for (thing, name), change in pending.items():
        if name:
            public = telling.shown(thing, name, published.get((thing, name)))
            found[(thing, name)] = Mark(waits=True, public=public, who=named(change.proposal.author, reader))
    for key in why:
        found[key] = Mark(refused=True, reason=why[key].reason)
    for conflict in conflicts:
        mark = found.setdefault(conflict.key, Mark())
        mark.conflict, mark.now = True, telling.shown(*conflict.key, conflict.now)
        mark.who = named(conflict.who, reader) if conflict.who else ""
    return found

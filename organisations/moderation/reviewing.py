"""One association's proposed changes as the office reads them: side by side with what is public, part by part."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from darmstadt_mso.lib.translated import direction

from ..models import ProposedChange
from ..permissions import may_edit
from . import deciding, differences, facts, telling
from .applying import ADDRESS

Verdict = ProposedChange.Verdict
# Compared line by line: half of an address on the web, or of a number, helps nobody.
LISTED = {facts.OPENING_HOURS, "social_links", "website", "email", "phone", "fax"}
TERMS = {"topics", "target_groups", "languages"}
PARTS = ("", *facts.PARTS)
LATEST = 20  # decisions of the past that are still shown


@dataclass
class Side:
    """A value as it is shown: pieces of a text, a picture, or the lines of a whole part."""

    pieces: list = field(default_factory=list)
    picture: bool = False
    lines: list = field(default_factory=list)


@dataclass(eq=False)
class Row:
    """A change beside the published value; `marks` say what makes it no matter of course."""

    change: ProposedChange
    now: object
    marks: list
    german: tuple = ()

    @property
    def title(self):
        """The field, or what happens to a whole part."""
        if self.change.field:
            return telling.label(self.change.thing, self.change.field)
        return gettext("To be taken away") if self.is_removal else gettext("To be added")

    @property
    def full_title(self):
        return deciding.named(self.change.proposal.organisation, self.change)

    @cached_property
    def language(self):
        return telling.language_of(self.change.thing, self.change.field)

    @property
    def direction(self):
        return direction(self.language) if self.language else "auto"

    @cached_property
    def sides(self):
        """What is public and what is proposed."""
        if not self.change.field:
            return tuple(Side(lines=lines(self.change.thing, whole)) for whole in (self.now, self.change.after))
        if self.change.field == "logo":
            return Side(picture=bool(self.now)), Side(picture=bool(self.change.after))
        return tuple(Side(pieces=found) for found in differences.compare(*self.texts, by_lines=self.is_listed))

    @property
    def texts(self):
        return tuple(text(self.change, value) for value in (self.now, self.change.after))

    @property
    def is_listed(self):
        return self.change.field in LISTED | TERMS

    @property
    def differs_in_spaces_only(self):
        return bool(self.change.field) and differences.differs_in_spaces_only(*self.texts)

    @property
    def moves_spot(self):
        return not self.change.thing and self.change.field in ADDRESS

    @property
    def is_new(self):
        return not self.change.field and self.change.after is not None

    @property
    def is_removal(self):
        return deciding.takes_away(self.change)


@dataclass
class Mark:
    """`stops` where the change cannot be accepted; `was` is the value that its author saw."""

    text: str
    stops: bool = False
    was: str = ""


@dataclass
class Group:
    """The rows about the organisation or one part of the entry; `thing` is its key and `url` where to change it."""

    thing: str
    title: str
    name: str
    url: str
    rows: list


class Review:
    """What an association proposed; its entry is read once."""

    def __init__(self, organisation):
        self.organisation = organisation
        self.facts = facts.read(organisation)
        self.parts = dict(facts.parts(organisation))

    def changes(self):
        found = ProposedChange.objects.filter(proposal__organisation=self.organisation).order_by("pk")
        return found.select_related("proposal", "proposal__author", "proposal__organisation", "decided_by")

    @cached_property
    def waiting(self):
        return list(self.changes().waiting())

    @cached_property
    def proposals(self):
        return list(dict.fromkeys(change.proposal for change in self.waiting))

    @property
    def has_several_authors(self):
        return len(self.proposals) > 1

    @cached_property
    def groups(self):
        """What waits, part by part."""
        return self.grouped(map(self.row, self.waiting))

    @cached_property
    def at_once(self):
        """What was published without approval and not looked at yet, beside what it was before."""
        found = self.changes().filter(verdict=Verdict.AT_ONCE, read_at=None)
        return self.grouped(map(self.published_row, found))

    @cached_property
    def settled(self):
        """The latest decisions, and what was withdrawn."""
        unsettled = Q(verdict=Verdict.WAITING) | Q(verdict=Verdict.AT_ONCE, read_at=None)
        return [Row(change, None, []) for change in self.changes().exclude(unsettled).order_by("-decided_at")[:LATEST]]

    def grouped(self, rows):
        return [Group(thing, *self.heading(thing, found), found) for thing, found in self.sorted(rows)]

    def heading(self, thing, rows):
        """(title, name, address) of a part of the entry."""
        if not thing:
            return gettext("The entry itself"), "", admin_url(self.organisation)
        part = self.parts.get(thing)
        whole = next((row.change.after or row.change.before for row in rows if not row.change.field), None)
        return telling.thing_label(thing), str(part or telling.name_of(whole)), admin_url(part or self.organisation)

    def sorted(self, rows):
        """[(thing, its rows)]: the entry itself first, then parts as residents see them, then new ones."""
        found = sorted(rows, key=self.place)
        return [(thing, list(group)) for thing, group in groupby(found, key=lambda row: row.change.thing)]

    def place(self, row):
        """Translations follow the German text."""
        thing, order = row.change.thing, [*self.parts, row.change.thing]
        name, language = facts.split(thing, row.change.field) if row.change.field else ("", "")
        names = ["", *facts.plain_fields(thing), facts.OPENING_HOURS, name]
        return PARTS.index(facts.kind_of(thing)), order.index(thing), thing, names.index(name), language, row.change.pk

    def row(self, change):
        now = deciding.published(self.organisation, change, self.facts)
        return Row(change, now, [*self.marks(change, now)], self.german(change))

    def published_row(self, change):
        now = deciding.published(self.organisation, change, self.facts)
        is_other = not facts.is_new(change.thing) and now != change.after
        return Row(change, change.before, [Mark(gettext("It was changed again since."))] if is_other else [])

    def marks(self, change, now):
        if deciding.is_gone(self.organisation, change):
            words = gettext("It was added already.") if facts.is_new(change.thing) else gettext("It no longer exists.")
            yield Mark(f"{words} {gettext('This can only be sent back.')}", stops=True)
        elif now == change.after:
            yield Mark(gettext("The entry says so already."))
        elif now != change.before:
            was = text(change, change.before) if change.field not in ("", "logo") else ""
            yield Mark(gettext("The public value has changed since this was proposed."), was=was)
        yield from (Mark(words) for words in self.rivals(change))
        if self.is_former(change.proposal.author):
            yield Mark(gettext("Whoever proposed this no longer speaks for the association."))

    def rivals(self, change):
        """What else waits of the same part and cannot be accepted together with this."""
        others = [one for one in self.waiting if one.thing == change.thing and one.pk != change.pk]
        return list(dict.fromkeys(filter(None, (rivalry(change, other) for other in others))))

    def is_former(self, author):
        return author is not None and author.pk not in self.speakers

    @cached_property
    def speakers(self):
        authors = {change.proposal.author for change in self.waiting} - {None}
        return {author.pk for author in authors if may_edit(author, self.organisation)}

    def german(self, change):
        """(the German text beside a translation, whether it is itself only proposed)"""
        name, language = facts.split(change.thing, change.field) if change.field else ("", "")
        if not language:
            return ()
        key = change.thing, name
        proposed = [one.after for one in self.waiting if (one.thing, one.field) == key]
        return (proposed[-1], True) if proposed else (self.facts.get(key) or "", False)


def rivalry(change, other):
    who = {"who": other.proposal.author or gettext("a former account")}
    if other.field == change.field:
        return gettext("Also proposed by %(who)s: only one of the two can be accepted.") % who
    if deciding.takes_away(other):
        return gettext("%(who)s proposes to take all of it away.") % who
    return gettext("%(who)s proposes to change it instead.") % who if deciding.takes_away(change) else ""


def admin_url(thing):
    return reverse(f"admin:organisations_{thing._meta.model_name}_change", args=[thing.pk])


def lines(thing, whole):
    """[(label, text, language)] of a whole part."""
    found = whole or {}
    shown = ((name, telling.shown(thing, name, found.get(name))) for name in facts.fields_of(thing))
    return [(telling.label(thing, name), words, telling.language_of(thing, name)) for name, words in shown if words]


def text(change, value):
    if change.field in TERMS:
        return "\n".join(telling.shown(change.thing, change.field, [code]) for code in value or [])
    return telling.shown(change.thing, change.field, value)

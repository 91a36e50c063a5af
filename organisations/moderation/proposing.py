"""What an association's people want changed: it waits for the office, unless the entry is not public yet anyway, or
the association is trusted with it.

Each person has at most one proposal per association with changes that wait. A fact that is changed again, by whomever
of the association, replaces what waited: so nothing contradictory waits.
"""

from dataclasses import dataclass, field

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ..models import ChangeProposal, Organisation, ProposedChange
from ..permissions import UNPUBLISHED
from . import facts
from .applying import Impossible, apply

Verdict = ProposedChange.Verdict


@dataclass
class Outcome:
    """How many changes wait for the office, are published, and were taken back because all is as it was."""

    waiting: int = 0
    published: int = 0
    withdrawn: int = 0


@dataclass
class Conflict:
    """Somebody else changed the same fact after the form was opened; `who` is None if it is published already."""

    key: tuple
    now: object
    who: object = None


@dataclass
class Draft:
    """What a form comes to: {key: value} that its author changed, and the facts that somebody else changed as well."""

    changes: dict = field(default_factory=dict)
    conflicts: list = field(default_factory=list)
    outcome: Outcome | None = None


def pending(organisation):
    """The changes that wait, by key; where two people want the same fact changed, the later one."""
    found = ProposedChange.objects.waiting().filter(proposal__organisation=organisation)
    rows = found.select_related("proposal", "proposal__author").order_by("pk")
    return {(row.thing, row.field): row for row in rows}


def wanted(organisation, waiting=None):
    """The facts as they would be if everything that waits were accepted: what forms begin with."""
    return overlay(facts.read(organisation), pending(organisation) if waiting is None else waiting)


def overlay(published, waiting):
    found = dict(published)
    removed = {thing for (thing, name), one in waiting.items() if not name and one.after is None}
    for (thing, name), change in waiting.items():
        if not name and change.after is not None:
            found |= new_part(thing, change.after)
        elif (thing, name) in published:
            found[(thing, name)] = change.after
    return {key: value for key, value in found.items() if key[0] not in removed}


def new_part(thing, whole):
    """A part that does not exist yet, field by field."""
    return {(thing, name): whole.get(name, empty(thing, name)) for name in facts.fields_of(thing)}


def empty(thing, name):
    """A field's value in a part about which nothing was said yet."""
    if name in facts.translated_fields(thing):
        return ""
    column = facts.model_of(thing)._meta.get_field(name)
    return [] if column.many_to_many else column.get_default()


@transaction.atomic
def save(organisation, author, typed, seen, note=""):
    """Takes in a form that showed `seen` when it was opened; returns a Draft, without outcome if there are conflicts.

    Raises Impossible where it does not fit together.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    draft = reconcile(locked, typed, seen)
    if not draft.conflicts:
        judge(wanted(locked), draft.changes)
        draft.outcome = propose(locked, author, draft.changes, note)
    return draft


def judge(known, changes):
    """Raises Impossible if the changes do not fit to what somebody else changed in the meantime."""
    for thing in {thing for thing, name in changes if name}:
        if (error := problem(thing, known | changes)) and not problem(thing, known):
            raise Impossible(thing, error)


def problem(thing, known):
    """What the rules that concern several fields of one thing find wrong in it, or None."""
    whole = facts.model_of(thing)()
    for name in facts.plain_fields(thing):
        if (thing, name) in known and not facts.is_choice(whole, name):
            facts.put(whole, name, known[(thing, name)])
    try:
        whole.clean()
        whole.validate_constraints(exclude={"organisation"})
    except ValidationError as error:
        return error


def reconcile(organisation, typed, seen):
    """A Draft of what was typed into a form that showed `seen` when it was opened; both {key: value}.

    What only somebody else changed is taken over silently; what both changed differently is a Conflict.
    """
    waiting = pending(organisation)
    now, draft = wanted(organisation, waiting), Draft()
    for key, value in typed.items():
        was = seen.get(key)
        current = now.get(key, was)
        if alike(value, was) or alike(value, current):
            continue
        draft.changes[key] = value
        if not alike(current, was):
            draft.conflicts.append(Conflict(key, current, author_of(waiting, key)))
    return draft


def alike(one, other):
    """Whether two values say the same; browsers change the ends of lines, forms the blanks around a text."""
    return plain_text(one) == plain_text(other)


def plain_text(value):
    return "\n".join(value.splitlines()).strip() if isinstance(value, str) else value


def author_of(waiting, key):
    change = waiting.get(key) or waiting.get((key[0], ""))
    return change and change.proposal.author


@transaction.atomic
def propose(organisation, author, changes, note=""):
    """Takes in {key: value}; returns an Outcome. Raises Impossible where something is to be published at once.

    Fields of a part that does not exist yet are put together with what waits of it.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    published, changes = facts.read(organisation), with_whole_parts(organisation, changes)
    former = {key: before(organisation, published, key) for key in changes}
    same = {key for key, value in changes.items() if value == former[key] or is_twin(organisation, key, value)}
    new = {key: value for key, value in changes.items() if key not in same}
    at_once = {key: value for key, value in new.items() if is_at_once(organisation, key)}
    outcome = Outcome(waiting=len(new) - len(at_once), published=len(at_once))
    outcome.withdrawn = take_back(organisation, same)
    publish(organisation, author, at_once)
    if new and organisation.state not in UNPUBLISHED:
        note_down(organisation, author, [new_change(key, former[key], new[key], key in at_once) for key in new], note)
    return outcome


def with_whole_parts(organisation, changes):
    parts = {thing for thing, name in changes if name and facts.is_new(thing)}
    waiting = pending(organisation) if parts else {}
    found = {key: value for key, value in changes.items() if key[0] not in parts}
    for thing in parts:
        change = waiting.get((thing, ""))
        own = {key: value for key, value in changes.items() if key[0] == thing}
        found[(thing, "")] = together(new_part(thing, change.after if change else {}) | own)
    return found


def together(part):
    """The facts of one part as one value, as `facts.whole` gives it."""
    return {name: value for (_thing, name), value in part.items() if value not in (None, "", [])}


def before(organisation, published, key):
    thing, name = key
    if name:
        return published.get(key)
    part = facts.find(organisation, thing)
    return facts.whole(part) if part else None


def is_twin(organisation, key, value):
    """Whether a new part is there already: the form was sent twice."""
    kind = facts.kind_of(key[0])
    found = facts.parts(organisation) if facts.is_new(key[0]) and value else ()
    return any(facts.whole(part) == value for thing, part in found if facts.kind_of(thing) == kind)


def is_at_once(organisation, key):
    return organisation.state in UNPUBLISHED or (organisation.trusted and is_low_risk(key))


def is_low_risk(key):
    thing, name = key
    return facts.kind_of(thing) == "offer" or (not thing and facts.split(thing, name)[0] in facts.LOW_RISK)


def publish(organisation, author, changes):
    if changes:
        with pghistory.context(user=author.pk, proposal="at_once"):
            apply(organisation, changes)
        take_back(organisation, changes)


def new_change(key, was, value, at_once):
    thing, name = key
    change = ProposedChange(thing=thing, field=name, before=was, after=value)
    if at_once:
        # Leaves a trace for the desk.
        change.verdict, change.decided_at = Verdict.AT_ONCE, timezone.now()
    return change


def note_down(organisation, author, changes, note):
    proposal = open_proposal(organisation, author)
    proposal.note = "\n".join(filter(None, [proposal.note, note])) if note != proposal.note else note
    proposal.save()
    for change in changes:
        waiting = of_keys(organisation, [(change.thing, change.field)])
        if change.verdict == Verdict.WAITING and (mine := waiting.filter(proposal=proposal).first()):
            change.pk = mine.pk
        withdraw(waiting.exclude(pk=change.pk))
        change.proposal = proposal
        change.save()


def open_proposal(organisation, author):
    found = ChangeProposal.objects.open().filter(organisation=organisation, author=author).first()
    return found or ChangeProposal(organisation=organisation, author=author)


def of_keys(organisation, keys):
    """Those of the association's changes with these keys that wait."""
    found = ProposedChange.objects.waiting().filter(proposal__organisation=organisation)
    pks = [row.pk for row in found if (row.thing, row.field) in set(keys)]
    return ProposedChange.objects.filter(pk__in=pks)


def take_back(organisation, keys):
    """Withdraws what waits of these keys; returns how many changes."""
    return withdraw(of_keys(organisation, keys))


@transaction.atomic
def withdraw(changes):
    """Takes back those of the changes that still wait; returns how many.

    The organisation is locked, as it is while the office decides: either they are withdrawn or decided.
    """
    concerned = list(changes.values_list("proposal__organisation_id", flat=True))
    list(Organisation.objects.select_for_update().filter(pk__in=concerned).order_by("pk"))
    return changes.waiting().update(verdict=Verdict.WITHDRAWN, decided_at=timezone.now())

"""Whatever refers to one thing is handed over to another one, of whichever app it is.

Rows are moved, not copied. One that would stand there twice is absorbed by its twin, which takes over whatever
refers to it; only then it is deleted. Not moved are the history, which tells what was, and what the search reads.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Q, UniqueConstraint
from django.utils.text import capfirst
from django.utils.translation import gettext
from pghistory.models import Event

from .models import SearchEntry, UnpublishedEntry

DERIVED = (SearchEntry, UnpublishedEntry)
EMPTY = (None, "", [], {})


class Refused(Exception):
    """Why it cannot be done, in words."""


@dataclass(frozen=True)
class Rules:
    """Models of which equal rows are kept once, fields in which equal rows may differ, and {model: what adds a row's
    facts to the one that leaves no room for it}. A model of another app may say the latter itself: `take_in(row)`."""

    kept_once: tuple = ()
    of_no_weight: tuple = ()
    joined: dict[type, Callable] = field(default_factory=dict)


@dataclass(frozen=True)
class Moving:
    """What one relation hands over, for people; `doubles` of the rows are there already."""

    label: str
    total: int
    doubles: int


def relations(model):
    """The relations from other rows to rows of this model that hold facts, hidden ones, too."""
    chosen = {choice.remote_field.through for choice in choices(model)}
    found = [one for one in model._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete]
    return [one for one in found if not one.many_to_many and holds_facts(one.related_model, chosen)]


def choices(model):
    """Its many-to-many fields without facts of their own, which are united instead of moved."""
    return [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]


def holds_facts(model, chosen):
    return not issubclass(model, (Event, *DERIVED)) and model not in chosen and not model._meta.proxy


def rows(relation, thing):
    return relation.related_model._base_manager.filter(**{relation.field.name: thing}).order_by("pk")


def overview(giver, taker, rules):
    """A list of Moving for what there is to hand over and people know."""
    known = [relation for relation in relations(type(giver)) if not relation.hidden]
    found = [(relation, list(rows(relation, giver))) for relation in known]
    return [
        Moving(label(relation), len(moved), sum(bool(twin(row, relation, taker, rules)) for row in moved))
        for relation, moved in found
        if moved
    ]


def label(relation):
    """With the name of the field where that is not clear."""
    meta = relation.related_model._meta
    several = sum(field.related_model is relation.model for field in meta.fields) > 1 or relation.model is meta.model
    name = capfirst(meta.verbose_name_plural)
    return f"{name} ({relation.field.verbose_name})" if several else name


def hand_over(giver, taker, rules):
    for choice in choices(type(giver)):
        getattr(taker, choice.name).add(*getattr(giver, choice.name).all())
    for relation in relations(type(giver)):
        for row in rows(relation, giver):
            move(row, relation, taker, rules)


def move(row, relation, taker, rules):
    other = twin(row, relation, taker, rules)
    if not other:
        return assign(row, relation, taker)
    if not equal(row, other, relation, rules):
        joining(relation, rules)(row, other)
    hand_over(row, other, rules)
    row.delete()


def joining(relation, rules):
    """What adds a row's facts to its twin's: the rule for its model, else the model's own `take_in`."""
    model = relation.related_model
    if model in rules.joined:
        return rules.joined[model]
    return (lambda row, other: other.take_in(row)) if hasattr(model, "take_in") else refuse(relation)


def assign(row, relation, taker):
    try:
        with transaction.atomic():
            relation.related_model._base_manager.filter(pk=row.pk).update(**{relation.field.name: taker})
    except IntegrityError:
        refuse(relation)


def refuse(relation):
    words = gettext("Both have “%(kind)s” of which there can be only one. Please settle first which one stays.")
    raise Refused(words % {"kind": label(relation)})


def twin(row, relation, taker, rules):
    """The taker's row that says the same, or leaves no room for this one."""
    if relation.related_model in rules.kept_once:
        return next((other for other in rows(relation, taker) if equal(row, other, relation, rules)), None)
    found = (rows(relation, taker).filter(claim).first() for claim in claims(row, relation))
    return next(filter(None, found), None)


def claims(row, relation):
    """What only one row of the taker may have, besides belonging to it: conditions for finding it."""
    name = relation.field.name
    for names, condition in rules_of_one(relation):
        if name in names and fulfils(row, condition):
            others = [row._meta.get_field(other).attname for other in names if other != name]
            yield condition & Q(**{other: getattr(row, other) for other in others})


def rules_of_one(relation):
    """(names of fields, under which condition) of which each combination may be there once."""
    meta = relation.related_model._meta
    unique = [one for one in meta.constraints if isinstance(one, UniqueConstraint) and one.fields]
    own = [(relation.field.name,)] if relation.field.unique else []
    told = [(names, Q()) for names in (*meta.unique_together, *own)]
    return [*told, *((one.fields, one.condition or Q()) for one in unique)]


def fulfils(row, condition):
    return type(row)._base_manager.filter(condition, pk=row.pk).exists()


def equal(row, other, relation, rules):
    return said(row, relation, rules) == said(other, relation, rules)


def said(row, relation, rules):
    """What the row tells besides to whom it belongs and how it is called in the database."""
    told = [one for one in row._meta.concrete_fields if not one.unique and one.name not in rules.of_no_weight]
    values = {one.attname: one.value_from_object(row) for one in told if one is not relation.field}
    return {name: value for name, value in values.items() if value not in EMPTY}

"""Who changed what and when, read from the rows that the database keeps of every change.

Each app's models say what belongs together: PARTS are the models told in a thing's history, CHOICES the proxies of
many-to-many relations by (model, name of the field), and WAYS the words for how something was done that was no form,
by the key that the rows' context carries; where its value matters, by both.
"""

from dataclasses import dataclass
from itertools import groupby

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language_info, gettext, pgettext_lazy
from pghistory.models import Events

ACTS = {
    "insert": pgettext_lazy("act", "created"),
    "update": pgettext_lazy("act", "changed"),
    "delete": pgettext_lazy("act", "deleted"),
    "added": pgettext_lazy("act", "added"),
    "removed": pgettext_lazy("act", "removed"),
}
CHOICES = {}
PARTS = {}
WAYS = {}


@dataclass
class Change:
    """A field with its value before and after; one of them is empty for what was created or taken away."""

    field: str
    before: str = ""
    after: str = ""


@dataclass
class Event:
    act: str
    thing: str
    changes: list


@dataclass
class Step:
    """Everything that one person did in one go."""

    when: object
    who: str
    way: str
    events: list


def rows(thing):
    """The database's rows about a thing and what belongs to it, oldest first."""
    model = type(thing)
    choices = [choice for (owner, _name), choice in CHOICES.items() if owner is model]
    events = [one.pgh_event_model for one in (model, *PARTS.get(model, ()), *choices)]
    return Events.objects.across(*events).references(thing).order_by("pgh_id")


def length(thing):
    """How much is remembered of the thing: whoever read it then can be told what came after."""
    return rows(thing).count()


def steps(found):
    """The rows as people read them, latest first; `found` is a list of rows, oldest first."""
    names = people(found)
    together = groupby(found, lambda row: row.pgh_context_id or row.pgh_created_at)
    told = [step(list(group), names) for _key, group in together]
    return [one for one in reversed(told) if one.events]


def step(group, names):
    return Step(group[0].pgh_created_at, who(group[0], names), way(group[0]), events_of(group))


def way(row):
    """How it was done, where that was no form."""
    done = row.pgh_context or {}
    found = next((words for key, words in WAYS.items() if key in done or (key[0], done.get(key[0])) == key), "")
    return str(found)


def who(row, names):
    """The person's name; a change without a person was made by the portal itself or by a visitor."""
    number = (row.pgh_context or {}).get("user")
    if number is None:
        return gettext("without log-in")
    return names.get(number) or gettext("a former account")


def people(found):
    numbers = {(row.pgh_context or {}).get("user") for row in found} - {None}
    return {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=numbers)}


def events_of(group):
    return [event for row in group if (event := event_of(row))]


def event_of(row):
    model = apps.get_model(row.pgh_obj_model)
    if row.pgh_label in ("added", "removed"):
        return choice(row, model)
    changes = changes_of(model, row.pgh_diff or {}) if row.pgh_label == "update" else []
    if row.pgh_label == "update" and not changes:
        return None
    return Event(ACTS[row.pgh_label], named(model, row.pgh_data), changes)


def choice(row, through):
    """A topic, language or role that was added to or taken from a thing."""
    owner, name = next(key for key, proxy in CHOICES.items() if proxy is through)
    field = owner._meta.get_field(name)
    target = next(f for f in through._meta.fields if f.related_model is field.related_model)
    chosen = shown(target, row.pgh_data[target.attname])
    change = Change(str(field.verbose_name), **{"after" if row.pgh_label == "added" else "before": chosen})
    return Event(ACTS[row.pgh_label], "", [change])


def named(model, data):
    """The kind of the thing and, as far as its row says it, its name."""
    name = next((data[key] for key in ("name", "title", "role", "slug", "email", "words") if data.get(key)), "")
    return f"{model._meta.verbose_name}: {name}" if name else str(model._meta.verbose_name)


def changes_of(model, diff):
    changes = []
    for column, (before, after) in sorted(diff.items()):
        field = next((f for f in model._meta.fields if f.column == column), None)
        if field is None:
            continue
        if column == "i18n":
            changes += translations(model, before or {}, after or {})
        else:
            changes.append(Change(str(field.verbose_name), shown(field, before), shown(field, after)))
    return changes


def own_changes(thing, found):
    """What the rows changed of the thing itself: {name of the field: (first, last value as the rows keep them)}."""
    changed = {}
    for row in found:
        if row.pgh_obj_model == thing._meta.label:
            for name, (before, after) in by_field(type(thing), row.pgh_diff or {}):
                changed[name] = (changed.get(name, [before])[0], after)
    return changed


def by_field(model, diff):
    names = {field.column: field.name for field in model._meta.fields}
    for column, (before, after) in diff.items():
        if column == "i18n":
            before, after = before or {}, after or {}
            yield from ((key, (before.get(key), after.get(key))) for key in {*before, *after})
        elif column in names:
            yield names[column], (before, after)


def translations(model, before, after):
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            name, _separator, code = key.rpartition("_")
            label = f"{model._meta.get_field(name).verbose_name} ({get_language_info(code)['name_translated']})"
            yield Change(label, before.get(key) or "", after.get(key) or "")


def shown(field, value):
    """A value as the database kept it, for people."""
    if value is None or value == "" or value == []:
        return ""
    if field.remote_field:
        found = field.related_model._base_manager.filter(pk=value).first()
        return str(found) if found else gettext("deleted")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return written(field.get_internal_type(), value)


def written(kind, value):
    if kind == "DateField":
        return date_format(parse_date(value), "SHORT_DATE_FORMAT")
    if kind == "DateTimeField":
        return date_format(timezone.localtime(parse_datetime(value)), "SHORT_DATETIME_FORMAT")
    if kind == "TimeField":
        return time_format(parse_time(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

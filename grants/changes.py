"""What publishing would change, in words: each rule and text as it was and as it will be."""

from datetime import date, datetime
from decimal import Decimal

from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language_info, gettext

from darmstadt_mso.lib import money
from darmstadt_mso.lib.history import Change, Event

from .models import Call, Programme
from .moments import day, moment_in_words
from .terms import LISTS, ORIGINAL, File, of_call, of_version
from .words import percent

PERCENTS = {"share", "own_share", "voluntary_share", "cap_share"}


def of(call):
    """What differs from the published version, as events of a history; none before the first version."""
    if not call.published:
        return []
    return between(of_version(call.published), of_call(call))


def between(before, after):
    """What differs between two versions of the terms of a call."""
    rules = [name for name in before.__struct_fields__ if name not in LISTS and name != "programme"]
    found = [
        Event(gettext("emptied"), "", changes(Call, rules, before, after)),
        programme(before.programme, after.programme),
        *(event for name in LISTS for event in of_list(name, getattr(before, name), getattr(after, name))),
    ]
    return [event for event in found if event.changes]


def programme(before, after):
    name = f"{Programme._meta.verbose_name}: {after.name[ORIGINAL]}"
    return Event(gettext("changed"), name, changes(Programme, before.__struct_fields__, before, after))


def of_list(name, before, after):
    """Rows that came, went, changed or moved; a row stays itself by its key."""
    model = Call._meta.get_field(name).related_model
    old, new = ({row.key: row for row in rows} for rows in (before, after))
    for key in {**new, **old}:
        yield of_row(model, old.get(key), new.get(key))
    stayed = old.keys() & new.keys()
    orders = [[title(row) for row in rows if row.key in stayed] for rows in (before, after)]
    if [row.key for row in before if row.key in stayed] != [row.key for row in after if row.key in stayed]:
        change = Change(gettext("order"), *("\n".join(order) for order in orders))
        yield Event(gettext("changed"), str(model._meta.verbose_name_plural), [change])


def of_row(model, before, after):
    """A row with the fields that differ; of one that came or went, every field that says something."""
    act = gettext("changed") if before and after else gettext("added") if after else gettext("removed")
    row = after or before
    names = [name for name in row.__struct_fields__ if name != "key"]
    return Event(act, f"{model._meta.verbose_name}: {title(row)}", changes(model, names, before, after))


def title(row):
    """What a row of a list is called."""
    return (row.name if hasattr(row, "name") else row.text).get(ORIGINAL, "")


def changes(model, names, before, after):
    found = []
    for name in names:
        old, new = getattr(before, name, None), getattr(after, name, None)
        if old != new:
            found += of_field(model._meta.get_field(name), old, new)
    return [change for change in found if change.before != change.after]


def of_field(field, old, new):
    """One change, or one for each language of a text."""
    label = str(field.verbose_name)
    if not isinstance(old, dict) and not isinstance(new, dict):
        return [Change(label, shown(field, old), shown(field, new))]
    old, new = old or {}, new or {}
    codes = sorted({*old, *new}, key=lambda code: (code != ORIGINAL, code))
    return [Change(in_language(label, code), old.get(code, ""), new.get(code, "")) for code in codes]


def in_language(label, code):
    return label if code == ORIGINAL else f"{label} ({get_language_info(code)['name_translated']})"


def shown(field, value):
    """A rule as one reads it; "" where there is none."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, File):
        return f"{filesizeformat(value.size)}, SHA-256 {value.sha256[:16]}"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(str(dict(field.base_field.flatchoices).get(one, one)) for one in value)
    if isinstance(value, Decimal):
        return percent(value) if field.name in PERCENTS else money.shown(value)
    if isinstance(value, date):
        return moment_in_words(value) if isinstance(value, datetime) else day(value)
    return str(dict(field.flatchoices).get(value, value))

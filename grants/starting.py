"""The starting content: programmes and calls of which something is known, and nothing invented; texts of letters.

Programmes come in only while there is none, texts of letters where a kind has none, so what staff change or delete
stays as they left it.
"""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from . import publishing
from .models import PARTS, Call, LetterText, Programme

START = Path(__file__).parent / "start"
BERLIN = ZoneInfo("Europe/Berlin")
THINGS = {part._meta.get_field("call").remote_field.related_name: part for part in PARTS}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@transaction.atomic
def load():
    """Returns the names of what was loaded."""
    return [*load_programmes(), *load_letters()]


def load_programmes():
    if Programme.objects.exists():
        return []
    for facts in read(START / "programmes.json"):
        programme = make_programme(facts)
        for call in facts["calls"]:
            year = call.pop("year", timezone.localdate().year)
            make_call(programme, call, year=year, **whole_year(year))
    return [str(Programme._meta.verbose_name_plural), str(Call._meta.verbose_name_plural)]


def load_letters():
    known = set(LetterText.objects.values_list("kind", flat=True))
    texts = {kind: text for kind, text in read(START / "letters.json").items() if kind not in known}
    for kind, text in texts.items():
        written = {name: "\n\n".join(text[name]) for name in ("body", "remedies")}
        LetterText.objects.create(kind=kind, number=1, title=text["title"], **written)
    return [str(LetterText._meta.verbose_name_plural)] if texts else []


def whole_year(year):
    """Moments where none are known, or while the office has named none."""
    return {
        "opens_at": datetime(year, 1, 1, tzinfo=BERLIN),
        "closes_at": datetime(year, 12, 31, 23, 59, 59, tzinfo=BERLIN),
    }


def make_programme(facts):
    return Programme.objects.create(**fields(Programme, {key: facts[key] for key in facts if key != "calls"}))


def make_call(programme, facts, **more):
    """A call with its lists, published if the facts say so."""
    facts = dict(facts)
    publish, lists = facts.pop("publish"), {name: facts.pop(name, []) for name in THINGS}
    call = Call.objects.create(programme=programme, **fields(Call, facts), **more)
    for name, rows in lists.items():
        for position, row in enumerate(rows):
            THINGS[name].objects.create(call=call, position=position, **fields(THINGS[name], row))
    call = Call.objects.get(pk=call.pk)
    if publish:
        publishing.publish(call, None)
    return call


def fields(model, facts):
    """German into the columns, other languages into i18n."""
    translated = set(model._meta.get_field("i18n").fields)
    plain = {name: value for name, value in facts.items() if name not in translated}
    texts = {name: facts[name] for name in translated & facts.keys()}
    german = {name: text.get("de", "") for name, text in texts.items()}
    i18n = {f"{name}_{code}": one for name, text in texts.items() for code, one in text.items() if code != "de"}
    return plain | german | {"i18n": i18n}

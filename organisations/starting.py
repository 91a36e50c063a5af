"""The starting content: districts, vocabularies, the office and its partners, the site's texts.

A table is filled only while it is empty, so what staff change or delete stays as they left it.
"""

import json
from pathlib import Path

from django.db import transaction

from . import indexing
from .models import (
    Contact,
    District,
    Language,
    Organisation,
    Page,
    Quarter,
    Synonym,
    TargetGroup,
    Topic,
)

FOLDER = Path(__file__).parent / "start"


def read(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@transaction.atomic
def load():
    """Fills the empty tables; returns the names of what was loaded."""
    steps = [
        (District, load_districts),
        (Quarter, load_quarters),
        (Topic, lambda: load_terms(Topic, "topics.json")),
        (TargetGroup, lambda: load_terms(TargetGroup, "target_groups.json")),
        (Language, lambda: load_terms(Language, "languages.json")),
        (Synonym, load_synonyms),
        (Page, load_pages),
        (Organisation, load_organisations),
    ]
    loaded = [str(model._meta.verbose_name_plural) for model, load_one in steps if fill(model, load_one)]
    if loaded:
        indexing.reindex()
    return loaded


def fill(model, load_one):
    if model.objects.exists():
        return False
    load_one()
    return True


def load_districts():
    for feature in read("districts.geojson")["features"]:
        District.objects.create(**feature["properties"], shape=feature["geometry"])


def load_quarters():
    for feature in read("quarters.geojson")["features"]:
        about = feature["properties"]
        Quarter.objects.create(
            code=about["code"], name=about["name"], district_id=about["district"], shape=feature["geometry"]
        )


def load_terms(model, name):
    for position, term in enumerate(read(name)):
        labels, synonyms = term["name"], {code: "\n".join(found) for code, found in term["synonyms"].items()}
        fields = {name: term[name] for name in ("native", "featured") if name in term}
        i18n = {f"name_{code}": label for code, label in labels.items() if code != "de"}
        i18n |= {f"synonyms_{code}": text for code, text in synonyms.items() if code != "de" and text}
        model.objects.create(
            code=term["code"], position=position, name=labels["de"], synonyms=synonyms["de"], i18n=i18n, **fields
        )


def load_synonyms():
    groups = read("synonyms.json") + read("needs.json")
    Synonym.objects.bulk_create(Synonym(words="\n".join(group)) for group in groups)


def load_pages():
    for position, page in enumerate(read("pages.json")):
        Page.objects.create(position=position, **page)


def load_organisations():
    for facts in read("organisations.json"):
        terms = {name: facts.pop(name) for name in ("topics", "target_groups", "languages")}
        contacts = facts.pop("contacts")
        organisation = Organisation.objects.create(
            state=Organisation.State.PUBLISHED,
            basis=Organisation.Basis.PUBLIC_SOURCE,
            source="Seite der Stadt Darmstadt",
            **facts,
        )
        set_terms(organisation, terms)
        Contact.objects.bulk_create(Contact(organisation=organisation, **contact) for contact in contacts)


def set_terms(thing, codes):
    """Sets topics, target groups and languages of an organisation or offer by their codes."""
    for name, model in (("topics", Topic), ("target_groups", TargetGroup), ("languages", Language)):
        getattr(thing, name).set(model.objects.filter(code__in=codes.get(name, [])))

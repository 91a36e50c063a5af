"""Random questions as people ask them, the same in every run."""

from random import Random

from organisations import facets
from organisations.results import Request
from organisations.scale import Materials

KINDS = ("whole list", "one facet", "three facets", "frequent word", "any word", "beginning", "slip", "word and facets")


def questions(kind, vocabulary, number):
    random, materials = Random(kind), Materials.gather()
    frequent = sorted(zip(materials.weights, materials.words, strict=True), reverse=True)
    pools = {
        "frequent": [word for _weight, word in frequent if len(word) > 4][:40],
        "any": [word for word in materials.words if len(word) > 5],
    }
    for _question in range(number):
        yield Request(typed(kind, random, pools), chosen(kind, random, vocabulary), sort(kind), 1)


def typed(kind, random, pools):
    if kind == "frequent word":
        return random.choice(pools["frequent"])
    if kind in ("any word", "word and facets"):
        return random.choice(pools["any"])
    if kind == "beginning":
        return random.choice(pools["any"])[:4]
    return slipped(random.choice(pools["any"]), random) if kind == "slip" else ""


def slipped(word, random):
    at = random.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1 :]


def chosen(kind, random, vocabulary):
    groups = {"one facet": 1, "three facets": 3, "word and facets": 2}.get(kind, 0)
    picked = random.sample([facets.LANGUAGE, facets.TOPIC, facets.TARGET_GROUP, facets.DISTRICT], groups)
    numbers = [value.number for group in picked for value in random.sample(vocabulary.by_group[group.key], 2)]
    return facets.Choices(tuple(numbers), now=kind == "three facets" and random.random() < 0.3)


def sort(kind):
    return "name" if kind in ("whole list", "one facet", "three facets") else "relevanz"

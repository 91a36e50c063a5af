"""What each version of an application says otherwise, and what the association's entry says since."""

import json
from hashlib import sha256

import pytest
from django.utils import timezone, translation

from grants import terms
from grants.casework import versions
from grants.models import Application
from organisations.models import Organisation
from tests.grants.cases import make_case
from tests.grants.submissions import PAPER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def send_again(case, **changed):
    """Another version, in which these answers of the sections are others."""
    last = case.submissions.last()
    content = json.loads(last.content)
    for key, answers in changed.items():
        former = content["answers"][key]
        content["answers"][key] = former | answers if isinstance(answers, dict) else answers
    text = terms.canonical(content)
    fields = {"content": text, "sha256": sha256(text.encode()).hexdigest(), "arrived_at": timezone.now()}
    return case.submissions.create(number=last.number + 1, version=last.version, **fields)


def test_the_first_version_differs_from_nothing():
    (found,) = versions.of(make_case())
    assert (found.number, found.differences) == (1, [])


def test_a_version_says_what_is_new_in_it_section_by_section():
    case = make_case()
    costs = [
        {"kind": "honorare", "label": "Lehrerin", "quantity": "20.00", "rate": "30.00", "amount": "600.00"},
        {"kind": "material", "label": "Hefte", "quantity": None, "rate": None, "amount": "900.00"},
    ]
    send_again(case, projekt={"place": "Bürgerhaus"}, plan={"costs": costs})
    first, second = versions.of(case)
    told = {(section, label): (before, now) for section, label, before, now in second.differences}
    assert told["Project", "Where is it?"] == ("Nachbarschaftsheim", "Bürgerhaus")
    assert told["Cost and financing plan", "Cost"] == ("Material · Hefte · €1,234.50", "Material · Hefte · €900.00")
    assert {section for section, _label in told} == {"Project", "Cost and financing plan"}
    assert first.differences == []


def test_a_line_that_was_there_twice_and_is_there_once_is_a_difference():
    hefte = {"kind": "material", "label": "Hefte", "quantity": None, "rate": None, "amount": "10.00"}
    case = make_case(plan={"costs": [hefte, hefte]})
    send_again(case, plan={"costs": [hefte]})
    told = {label: (before, now) for _section, label, before, now in versions.of(case)[1].differences}
    assert told["Cost"] == ("Material · Hefte · €10.00", "")


def test_files_of_the_same_name_are_told_apart():
    case = make_case()
    send_again(case, anlagen=[PAPER])
    send_again(case, anlagen=[PAPER | {"key": "def", "sha256": "b2" * 32}])
    ((_section, label, before, now),) = versions.of(case)[2].differences
    assert (label, before, now) == ("Satzung", "Satzung 2024.pdf (a1a1a1a1)", "Satzung 2024.pdf (b2b2b2b2)")


def test_what_changed_in_the_entry_since_it_was_sent():
    case = make_case()
    assert versions.since(case) == []
    Organisation.objects.filter(pk=case.organisation_id).update(street="Neue Straße 1")
    fresh = Application.objects.select_related("organisation").get(pk=case.pk)
    assert versions.since(fresh) == [("Street", "no answer", "Neue Straße 1")]


def test_since_is_counted_from_the_newest_version():
    case = make_case()
    Organisation.objects.filter(pk=case.organisation_id).update(city="Darmstadt-Arheilgen")
    content = json.loads(case.submissions.last().content)
    content["organisation"]["city"] = "Darmstadt-Arheilgen"
    version, text = case.submissions.last().version, terms.canonical(content)
    digest = sha256(text.encode()).hexdigest()
    case.submissions.create(number=2, version=version, content=text, sha256=digest, arrived_at=timezone.now())
    assert versions.since(Application.objects.get(pk=case.pk)) == []


def test_another_entry_after_a_merge_is_told():
    case = make_case()
    content = json.loads(case.submissions.last().content)
    content["organisation"]["uuid"] = "00000000-0000-0000-0000-000000000000"
    text = terms.canonical(content)
    fields = {"content": text, "sha256": sha256(text.encode()).hexdigest(), "arrived_at": timezone.now()}
    case.submissions.create(number=2, version=case.submissions.last().version, **fields)
    assert [label for label, _then, _now in versions.since(case)] == ["Entry"]

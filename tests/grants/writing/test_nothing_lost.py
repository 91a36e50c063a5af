"""Nothing that was typed becomes unreachable: not by deleting it, not by a second window, not by what arrives late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from darmstadt_mso.lib import kept_forms
from grants import writing
from grants.models import Revision
from tests.grants.factories import type_section

from .conftest import browser
from .pages import auto, mistakes, saved, send, shown, url, words

pytestmark = pytest.mark.django_db
LONG = "Ein langer Text. " * 30


def kept(draft):
    return [
        one.typed.get("events", [""])[0]
        for one in Revision.objects.filter(section__application=draft).order_by("number", "pk")
    ]


def test_a_text_that_is_emptied_stays_in_the_history(person, draft):
    for seen, text in enumerate(["Ein", LONG, "", "N", "Neues"]):
        auto(person, draft, "projekt", seen, events=text)
    assert kept(draft) == ["Ein", LONG, "Neues"]


def test_a_text_that_is_replaced_by_one_as_long_stays_in_the_history(person, draft):
    for seen, text in enumerate(["Ein", LONG, LONG.upper()]):
        auto(person, draft, "projekt", seen, events=text)
    assert kept(draft) == ["Ein", LONG, LONG.upper()]


def test_a_slip_that_is_mended_makes_no_revision(person, draft):
    for seen, text in enumerate(["Ein", LONG + "Feßt", LONG + "Fest"]):
        auto(person, draft, "projekt", seen, events=text)
    assert kept(draft) == ["Ein", LONG + "Fest"]


def test_a_long_sitting_leaves_a_text_every_ten_minutes(person, draft):
    for seen in range(6):
        auto(person, draft, "projekt", seen, events="x" * (seen + 1))
        for one in Revision.objects.all():
            Revision.objects.filter(pk=one.pk).update(at=one.at - timedelta(minutes=4))
    assert kept(draft) == ["x", "xxx", "xxxxx", "xxxxxx"]


def test_each_window_has_its_own_text_aside(person, colleague, member, draft):
    send(browser(colleague), draft, "projekt", 0, title="hers")
    first = auto(person, draft, "projekt", 0, events=LONG).json()["choose"]
    second = auto(person, draft, "projekt", 0, events="Aus dem anderen Fenster, ganz anders").json()["choose"]
    assert auto(person, draft, "projekt", 0, events=LONG + "!").json()["choose"] == first
    assert first != second
    assert sorted(one.typed["events"][0] for one in writing.kept_aside(draft, member)) == [
        "Aus dem anderen Fenster, ganz anders",
        LONG + "!",
    ]


def test_choosing_leaves_the_text_of_the_other_window_to_be_chosen(person, colleague, member, draft):
    send(browser(colleague), draft, "projekt", 0, title="hers")
    send(person, draft, "projekt", 0, events=LONG)
    page = send(person, draft, "projekt", 0, events="Aus dem anderen Fenster, ganz anders")["Location"]
    at = writing.kept_aside(draft, member).last().at.isoformat()
    person.post(page, {"seen": 1, "at": at, "action": "all-theirs"})
    assert writing.kept_aside(draft, member).get().typed == {"events": [LONG]}


def test_an_older_autosave_that_arrives_after_the_button_is_kept_beside(person, draft):
    send(person, draft, "projekt", 0, title="Fest im Park", events=LONG)
    answer = auto(person, draft, "projekt", 0, title="Fest", events=LONG)
    assert saved(draft, "projekt") == {"title": "Fest im Park", "events": LONG}
    assert (answer.json()["number"], answer.json()["older"]) == (1, True)
    titles = Revision.objects.order_by("pk").values_list("kind", "typed__title__0")
    assert [*titles] == [("saved", "Fest im Park"), ("auto", "Fest")]


def test_an_autosave_whose_answer_was_lost_goes_on(person, draft):
    auto(person, draft, "projekt", 0, title="Fest")
    assert "older" not in auto(person, draft, "projekt", 0, title="Fest im Park").json()
    assert saved(draft, "projekt") == {"title": "Fest im Park"}


def test_a_number_above_the_real_one_overwrites_no_colleague(person, colleague, draft):
    send(browser(colleague), draft, "projekt", 0, title="hers")
    assert "/fassungen/" in send(person, draft, "projekt", 999, title="mine")["Location"]
    assert saved(draft, "projekt") == {"title": "hers"}


def test_equal_texts_aside_are_settled_by_the_save_and_never_by_looking(person, colleague, member, draft):
    send(browser(colleague), draft, "projekt", 0, title="hers")
    page = send(person, draft, "projekt", 0, title="mine")["Location"]
    Revision.objects.filter(kind="aside").update(typed={"title": ["hers"]})
    assert person.get(page).status_code == 200
    assert writing.kept_aside(draft, member).exists()
    send(browser(colleague), draft, "projekt", 1, title="mine")
    Revision.objects.filter(kind="aside").update(typed={"title": ["anew"]})
    send(browser(colleague), draft, "projekt", 2, title="anew", place="")
    assert not writing.kept_aside(draft, member).exists()


def test_a_version_that_no_database_knows_is_not_found(person, draft):
    assert person.post(url(draft, "verlauf"), {"fassung": "a\0b"}).status_code == 404


def test_an_address_is_no_longer_than_an_address_can_be(person, draft):
    domain = "a" * 60 + "." + "b" * 60 + "." + "c" * 60 + ".example.org"
    for local, is_wrong in (("x" * 59, False), ("x" * 60, True)):
        address = f"{local}@{domain}"
        assert (len(address) > 254) == is_wrong
        answer = send(person, draft, "verein", contact_email=address)
        assert ("contact_email" in mistakes(answer) if answer.status_code == 422 else False) == is_wrong


def test_megabytes_are_refused_in_words(person, draft):
    answer = send(person, draft, "projekt", events="x" * 3_000_000)
    assert answer.status_code == 413
    assert len(shown(answer)["events"]) == 3_000_000


def test_what_fits_on_a_page_is_kept_without_log_in_too(client, draft, member):
    text = "x" * (writing.MOST_CHARACTERS - len("events"))
    send(client, draft, "projekt", 0, events=text, title="")
    client.force_login(member)
    assert kept_forms.MOST_CHARACTERS > writing.MOST_CHARACTERS
    assert shown(client.get(url(draft, "projekt")))["events"] == text


def test_the_requested_sum_is_kept_as_typed_before_another_takes_its_place(person, draft):
    costs = {"kosten-0-category": "material", "kosten-0-label": "Farbe", "kosten-0-amount": "100"}
    send(person, draft, "plan", 0, **costs, requested="60", action="highest")
    sums = Revision.objects.order_by("pk").values_list("typed__requested__0", flat=True)
    assert [*sums] == ["60", "75,00"]
    assert saved(draft, "plan")["requested"] == "75,00"


def test_the_history_tells_who_typed_what_beside(person, draft, member):
    type_section(draft, "projekt", member, title="Fest im Park")
    auto(person, draft, "projekt", 0, title="Anderes")
    Revision.objects.update(at=timezone.now())
    assert "Anderes" in words(person.get(url(draft, "verlauf")))

"""One page of an application: whatever is typed is kept first, then judged."""

import pytest
from django.utils import timezone

from grants import writing
from grants.models import Application
from organisations.models import Topic
from tests.factories import make_contact, make_organisation
from tests.grants.factories import make_application, type_section
from tests.pages import by_class, text, tree

from .pages import form_of, mistakes, saved, send, shown, url, words

pytestmark = pytest.mark.django_db
PROJECT = {"title": "Fest", "begins_on": "2030-05-01", "ends_on": "2030-05-02"}


def test_what_is_typed_is_kept_and_the_next_page_follows(person, draft, member):
    answer = send(person, draft, "projekt", **PROJECT)
    assert (answer.status_code, answer["Location"]) == (302, url(draft, "inhalt"))
    assert saved(draft, "projekt") == PROJECT
    section = draft.sections.get()
    assert (section.number, section.edited_by) == (1, member)
    draft.refresh_from_db()
    assert draft.title == "Fest"


def test_back_to_the_list(person, draft):
    assert send(person, draft, "projekt", action="list", title="Fest")["Location"] == url(draft)


@pytest.mark.parametrize(
    ("key", "follows"),
    [
        ("verein", "projekt"),
        ("projekt", "inhalt"),
        ("inhalt", "plan"),
        ("plan", "anlagen"),
        ("erklaerungen", "pruefen"),
    ],
)
def test_the_pages_follow_each_other(person, draft, key, follows):
    assert send(person, draft, key)["Location"] == url(draft, follows)


def test_an_empty_page_can_be_saved(person, draft):
    assert send(person, draft, "verein").status_code == 302
    assert draft.sections.get().number == 1


def test_a_mistake_is_told_beside_the_field_and_everything_is_saved_as_typed(person, draft):
    typed = {"title": "Fest", "begins_on": "irgendwann", "ends_on": "31.12.2030", "participants": "zwanzig"}
    answer = send(person, draft, "projekt", **typed)
    assert answer.status_code == 422
    assert mistakes(answer) == {
        "begins_on": "Write the day like this: 31.12.2030.",
        "participants": "Enter a whole number in digits, for example 25.",
    }
    assert saved(draft, "projekt") == typed
    again = shown(answer)
    assert {name: again[name] for name in typed} == typed | {"ends_on": "2030-12-31"}
    assert again["seen"] == "1"


def test_a_calendar_field_becomes_a_line_of_text_for_what_it_could_not_show(person, draft):
    answer = send(person, draft, "projekt", begins_on="irgendwann", ends_on="31.12.2030")
    kinds = {one.get("name"): one.get("type") for one in form_of(answer).iter("input")}
    assert (kinds["begins_on"], kinds["ends_on"]) == ("text", "date")


def test_the_end_is_not_before_the_beginning(person, draft):
    answer = send(person, draft, "projekt", begins_on="02.05.2030", ends_on="01.05.2030")
    assert mistakes(answer) == {
        "ends_on": "The end is before the beginning (2 May 2030). Please correct one of the two days."
    }


def test_at_most_three_topics(person, draft):
    codes = [*Topic.objects.values_list("code", flat=True)[:4]]
    answer = send(person, draft, "projekt", topics=codes)
    assert mistakes(answer) == {"topics": "Choose at most 3. You have chosen 4."}
    assert saved(draft, "projekt")["topics"] == codes


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("DE02 1203 0000 0000 2020 52", "There is a slip in this IBAN: its check digits do not fit."),
        ("DE02 1203 0000 0000 2020", "This IBAN has the wrong number of characters."),
        ("XX02 1203 0000 0000 2020 51", "An IBAN begins with the letters of a country"),
        ("12030000 202051", "This is no IBAN. In Germany it is DE and 20 digits."),
    ],
)
def test_a_wrong_iban_is_told_in_words_and_kept(person, draft, typed, says):
    answer = send(person, draft, "verein", iban=typed)
    assert says in mistakes(answer)["iban"]
    assert shown(answer)["iban"] == typed


def test_a_right_iban_is_taken_with_and_without_spaces(person, draft):
    assert send(person, draft, "verein", iban="de02 1203 0000 0000 2020 51", bic="BYLADEM1001").status_code == 302


def test_a_bic_that_is_none_is_told(person, draft):
    assert list(mistakes(send(person, draft, "verein", bic="BANK"))) == ["bic"]


def test_what_was_saved_is_shown_again_with_its_mistakes(person, draft, member):
    type_section(draft, "projekt", member, title="Fest", begins_on="bald")
    answer = person.get(url(draft, "projekt"))
    assert answer.status_code == 200
    assert [shown(answer)[name] for name in ("title", "begins_on", "seen")] == ["Fest", "bald", "1"]
    assert list(mistakes(answer)) == ["begins_on"]


def test_the_associations_page_begins_with_what_the_directory_knows(person, draft, organisation):
    make_contact(organisation, person="Cleo", role="Kasse", phone="06151 1", email="cleo@example.org")
    answer = person.get(url(draft, "verein"))
    begun = shown(answer)
    names = ("contact_name", "contact_role", "contact_phone", "contact_email", "account_holder", "iban")
    assert [begun[name] for name in names] == ["Cleo", "Kasse", "06151 1", "cleo@example.org", "Anisverein", ""]
    facts = text(by_class(tree(answer), "known")[0])
    assert ("Anisverein" in facts, "Weg 1, 64283 Darmstadt" in facts, "VR 1" in facts) == (True, True, True)


def test_the_associations_page_begins_with_its_newest_application(person, draft, organisation, member):
    make_contact(organisation, person="Cleo")
    other = make_application(organisation)
    type_section(other, "verein", member, contact_name="Dora", iban="DE02120300000000202051")
    begun = shown(person.get(url(draft, "verein")))
    assert (begun["contact_name"], begun["iban"]) == ("Dora", "DE02120300000000202051")
    assert draft.sections.count() == 0


def test_another_associations_texts_are_not_offered(person, draft, member):
    type_section(make_application(make_organisation(index=False)), "verein", member, contact_name="Fremd")
    assert shown(person.get(url(draft, "verein")))["contact_name"] == ""


def test_too_much_text_is_refused_and_stays_on_the_page(person, draft, monkeypatch):
    monkeypatch.setattr(writing, "MOST_CHARACTERS", 30)
    answer = send(person, draft, "projekt", title="x" * 40)
    assert answer.status_code == 413
    assert shown(answer)["title"] == "x" * 40
    assert "This is too much text to be saved: at most 30 characters fit on one page." in text(tree(answer))
    assert draft.sections.count() == 0


def test_a_character_that_no_database_takes_is_left_out(person, draft):
    send(person, draft, "projekt", title="Fe\0st")
    assert saved(draft, "projekt") == {"title": "Fest"}


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "²"])
def test_a_number_that_is_none_does_no_harm(person, draft, seen):
    assert send(person, draft, "projekt", seen=seen, title="Fest").status_code == 302


def test_what_is_typed_after_the_submission_stays_on_the_page(person, draft):
    submitted = {"state": "submitted", "reference": "2030-BIL-0001", "submitted_at": timezone.now()}
    Application.objects.filter(pk=draft.pk).update(**submitted)
    answer = person.post(url(draft, "projekt"), {"seen": 0, "title": "Zu spät", "kind": "new"})
    assert answer.status_code == 409
    said = words(answer)
    assert ("Zu spät" in said, "It is new." in said) == (True, True)
    assert draft.sections.count() == 0


def test_a_submitted_applications_pages_lead_to_its_state(person, draft):
    submitted = {"state": "submitted", "reference": "2030-BIL-0001", "submitted_at": timezone.now()}
    Application.objects.filter(pk=draft.pk).update(**submitted)
    assert person.get(url(draft, "projekt"))["Location"] == "/en/antraege/2030-BIL-0001/"


def test_there_is_no_other_page(person, draft):
    assert person.get(url(draft, "nirgends")).status_code == 404


def test_no_browser_keeps_the_page(person, draft):
    assert "no-store" in person.get(url(draft, "projekt"))["Cache-Control"]

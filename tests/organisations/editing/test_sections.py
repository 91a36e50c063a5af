"""An association's people edit their entry: from the list of sections to what waits for the office."""

import pytest
from django.test import Client

from organisations.models import Contact, Membership, OpeningHours, Organisation, ProposedChange, Topic
from tests.factories import make_contact, make_organisation, make_user
from tests.organisations.editing.pages import CONTACT, edit_link, fields, notices, save, url, waiting
from tests.organisations.moderation.proposals import make_member
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db


SECTIONS = ["name", "texte", "themen", "ort", "oeffnungszeiten", "internet", "logo"]


@pytest.mark.parametrize("section", [*SECTIONS, "kontakte", "angebote", "uebersetzungen"])
def test_every_section_opens(person, organisation, section):
    assert person.get(url(section)).status_code == 200


@pytest.mark.parametrize("section", [*(one for one in SECTIONS if one != "logo")])
def test_what_nobody_touched_is_no_change(person, organisation, section):
    make_contact(organisation)
    OpeningHours.objects.create(organisation=organisation, weekday=1, opens="10:00", closes="12:00", note="Küche")
    answer = save(person, url(section))
    assert (answer.status_code, answer["Location"], waiting()) == (302, url(), {})
    assert notices(person, answer) == ["There was nothing new to save."]


def test_a_change_waits_and_the_published_version_stays(person, organisation, member):
    answer = save(person, url("texte"), summary="Wir backen.", office_note="Neue Köchin")
    assert (answer.status_code, answer["Location"]) == (302, url())
    assert waiting() == {("", "summary"): "Wir backen."}
    change = ProposedChange.objects.get()
    assert (change.before, change.proposal.author, change.proposal.note) == ("Wir kochen.", member, "Neue Köchin")
    assert Organisation.objects.get(slug="anis").summary == "Wir kochen."
    words = "Thank you. Your change waits for the office; until then everybody sees the former version."
    assert notices(person, answer) == [words]


def test_the_form_begins_with_what_waits_and_says_what_is_public(person, organisation):
    save(person, url("texte"), summary="Wir backen.")
    answer = person.get(url("texte"))
    assert fields(answer)["summary"] == "Wir backen."
    assert [text(one) for one in by_class(tree(answer), "mark")] == ["Waits for approval. Public now: Wir kochen."]
    tasks = {text(next(one.iter("a"))): one for one in by_class(tree(person.get(url())), "task")}
    assert [bool(by_class(tasks[name], "warm")) for name in ("Texts", "Name and legal form")] == [True, False]


def test_what_is_changed_back_waits_no_longer(person, organisation):
    save(person, url("texte"), summary="Wir backen.")
    answer = save(person, url("texte"), summary="Wir kochen.")
    assert waiting() == {}
    assert notices(person, answer) == ["It is as published again; nothing of it waits any more."]


def test_mistakes_are_said_beside_the_field_and_nothing_typed_is_lost(person, organisation):
    answer = save(person, url("ort"), postcode="6428", street="Neue Straße 1", quarter="", city="Darmstadt")
    assert answer.status_code == 422
    wrong = [one.get("id") for one in by_class(tree(answer), "has-error")]
    assert (wrong, fields(answer)["street"], waiting()) == (["div_id_postcode"], "Neue Straße 1", {})


def test_the_rules_of_the_model_hold_for_several_fields_together(person, organisation):
    answer = save(person, url("ort"), district="100", quarter="520")
    assert answer.status_code == 422
    assert [one.get("id") for one in by_class(tree(answer), "has-error")] == ["div_id_quarter"]


def test_terms_and_links_are_lists(person, organisation):
    codes = sorted(Topic.objects.values_list("code", flat=True)[3:5])
    save(person, url("themen"), topics=codes)
    save(person, url("internet"), social_links="instagram.com/anis\r\n\r\nhttps://example.org/anis\r\n")
    links = ["https://instagram.com/anis", "https://example.org/anis"]
    assert waiting() == {("", "topics"): codes, ("", "social_links"): links}


def test_a_wrong_line_of_the_links_is_named(person, organisation):
    answer = save(person, url("internet"), social_links="https://example.org\r\nkein Link")
    assert "Line 2 is no web address" in text(main(tree(answer)))
    assert fields(answer)["social_links"] == "https://example.org\r\nkein Link"


# Two editors


@pytest.fixture
def other(organisation):
    client = Client()
    client.force_login(make_member(organisation, first_name="Ben"))
    return client


def test_the_second_of_two_editors_sees_what_changed_and_loses_nothing(person, other, organisation):
    opened = fields(other.get(url("texte")))
    save(person, url("texte"), summary="Wir backen.", community="Anis")
    answer = other.post(url("texte"), opened | {"summary": "Wir braten.", "description": "Drei"})
    assert answer.status_code == 422
    assert text(by_class(tree(answer), "error-summary")[0]).endswith("keep yours. In one sentence")
    marks = [text(one) for one in by_class(tree(answer), "mark")]
    assert "In the meantime changed by Ada Anis to: Wir backen." in marks
    shown = fields(answer)
    assert (shown["summary"], shown["description"]) == ("Wir braten.", "Drei")
    assert waiting() == {("", "summary"): "Wir backen.", ("", "community"): "Anis"}
    assert other.post(url("texte"), shown).status_code == 302
    assert waiting() == {("", "summary"): "Wir braten.", ("", "community"): "Anis", ("", "description"): "Drei"}


def test_what_the_office_published_meanwhile_is_seen_too(person, organisation):
    opened = fields(person.get(url("texte")))
    Organisation.objects.filter(slug="anis").update(summary="Wir dünsten.")
    answer = person.post(url("texte"), opened | {"summary": "Wir backen."})
    assert "In the meantime changed to: Wir dünsten." in [text(one) for one in by_class(tree(answer), "mark")]
    assert person.post(url("texte"), fields(answer)).status_code == 302
    assert waiting() == {("", "summary"): "Wir backen."}


def test_what_does_not_fit_to_the_change_of_somebody_else_is_refused(person, other, organisation):
    opened = fields(other.get(url("ort")))
    save(person, url("ort"), district="100")
    answer = other.post(url("ort"), opened | {"quarter": "520", "street": "Neue Straße 1"})
    assert (answer.status_code, waiting()) == (422, {("", "district"): "100"})
    shown = fields(answer)
    assert (shown["quarter"], shown["street"]) == ("520", "Neue Straße 1")


def test_a_forged_state_of_things_overwrites_nothing_silently(person, organisation):
    opened = fields(person.get(url("texte")))
    answer = person.post(url("texte"), opened | {"summary": "Wir backen.", "seen": opened["seen"][:-2] + "xx"})
    assert (answer.status_code, waiting()) == (422, {})


def test_what_was_typed_without_log_in_stands_there_after_it(person, member, organisation):
    opened = fields(person.get(url("texte")))
    person.logout()
    assert person.post(url("texte"), opened | {"summary": "Wir backen."}).status_code == 302
    Organisation.objects.filter(slug="anis").update(summary="Wir dünsten.")
    session = dict(person.session.items())
    person.force_login(member)
    kept = person.session
    kept.update({key: value for key, value in session.items() if key == "kept_forms"})
    kept.save()
    shown = fields(person.get(url("texte")))
    assert shown["summary"] == "Wir backen."
    assert person.post(url("texte"), shown).status_code == 422


# Opening hours


@pytest.fixture
def opening(organisation):
    rows = [(1, "10:00", "12:00", "Küche"), (1, "14:00", "16:00", ""), (1, "18:00", "20:00", "")]
    for day, opens, closes, note in rows:
        OpeningHours.objects.create(organisation=organisation, weekday=day, opens=opens, closes=closes, note=note)
    OpeningHours.objects.filter(note="Küche").update(i18n={"note_en": "kitchen"})


def row(weekday, opens, closes, note="", **more):
    return {"weekday": weekday, "opens": opens, "closes": closes, "note": note, **more}


def test_opening_hours_are_one_fact_in_their_order(person, organisation, opening):
    typed = {"day0_1_opens": "09:00", "day0_1_closes": "10:30", "day1_0_opens": "11:00", "day1_2_opens": ""}
    save(person, url("oeffnungszeiten"), **typed, day1_2_closes="", hours_note="Nicht in den Ferien")
    rows = [row(0, "09:00", "10:30"), row(1, "11:00", "12:00", "Küche", i18n={"note_en": "kitchen"})]
    rows.append(row(1, "14:00", "16:00"))
    assert waiting() == {("", "opening_hours"): rows, ("", "hours_note"): "Nicht in den Ferien"}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day0_0_opens": "12:00", "day0_0_closes": "11:00"}, "day0_0_closes"),
        ({"day0_0_opens": "12:00"}, "day0_0_closes"),
        ({"day0_0_closes": "12:00"}, "day0_0_opens"),
        ({"day0_0_note": "Tee"}, "day0_0_opens"),
        ({"day0_0_opens": "10", "day0_0_closes": "12:00"}, "day0_0_opens"),
        ({"day1_1_opens": "11:30"}, "day1_1_opens"),
    ],
)
def test_impossible_times_are_refused_beside_the_field(person, organisation, opening, typed, field):
    answer = save(person, url("oeffnungszeiten"), **typed)
    assert answer.status_code == 422
    wrong = [next(one.iter("input")).get("name") for one in by_class(tree(answer), "has-error")]
    assert (wrong, waiting()) == ([field], {})
    assert {name: fields(answer)[name] for name in typed} == typed


def test_times_that_meet_do_not_overlap(person, organisation, opening):
    assert save(person, url("oeffnungszeiten"), day1_1_opens="12:00").status_code == 302


# Trusted, not yet public, gone


def test_times_and_offers_of_a_trusted_association_are_published_at_once(person, organisation):
    Organisation.objects.update(trusted=True)
    save(person, url("oeffnungszeiten"), day0_0_opens="09:00", day0_0_closes="10:00")
    save(person, url("angebote", "neu"), title="Nähkurs", cost="free")
    answer = save(person, url("texte"), summary="Wir backen.")
    assert [*waiting()] == [("", "summary")]
    assert (
        organisation.opening_hours.count(),
        organisation.offers.get().title,
        answer.status_code,
    ) == (1, "Nähkurs", 302)
    assert ProposedChange.objects.filter(verdict="at_once").count() == 2


@pytest.mark.parametrize("state", ["draft", "pending"])
def test_an_entry_that_is_not_public_yet_is_written_at_once(person, organisation, state):
    Organisation.objects.update(state=state)
    answer = save(person, url("texte"), summary="Wir backen.")
    assert notices(person, answer) == ["It is saved."]
    save(person, url("kontakte", "neu"), **CONTACT)
    assert (Organisation.objects.get(slug="anis").summary, organisation.contacts.get().role) == (
        "Wir backen.",
        "Beratung",
    )
    assert ProposedChange.objects.count() == 0
    assert "office_note" not in fields(person.get(url("texte")))


def test_what_cannot_be_published_together_is_said_and_nothing_is_lost(person, organisation):
    Organisation.objects.update(state="draft")
    contact = make_contact(organisation, phone="06151 12345")
    opened = fields(person.get(edit_link(person, "kontakte", "Edit")))
    Contact.objects.filter(pk=contact.pk).update(phone="")
    answer = person.post(edit_link(person, "kontakte", "Edit"), opened | {"email": "", "person": "Eva"})
    assert answer.status_code == 422
    assert "A public contact needs a telephone number or an e-mail address." in text(main(tree(answer)))
    assert fields(answer)["person"] == "Eva"


def test_a_hidden_entry_is_edited_with_a_word_about_it(person, organisation):
    Organisation.objects.update(state="hidden")
    assert "The entry is hidden at present" in text(main(tree(person.get(url()))))
    save(person, url("texte"), summary="Wir backen.")
    assert waiting() == {("", "summary"): "Wir backen."}


def test_of_a_dissolved_or_merged_entry_only_the_reason_is_shown(person, organisation, member):
    Organisation.objects.filter(slug="anis").update(state="dissolved")
    assert "is marked as dissolved" in text(main(tree(person.get(url()))))
    into = make_organisation(name="Birne", slug="birne")
    Membership.objects.create(organisation=into, user=member)
    Organisation.objects.filter(slug="anis").update(state="merged", merged_into=into)
    page = main(tree(person.get(url())))
    assert ("Edit that entry", "/en/konto/vereine/birne/bearbeiten/") in links(page)
    assert person.get(url("texte")).status_code == 404


def test_a_former_address_still_leads_to_the_form(person, organisation):
    organisation.keep_address("anis-alt")
    assert person.get("/en/konto/vereine/anis-alt/bearbeiten/texte/").status_code == 200


def test_for_strangers_it_does_not_exist(client, organisation):
    client.force_login(make_user())
    for address in (url(), url("texte"), url("kontakte", "neu"), url("uebersetzungen", "en")):
        assert (client.get(address).status_code, client.post(address).status_code) in [(404, 404), (404, 405)]


def test_sections_and_languages_that_do_not_exist(person, organisation):
    for address in (url("bank"), url("uebersetzungen", "de"), url("kontakte", "xyz"), url("bank", "neu")):
        assert person.get(address).status_code == 404

"""The office writes calls: rules, lists and translations, looked at and published from their page."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from darmstadt_mso.lib import history
from darmstadt_mso.lib.translated import outdated
from grants import call_states, publishing
from grants.models import Call, Programme, Question
from tests.factories import make_member, make_organisation, make_user
from tests.grants.factories import make_application, make_call, make_programme
from tests.mails import queued
from tests.office import let_in
from tests.organisations.test_admin import form_of, save, url_of
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db
LIST = "/en/admin/grants/call/"


def url(call, act=""):
    return f"{LIST}{call.pk}/{act}"


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return main(tree(answer))


@pytest.fixture
def officer(client):
    """Who reads the administration in English."""
    client.cookies["django_language"] = "en"
    return let_in(client, make_user("Förderung", first_name="Berta"))


def columns(shown, *names):
    """The cells of these columns of a list, row by row."""
    return zip(*(by_class(shown, name) for name in names), strict=True)


def ready_call(**fields):
    return make_call(summary="Für Vereine", contact_email="amt@example.org", **fields)


def changed(call, **fields):
    Call.objects.filter(pk=call.pk).update(**fields)
    return Call.objects.get(pk=call.pk)


def seen(officer, call):
    return form_of(officer, url(call, "veroeffentlichen/"))


ACTS = ["change/", "history/", "vorschau/", "veroeffentlichen/", "kopieren/", "archivieren/", "delete/"]


@pytest.mark.parametrize(
    ("role", "answers"),
    [
        ("Förderung", "200 200 200 200 200 200 302"),
        ("Leitung", "200 200 200 200 200 200 302"),
        ("Entscheidung", "200 200 200 403 403 403 403"),
        ("Redaktion", "403 403 403 403 403 403 403"),
    ],
)
def test_only_those_who_run_calls_write_and_publish_them(role, answers):
    call, client = changed(ready_call(), maximum=Decimal(900)), let_in(Client(), make_user(role))
    assert " ".join(str(client.get(url(call, act)).status_code) for act in ACTS) == answers
    post = {act: client.post(url(call, act)).status_code for act in ("veroeffentlichen/", "kopieren/", "archivieren/")}
    refused = role in ("Entscheidung", "Redaktion")
    assert all((status == 403) == refused for status in post.values())


def test_entscheidung_reads_a_call_without_any_button_that_changes_it():
    call, client = changed(ready_call(), maximum=Decimal(900)), let_in(Client(), make_user("Entscheidung"))
    shown = tree(client.get(url(call, "change/")))
    names = [one.get("name") for one in shown.iter("input") if one.get("type") == "submit"]
    assert names == []
    assert [href for _words, href in links(shown) if href and "veroeffentlichen" in href] == []


def test_a_new_call_is_written_with_its_lists(officer):
    programme = make_programme()
    typed = {"title": "Hilfe", "slug": "hilfe", "programme": str(programme.pk), "year": "2027", "share": "75"}
    moments = {"opens_at": "2027-02-01T00:00:00", "closes_at": "2027-03-31T23:59:59"}
    rows = {
        "cost_categories-0-name": "Material",
        "cost_categories-1-name": "Honorare",
        "cost_categories-1-position": "1",
    }
    save(officer, Call(), **typed, **moments, **rows)
    call = Call.objects.get(slug="hilfe")
    assert call.closes_at.isoformat() == "2027-03-31T21:59:59+00:00"
    kept = list(call.cost_categories.values_list("name", "position"))
    assert kept == [("Honorare", 10), ("Material", 20)]
    assert call.questions.count() == 0


def test_two_empty_rows_wait_in_every_list_and_leave_no_trace(officer):
    call = ready_call()
    sent = form_of(officer, url_of(call))
    assert sent["cost_categories-TOTAL_FORMS"] == "4"
    save(officer, call)
    assert (call.cost_categories.count(), publishing.has_changes(Call.objects.get(pk=call.pk))) == (2, False)


def test_keys_of_rows_are_shown_nowhere(officer):
    call = ready_call()
    assert [name for name in form_of(officer, url_of(call)) if name.endswith("-key")] == []


def test_a_clock_time_that_does_not_exist_is_refused(officer):
    call = ready_call()
    sent = form_of(officer, url_of(call)) | {"closes_at": "2027-03-28T02:30:00"}
    answer = officer.post(url_of(call), sent)
    assert (answer.status_code, len(by_class(tree(answer), "errorlist"))) == (200, 1)


def test_legal_forms_are_ticked(officer):
    call = ready_call()
    save(officer, call, legal_forms=["ev", "ggmbh"])
    assert Call.objects.get(pk=call.pk).legal_forms == ["ev", "ggmbh"]


def test_a_published_call_keeps_its_address_and_programme(officer):
    call = ready_call()
    save(officer, call, slug="anders", title="Neu")
    call.refresh_from_db()
    assert (call.title, call.slug == "anders") == ("Neu", False)


def test_unpublished_changes_show_on_the_page_and_in_the_list(officer):
    call = ready_call(title="Alt")
    ready_call(title="Gleich")
    save(officer, call, title="Neu")
    assert "There are changes that are not published" in text(page(officer, url(call, "change/")))
    assert "not published yet" in text(page(officer, LIST))
    found = [text(one) for one in by_class(page(officer, f"{LIST}?changes=yes"), "field-title")]
    assert found == ["Neu"]


@pytest.mark.parametrize(
    ("fields", "state", "words"),
    [
        ({"publish": False}, "draft", "draft, never published"),
        ({}, "open", "open until"),
        ({"opens_at": "2040-01-01T00:00Z", "closes_at": "2040-02-01T00:00Z"}, "upcoming", "opens"),
        ({"opens_at": "2020-01-01T00:00Z", "closes_at": "2020-02-01T00:00Z"}, "closed", "closed since"),
        (
            {"opens_at": "2020-01-01T00:00Z", "closes_at": "2020-02-01T00:00Z", "decided_on": "2020-03-01"},
            "decided",
            "decided on",
        ),
        ({"archived": True}, "archived", "taken from the public pages"),
    ],
)
def test_the_list_says_and_finds_where_a_call_stands(officer, fields, state, words):
    published = fields.pop("publish", True)
    call = make_call(publish=False)
    call = changed(call, **fields)
    if published:
        publishing.publish(call, None)
    found = page(officer, f"{LIST}?state={state}")
    rows = {text(title): text(state) for title, state in columns(found, "field-title", "field-state_told")}
    assert rows[call.title].startswith(words)
    others = [one for one in call_states.STATES if one != state]
    assert [one for one in others if call in call_states.among(Call.objects.all(), one)] == []


def test_the_preview_is_the_public_page_of_what_is_written_so_far(officer):
    call = changed(ready_call(), title="Noch geheim")
    shown = page(officer, url(call, "vorschau/"))
    assert "Noch geheim" in text(shown)
    assert "Preview." in text(by_class(shown, "notice")[0])


def test_publishing_shows_what_changes_and_whom_it_concerns(officer):
    call, organisation = ready_call(), make_organisation()
    make_member(organisation)
    make_application(organisation, call)
    call = changed(call, maximum=Decimal(900))
    shown = page(officer, url(call, "veroeffentlichen/"))
    (difference,) = (one for one in shown.iter("dl"))
    assert text(difference) == "Highest grant per application before: €500.00 after: €900.00"
    assert "1 person gets a mail with your note." in text(shown)


def test_publishing_a_change_tells_applicants(officer):
    call, organisation = ready_call(), make_organisation()
    make_member(organisation)
    make_application(organisation, call)
    call = changed(call, maximum=Decimal(900))
    sent = seen(officer, call) | {"note": "Der Topf ist größer."}
    assert officer.post(url(call, "veroeffentlichen/"), sent).status_code == 302
    call.refresh_from_db()
    assert (call.published.number, call.published.note) == (2, "Der Topf ist größer.")
    assert call.published.published_by.first_name == "Berta"
    assert len(queued()) == 1


def test_without_a_note_nothing_is_published(officer):
    call = changed(ready_call(), maximum=Decimal(900))
    answer = officer.post(url(call, "veroeffentlichen/"), seen(officer, call) | {"note": ""})
    assert (answer.status_code, call.versions.count()) == (422, 1)
    assert "Say what changes and why." in text(main(tree(answer)))


def test_what_a_colleague_changed_meanwhile_is_shown_before_it_is_published(officer):
    call = changed(ready_call(), maximum=Decimal(900))
    sent = seen(officer, call) | {"note": "Mehr"}
    call = changed(call, maximum=Decimal(100))
    answer = officer.post(url(call, "veroeffentlichen/"), sent)
    assert (answer.status_code, call.versions.count()) == (409, 1)
    assert "€100.00" in text(main(tree(answer)))


def test_an_incomplete_call_has_no_button_to_publish_it(officer):
    call = make_call(publish=False, costs=())
    shown = page(officer, url(call, "veroeffentlichen/"))
    assert "A cost category is missing." in text(shown)
    assert [text(one) for one in shown.iter("button") if "Publish" in text(one)] == []


def test_a_copy_is_made_by_post_and_opened(officer):
    call = ready_call(slug="hilfe-2026")
    answer = officer.post(url(call, "kopieren/"))
    new = Call.objects.get(slug="hilfe-2027")
    assert answer["Location"].endswith(f"/grants/call/{new.pk}/change/")


def test_a_call_is_taken_from_the_public_pages_and_shown_again(officer):
    call = ready_call()
    for archived in (True, False):
        sent = form_of(officer, url(call, "archivieren/"))
        assert officer.post(url(call, "archivieren/"), sent).status_code == 302
        assert Call.objects.get(pk=call.pk).archived is archived
        assert Call.objects.visible_to(make_user()).filter(pk=call.pk).exists() is not archived


@pytest.mark.parametrize("published", [True, False])
def test_only_a_call_that_was_never_published_offers_to_delete_it(officer, published):
    call = make_call(publish=published)
    targets = [target for _label, target in links(page(officer, url(call, "change/")))]
    assert (url(call, "delete/") in targets) is not published


@pytest.mark.parametrize("published", [True, False])
def test_letters_of_reference_numbers_stay_once_a_call_was_published(officer, published):
    call = make_call(publish=published)
    shown = page(officer, f"/en/admin/grants/programme/{call.programme_id}/change/")
    assert ("code" in [one.get("name") for one in shown.iter("input")]) is not published


@pytest.mark.parametrize("published", [True, False])
def test_only_a_call_that_was_never_published_can_be_deleted(officer, published):
    call = make_call(publish=published)
    officer.post(url_of(call, "delete"), {"post": "yes"})
    assert Call.objects.filter(pk=call.pk).exists() is published


def test_a_call_with_applications_and_its_programme_cannot_be_deleted(officer):
    call = ready_call()
    make_application(make_organisation(), call)
    answer = officer.post(url(call, "delete/"), {"post": "yes"}, follow=True)
    assert "There are applications in this call, so it cannot be deleted." in text(tree(answer))
    path = f"/en/admin/grants/programme/{call.programme_id}/delete/"
    answer = officer.post(path, {"post": "yes"}, follow=True)
    assert "This programme has calls and cannot be deleted." in text(tree(answer))
    assert Programme.objects.filter(pk=call.programme_id).exists()


def test_the_history_tells_changes_of_the_call_and_its_lists(officer):
    call = ready_call()
    save(officer, call, **{"cost_categories-0-name": "Miete", "title": "Neu"})
    (latest, *_before) = history.steps(list(history.rows(call)))
    told = {(event.thing.partition(":")[0], change.after) for event in latest.events for change in event.changes}
    assert (latest.who, {after for _thing, after in told} >= {"Miete", "Neu"}) == ("Berta", True)


def test_the_second_of_two_editors_is_told(officer):
    call, colleague = ready_call(), let_in(Client(), make_user("Leitung"))
    mine = form_of(officer, url_of(call)) | {"title": "Meins"}
    save(colleague, call, closes_at="2040-03-01T18:00:00", legal_forms=["ev"])
    answer = officer.post(url_of(call), mine)
    assert (answer.status_code, Call.objects.get(pk=call.pk).title == "Meins") == (200, False)
    fields = {one.get("name"): one for one in tree(answer).iter("input")}
    assert fields["closes_at"].get("value") == "2040-03-01T18:00:00"
    assert fields["title"].get("value") == "Meins"


def test_rows_have_a_page_for_their_translations(officer):
    call = ready_call()
    question = call.questions.create(text="Ziel?")
    path = reverse("admin:grants_question_change", args=[question.pk])
    assert path in [href for _words, href in links(page(officer, url_of(call)))]
    answer = save(officer, question, text_en="Aim?")
    assert Question.objects.get(pk=question.pk).i18n == {"text_en": "Aim?"}
    assert answer["Location"].endswith(f"/grants/call/{call.pk}/change/")


def test_an_outdated_translation_of_a_call_or_programme_is_marked(officer):
    call, programme = ready_call(i18n={"title_en": "Old"}), make_programme(i18n={"name_en": "Old"})
    for thing, name in ((call, "title"), (programme, "name")):
        type(thing).objects.filter(pk=thing.pk).update(**{name: "Neu"})
        thing.refresh_from_db()
        assert outdated(thing) == {f"{name}_en"}
        assert len(by_class(page(officer, url_of(thing)), "beside-older")) == 1


def test_the_grants_are_a_room_of_the_administration(officer):
    names = [text(one) for one in by_class(tree(officer.get("/en/admin/")), "room-name")]
    assert "Grants" in names

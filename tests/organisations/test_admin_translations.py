"""The office writes translations with the German text beside them, and picks from everything that there is."""

import pytest
from django.conf import settings

from darmstadt_mso.lib import history
from darmstadt_mso.lib.admin.widgets import STILL_RIGHT
from darmstadt_mso.lib.translated import outdated
from organisations.models import Organisation, Topic
from tests.factories import make_contact, make_offer, make_organisation, make_user
from tests.office import let_in
from tests.organisations.test_admin import form_of, save, url_of
from tests.pages import by_class, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return let_in(client, make_user("Redaktion"))


def page_of(editor, thing):
    return tree(editor.get(url_of(thing)))


def by_id(page, name):
    return next(element for element in page.iter() if element.get("id") == name)


def group(page, code):
    (found,) = by_class(page, f"language-{code}")
    return found


def german_beside(page, name):
    """What a field for a translation says it is the translation of."""
    described = by_id(page, f"id_{name}").get("aria-describedby").split()
    return [text(by_id(page, one)) for one in described if one.endswith("_german")]


def test_each_field_has_the_german_text_beside_it(editor):
    page = page_of(editor, make_organisation(name="Anis", summary="Ein Satz.", description="Eins."))
    names = ("name_tr", "summary_uk", "description_ar")
    beside = [german.partition(": ")[2] for name in names for german in german_beside(page, name)]
    assert beside == ["Anis", "Ein Satz.", "Eins."]
    assert by_id(page, "id_name_tr_german").find("span[@lang]").attrib == {"lang": "de", "dir": "ltr"}


def test_a_german_text_cannot_smuggle_in_html(editor):
    page = page_of(editor, make_organisation(summary="<b>fett</b>"))
    assert "<b>fett</b>" in text(by_id(page, "id_summary_tr_german"))


@pytest.mark.parametrize(("code", "direction"), [("tr", "ltr"), ("ar", "rtl"), ("fa", "rtl")])
def test_fields_know_their_language_and_direction(editor, code, direction):
    page = page_of(editor, make_organisation())
    for name in ("name", "description"):
        field = by_id(page, f"id_{name}_{code}")
        assert (field.get("lang"), field.get("dir")) == (code, direction)


def test_a_language_says_its_own_name_and_how_much_is_done(editor):
    organisation = make_organisation(
        name="Anis",
        summary="Satz",
        rooms="",
        i18n={"name_tr": "Anason", "rooms_tr": "Ohne deutschen Text", "name_pl": ""},
    )
    page = page_of(editor, organisation)
    turkish, polish = group(page, "tr"), group(page, "pl")
    assert text(turkish.find(".//h3")).startswith("Türkçe · Türkisch")
    assert [text(by_class(one, "told")[0]).split()[::2] for one in (turkish, polish)] == [["1", "2"], ["0", "2"]]
    assert turkish.find(".//h3/span").attrib == {"lang": "tr", "dir": "ltr"}


def test_a_language_that_is_called_the_same_is_named_once(editor):
    editor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = tree(editor.get("/en" + url_of(make_organisation())))
    assert text(group(page, "en").find(".//h3")).count("English") == 1


def test_every_content_language_has_a_group_that_is_folded(editor):
    page = page_of(editor, make_organisation())
    folded = [code for code in settings.MODELTRANS_AVAILABLE_LANGUAGES if group(page, code).find("details") is not None]
    assert folded == list(settings.MODELTRANS_AVAILABLE_LANGUAGES)
    assert [one for one in page.iter("details") if "open" in one.attrib] == []


@pytest.mark.parametrize("make", [make_offer, make_contact], ids=["offer", "contact"])
def test_parts_of_an_entry_have_the_german_beside_too(editor, make):
    part = make(make_organisation())
    name, german = ("title", part.title) if make is make_offer else ("role", part.role)
    (beside,) = german_beside(page_of(editor, part), f"{name}_ru")
    assert beside.endswith(german)


def test_a_translation_is_kept_and_another_field_may_stay_empty(editor):
    organisation = make_organisation(name="Anis", summary="Satz")
    save(editor, organisation, summary_tr="Cümle")
    organisation.refresh_from_db()
    assert organisation.i18n == {"summary_tr": "Cümle"}


def test_a_mistake_unfolds_its_language_and_names_the_field(editor):
    organisation = make_organisation(name="Anis")
    sent = form_of(editor, url_of(organisation)) | {"name_tr": "x" * 201}
    page = tree(editor.post(url_of(organisation), sent))
    folded = [code for code in ("tr", "en") if group(page, code).find("details") is not None]
    (summary,) = by_class(page, "error-summary")
    assert (folded, [link.get("href") for link in summary.iter("a")]) == (["en"], ["#id_name_tr"])
    assert len(by_id(page, "id_name_tr").get("aria-describedby").split()) == 2


def test_what_is_new_begins_in_german(editor):
    page = tree(editor.get(url_of(Organisation(), "add")))
    assert [one for one in page.iter() if (one.get("name") or "").endswith("_tr")] == []
    save(editor, Organisation(), name="Anis", slug="anis")
    assert Organisation.objects.get(slug="anis").i18n == {}


def ticks(page, name):
    return [one for one in page.iter("input") if one.get("name") == name]


def test_every_topic_is_there_to_tick_and_the_ticked_ones_are_named(editor):
    first, second = Topic.objects.all()[:2]
    page = page_of(editor, make_organisation(topics=[first, second]))
    boxes = ticks(page, "topics")
    assert len(boxes) == Topic.objects.count()
    assert [box.get("value") for box in boxes if "checked" in box.attrib] == [str(first.pk), str(second.pk)]
    named = [text(one) for one in page.iter("summary") if str(first) in text(one)]
    assert [one.partition(": ")[2] for one in named] == [f"{first}, {second}"]


def test_ticks_are_kept(editor):
    first, second = Topic.objects.all()[:2]
    organisation = make_organisation(topics=[first])
    save(editor, organisation, topics=[str(first.pk), str(second.pk)])
    assert list(organisation.topics.all()) == [first, second]


def test_a_group_of_ticks_has_a_name(editor):
    page = page_of(editor, make_organisation())
    groups = {text(one.find("legend")): one for one in page.iter("fieldset") if one.find("legend") is not None}
    named = {box.get("name") for name in ("Themen", "Zielgruppen") for box in groups[name].iter("input")}
    assert named == {"topics", "target_groups"}


def test_days_are_shown_as_the_browsers_own_field_reads_them(editor):
    page = page_of(editor, make_organisation(confirmed_on="2026-03-07"))
    field = by_id(page, "id_confirmed_on")
    assert (field.get("type"), field.get("value")) == ("date", "2026-03-07")


def test_nothing_opens_a_window_of_its_own(editor):
    assert [one for one in page_of(editor, make_organisation()).iter() if one.get("data-popup")] == []


def test_before_an_offer_is_deleted_it_is_named_and_nothing_technical(editor):
    offer = make_offer(make_organisation(), title="Qwimpelkurs", topics=Topic.objects.all()[:2])
    (listed,) = by_class(tree(editor.get(url_of(offer, "delete"))), "deleted-objects")
    assert [text(one) for one in listed.iter("li")] == ["Angebot: Qwimpelkurs"]


def make_older(**fields):
    """An entry whose German sentence is newer than its translations."""
    texts = {"summary_tr": "Eski", "summary_ar": "قديم", "name_tr": "Anason"}
    organisation = make_organisation(name="Anis", summary="Alt", i18n=texts, **fields)
    Organisation.objects.filter(pk=organisation.pk).update(summary="Neu")
    return Organisation.objects.get(pk=organisation.pk)


def older(page):
    """The fields that are marked, with what their description says of it."""
    described = {one.get("name"): (one.get("aria-describedby") or "").split() for one in page.iter() if one.get("name")}
    marked = {name: [one for one in ids if one.endswith("_older")] for name, ids in described.items()}
    return {name: text(by_id(page, ids[0])) for name, ids in marked.items() if ids}


def still_right(page):
    return {box.get("value"): "checked" in box.attrib for box in ticks(page, STILL_RIGHT)}


def in_english(editor, thing):
    editor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return tree(editor.get("/en" + url_of(thing)))


def test_a_translation_that_is_older_than_the_german_text_is_marked_and_can_be_said_to_be_right(editor):
    page = in_english(editor, make_older())
    assert older(page) == dict.fromkeys(["summary_tr", "summary_ar"], "older than the German text")
    assert still_right(page) == {"summary_tr": False, "summary_ar": False}


def test_a_language_says_how_much_of_it_is_older(editor):
    page = in_english(editor, make_older())
    told = {code: [text(one) for one in by_class(group(page, code).find(".//h3"), "badge")] for code in ("tr", "en")}
    assert told == {"tr": ["1 older than the German text"], "en": []}


def test_a_translation_that_is_still_right_is_noted_as_such_and_the_history_is_silent(editor):
    organisation = make_older()
    before = history.length(organisation)
    save(editor, organisation, **{STILL_RIGHT: ["summary_tr"]})
    organisation.refresh_from_db()
    assert (outdated(organisation), organisation.summary) == ({"summary_ar"}, "Neu")
    assert history.length(organisation) == before


@pytest.mark.parametrize("changed", [{}, {"founded": "1990"}])
def test_without_a_tick_an_older_translation_stays_marked(editor, changed):
    organisation = make_older()
    save(editor, organisation, **changed)
    organisation.refresh_from_db()
    assert outdated(organisation) == {"summary_tr", "summary_ar"}


def test_a_translation_that_is_written_anew_is_up_to_date_without_a_tick(editor):
    organisation = make_older()
    save(editor, organisation, summary_tr="Yeni")
    organisation.refresh_from_db()
    assert outdated(organisation) == {"summary_ar"}


def test_a_new_german_text_marks_its_translations_but_for_those_that_are_said_to_be_right(editor):
    organisation = make_older()
    save(editor, organisation, summary="Neuer", name="Neu", **{STILL_RIGHT: ["summary_tr"]})
    organisation.refresh_from_db()
    assert outdated(organisation) == {"summary_ar", "name_tr"}


@pytest.mark.parametrize("make", [make_offer, make_contact], ids=["offer", "contact"])
def test_parts_of_an_entry_have_marks_and_ticks_too(editor, make):
    name = "title" if make is make_offer else "role"
    part = make(make_organisation(), i18n={f"{name}_ru": "Старый"})
    type(part).objects.filter(pk=part.pk).update(**{name: "Neu"})
    assert still_right(page_of(editor, part)) == {f"{name}_ru": False}
    save(editor, part, **{STILL_RIGHT: [f"{name}_ru"]})
    part.refresh_from_db()
    assert outdated(part) == set()


def test_a_refused_form_keeps_its_ticks(editor):
    organisation = make_older()
    sent = form_of(editor, url_of(organisation)) | {"name": "", STILL_RIGHT: ["summary_tr"]}
    page = tree(editor.post(url_of(organisation), sent))
    assert still_right(page) == {"summary_tr": True, "summary_ar": False}
    organisation.refresh_from_db()
    assert outdated(organisation) == {"summary_tr", "summary_ar"}


def test_whoever_ticks_is_told_what_somebody_else_changed_and_the_tick_waits(editor):
    """A tick means the German text that was read, not the one that another has written meanwhile."""
    organisation = make_older()
    sent = form_of(editor, url_of(organisation)) | {STILL_RIGHT: ["summary_tr"]}
    Organisation.objects.filter(pk=organisation.pk).update(summary="Dazwischen")
    answer = editor.post(url_of(organisation), sent)
    assert answer.status_code == 200
    assert still_right(tree(answer)) == {"summary_tr": True, "summary_ar": False}
    organisation.refresh_from_db()
    assert outdated(organisation) == {"summary_tr", "summary_ar"}


def test_two_who_tick_different_translations_do_not_hinder_each_other(editor):
    organisation = make_older()
    keys = ["summary_tr", "summary_ar"]
    first, second = (form_of(editor, url_of(organisation)) | {STILL_RIGHT: [key]} for key in keys)
    assert [editor.post(url_of(organisation), sent).status_code for sent in (first, second)] == [302, 302]
    organisation.refresh_from_db()
    assert outdated(organisation) == set()


def test_whoever_may_only_read_sees_no_ticks(client):
    page = page_of(let_in(client, make_user("Entscheidung")), make_older())
    assert "Anason" in text(group(page, "tr"))
    assert still_right(page) == {}


def test_what_has_no_note_of_its_german_text_is_saved_as_ever(editor):
    topic = Topic.objects.first()
    page = page_of(editor, topic)
    assert (older(page), still_right(page)) == ({}, {})
    save(editor, topic, name_it="Nuovo")
    topic.refresh_from_db()
    assert topic.i18n["name_it"] == "Nuovo"

"""The office reads what associations propose, field by field."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from organisations.models import Organisation, ProposedChange
from tests.factories import make_offer, make_organisation, make_picture, make_user
from tests.office import let_in
from tests.organisations.moderation.proposals import (
    accept,
    make_change,
    make_member,
    make_proposal,
    offer_key,
)
from tests.organisations.moderation.review_page import (
    LIST,
    fields,
    look,
    marked,
    marks,
    named,
    part,
    sides,
    url_of,
)
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db


def test_a_change_stands_beside_what_is_public(editor, entry, proposal):
    change = make_change(proposal, "summary", "Wir kochen und backen.")
    page = look(editor, proposal)
    assert [one.endswith(words) for one, words in zip(sides(page, change), ("kochen.", "backen."), strict=True)] == [
        True,
        True,
    ]
    assert (marked(part(page, change), "del"), marked(part(page, change), "ins")) == ([], ["und backen"])


def test_texts_are_marked_with_their_language_and_stand_beside_the_german(editor, entry, proposal):
    change = make_change(proposal, "summary_ar", "نطبخ معا")
    found = part(look(editor, proposal), change)
    arabic, german = by_class(found, "change-text")
    assert [(one.get("lang"), one.get("dir"), text(one)) for one in (arabic, german)] == [
        ("ar", "rtl", "نطبخ معا"),
        ("de", "ltr", "Wir kochen."),
    ]


def test_beside_a_translation_stands_the_german_that_is_proposed_with_it(editor, entry, proposal):
    make_change(proposal, "summary", "Wir backen.")
    change = make_change(proposal, "summary_tr", "Fırında pişiriyoruz.")
    assert "Wir backen." in text(part(look(editor, proposal), change))


def test_opening_hours_and_topics_are_read_line_by_line(editor, entry, proposal):
    hours = [{"weekday": day, "opens": "10:00", "closes": "12:00", "note": ""} for day in (0, 2)]
    first, topics = make_change(proposal, "opening_hours", hours), make_change(proposal, "topics", ["sport"])
    page = look(editor, proposal)
    assert marked(part(page, first), "ins") == ["Montag 10:00–12:00\nMittwoch 10:00–12:00"]
    assert marked(part(page, topics), "ins") == ["Sport und Bewegung"]


def test_a_new_offer_is_read_as_a_whole(editor, entry, proposal):
    change = make_change(proposal, "", {"title": "Chor", "when": "montags"}, thing="offer:new-1")
    lines = [text(one) for one in part(look(editor, proposal), change).iter("dd")]
    assert lines == ["Chor", "montags"]


def test_logos_are_seen_by_whoever_may_decide(editor, client, entry, proposal, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    path = default_storage.save("vorgeschlagen/neu.png", ContentFile(make_picture().read()))
    change = make_change(proposal, "logo", path)
    (picture,) = part(look(editor, proposal), change).iter("img")
    answer = editor.get(picture.get("src"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert {"private", "no-store"} <= {*answer["Cache-Control"].split(", ")}
    assert b"".join(answer.streaming_content)[:4] == b"\x89PNG"
    assert let_in(client, make_user("Förderung")).get(picture.get("src")).status_code == 403


@pytest.mark.parametrize(
    ("field", "path"), [("logo", "vorgeschlagen/nirgends.png"), ("logo", ""), ("logo", None), ("summary", "neu.png")]
)
def test_what_is_no_picture_in_the_storage_is_not_found(editor, proposal, field, path, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    change = make_change(proposal, field, path)
    url = reverse("admin:organisations_changeproposal_picture", args=[change.pk])
    assert editor.get(url).status_code == 404


def test_it_is_told_that_the_public_value_has_changed_since(editor, entry, proposal):
    change = make_change(proposal, "summary", "Wir backen.")
    assert marks(look(editor, proposal), change) == 0
    Organisation.objects.filter(pk=entry.pk).update(summary="Wir grillen.")
    page = look(editor, proposal)
    assert marks(page, change) == 1
    assert marked(part(page, change), "q") == ["Wir kochen."]


def test_what_was_to_be_changed_in_a_part_that_is_gone_cannot_be_accepted(editor, entry, proposal):
    offer = make_offer(entry)
    change = make_change(proposal, "when", "montags", thing=offer_key(offer))
    offer.delete()
    page = look(editor, proposal)
    choices = [one.get("value") for one in part(page, change).iter("input") if one.get("type") == "radio"]
    assert (marks(page, change), choices) == (1, ["refused", "later"])


def test_two_who_want_the_same_field_are_named(editor, entry, proposal):
    mine = make_change(proposal, "summary", "Wir backen.")
    other = make_change(make_proposal(entry, make_member(entry, first_name="Sami")), "summary", "Wir grillen.")
    page = look(editor, proposal)
    assert ["Sami" in text(by_class(part(page, mine), "change-mark")[0]), marks(page, other)] == [True, 1]


def test_taking_away_and_changing_the_same_are_marked(editor, entry, proposal):
    key = offer_key(make_offer(entry))
    gone, *changed = (
        make_change(proposal, name, value, thing=key)
        for name, value in (("", None), ("when", "montags"), ("where", "im Hof"))
    )
    page = look(editor, proposal)
    assert [marks(page, one) for one in (gone, *changed)] == [1, 1, 1]


def test_whoever_no_longer_speaks_for_the_association_is_marked(editor, entry, proposal):
    change = make_change(proposal, "summary", "Wir backen.")
    proposal.author.memberships.update(since="2020-01-01", until=timezone.localdate())
    assert marks(look(editor, proposal), change) == 1


def test_what_was_published_at_once_is_shown_until_it_is_seen(editor, entry, proposal):
    change = make_change(proposal, "hours_note", "nachmittags", verdict="at_once", decided_at=timezone.now())
    page = look(editor, proposal)
    shown = by_class(page, "review-published")[0]
    assert reverse("admin:organisations_organisation_change", args=[entry.pk]) in [url for _text, url in links(shown)]
    later = make_change(proposal, "access_note", "Rampe", verdict="at_once", decided_at=timezone.now())
    editor.post(url_of(proposal), fields(page) | {"_seen": "yes"})
    unread = ProposedChange.objects.filter(read_at=None)
    assert (list(unread), change in unread) == ([later], False)


def test_what_was_decided_before_can_be_read_with_its_reason(editor, entry, proposal):
    make_change(proposal, "summary", "Neu", verdict="refused", reason="Bitte belegen.", decided_at=timezone.now())
    (settled,) = by_class(look(editor, proposal), "review-decided")
    assert "Bitte belegen." in text(settled)


def reader(client):
    user = make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_changeproposal"))
    return let_in(client, user)


def test_whoever_may_only_read_decides_nothing(client, entry, proposal):
    change = make_change(proposal, "summary", "Wir backen.")
    page = look(reader(client), proposal)
    assert sides(page, change) != []
    assert [one for one in main(page).iter() if one.get("type") in ("radio", "submit")] == []
    assert client.post(url_of(proposal), {named(change, "verdict"): "accepted"}).status_code == 403
    assert client.post(url_of(proposal), {"_seen": "yes"}).status_code == 403


def rows(client, **query):
    return [text(row.find("th")) for row in table(client.get(LIST, query))]


def table(answer):
    found = [one for one in tree(answer).iter("table") if one.get("id") == "result_list"]
    return list(found[0].find("tbody")) if found else []


def test_the_list_begins_with_what_waits_the_longest(editor):
    decided, first, second = (make_proposal(make_organisation(name=name)) for name in ("Anis", "Birne", "Cumin"))
    make_change(decided, "summary", "Neu", verdict="accepted")
    make_change(second, "founded", 1999)
    make_change(first, "founded", 1999)
    assert rows(editor) == ["Birne", "Cumin", "Anis"]


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("waiting", ["Anis"]),
        ("decided", ["Anis", "Birne"]),
        ("at_once", ["Cumin", "Dill"]),
        ("unread", ["Dill"]),
    ],
)
def test_the_list_is_filtered_by_what_became_of_it(editor, state, names):
    first, decided, seen, unseen = (
        make_proposal(make_organisation(name=name)) for name in ("Anis", "Birne", "Cumin", "Dill")
    )
    make_change(first, "summary", "Neu")
    make_change(first, "founded", 1999, verdict="accepted")
    make_change(decided, "founded", 1999, verdict="refused")
    make_change(seen, "hours_note", "Neu", verdict="at_once", read_at=timezone.now())
    make_change(unseen, "hours_note", "Neu", verdict="at_once")
    assert rows(editor, state=state) == names


def test_proposals_are_found_by_their_association(editor, entry, proposal):
    make_change(proposal, "summary", "Neu")
    make_change(make_proposal(make_organisation(name="Birne")), "summary", "Neu")
    assert rows(editor, q="anis") == ["Anis"]


def test_the_list_says_how_much_waits(editor, proposal):
    make_change(proposal, "summary", "Neu")
    make_change(proposal, "founded", 1999, verdict="accepted")
    (row,) = table(editor.get(LIST))
    assert "1" in text(row) and "2" in text(row)


def test_the_page_of_the_entry_says_what_waits(editor, client, entry, proposal):
    url = reverse("admin:organisations_organisation_change", args=[entry.pk])
    assert url_of(proposal) not in editor.get(url).content.decode()
    make_change(proposal, "summary", "Neu")
    assert url_of(proposal) in editor.get(url).content.decode()
    assert url_of(proposal) not in let_in(client, make_user("Förderung")).get(url).content.decode()


def test_the_office_says_whom_it_trusts_and_finds_them(editor, entry):
    make_organisation(name="Birne")
    page = tree(editor.get(reverse("admin:organisations_organisation_change", args=[entry.pk])))
    assert [one.get("type") for one in main(page).iter("input") if one.get("name") == "trusted"] == ["checkbox"]
    Organisation.objects.filter(pk=entry.pk).update(trusted=True)
    found = table(editor.get("/admin/organisations/organisation/?trusted__exact=1"))
    assert [text(row.find("th")) for row in found] == ["Anis"]


def test_the_history_of_a_proposal_is_that_of_the_entry(editor, entry, proposal):
    accept(make_user("Redaktion", first_name="Bo"), make_change(proposal, "summary", "Wir backen."))
    page = tree(editor.get(reverse("admin:organisations_changeproposal_history", args=[proposal.pk])))
    assert "Wir backen." in text(main(page))


def test_a_proposal_that_does_not_exist_leads_to_the_desk(editor):
    assert editor.get(f"{LIST}9999999/change/").status_code == 302

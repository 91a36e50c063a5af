"""The office compares two entries side by side and makes them one."""

import pytest
from django.urls import reverse
from django.utils import translation

from darmstadt_mso.lib.history import WAYS
from organisations.models import Organisation
from tests.factories import make_contact, make_offer, make_organisation, make_user
from tests.office import let_in
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db
LIST = "/admin/organisations/organisation/"


@pytest.fixture
def editor(client):
    return let_in(client, make_user("Redaktion"))


@pytest.fixture
def pair():
    return (
        make_organisation(name="Kranichhaus", slug="kranichhaus", website="https://eins.example"),
        make_organisation(name="Kranichaus e.V.", slug="kranichaus", website="https://zwei.example", founded=2007),
    )


def url_of(*entries):
    return f"{LIST}zusammenfuehren/?ids={','.join(str(entry.pk) for entry in entries)}"


def change_url(entry):
    return reverse("admin:organisations_organisation_change", args=[entry.pk])


def radios(page):
    """{name of the question: [(value, whether it is chosen)]}"""
    found = {}
    for field in main(page).iter("input"):
        if field.get("type") == "radio":
            found.setdefault(field.get("name"), []).append((field.get("value"), "checked" in field.attrib))
    return found


def sent(page, **changed):
    """What a browser would send back."""
    chosen = {name: value for name, pairs in radios(page).items() for value, checked in pairs if checked}
    hidden = {
        field.get("name"): field.get("value") for field in main(page).iter("input") if field.get("type") == "hidden"
    }
    return hidden | chosen | changed


def merge(client, *pair, **changed):
    return client.post(url_of(*pair), sent(tree(client.get(url_of(*pair))), **changed), follow=True)


def notes(response):
    return [text(note) for note in by_class(tree(response), "notice") if "merge-effects" not in note.get("class")]


def fresh(entry):
    return Organisation.objects.get(pk=entry.pk)


def pick(client, *entries):
    picked = {"action": "merge_entries", "_selected_action": [entry.pk for entry in entries]}
    return client.post(LIST, picked, follow=True)


def test_two_picked_entries_lead_to_the_page_that_compares_the_published_first(editor, pair):
    Organisation.objects.filter(pk=pair[0].pk).update(state="draft", basis="")
    answer = pick(editor, *pair)
    assert answer.redirect_chain == [(url_of(*pair[::-1]), 302)]
    assert answer.status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_one_or_three_are_too_few_or_too_many(editor, pair, number):
    answer = pick(editor, *[*pair, make_organisation()][:number])
    assert answer.request["PATH_INFO"] == LIST
    assert len(notes(answer)) == 1


def test_what_differs_stands_side_by_side_with_a_proposal(editor, pair):
    one, other = (str(entry.pk) for entry in pair)
    page = tree(editor.get(url_of(*pair)))
    assert radios(page) == {
        "keeper": [(one, True), (other, False)],
        "take-name": [(one, True), (other, False)],
        "take-founded": [(one, False), (other, True)],
        "take-website": [(one, True), (other, False)],
    }
    rows = [[text(cell) for cell in row] for row in by_class(page, "merge-table")[0].iter("tr")]
    assert ["Website", "https://eins.example", "https://zwei.example"] in rows


def test_each_radio_is_named_and_belongs_to_its_row(editor, pair):
    page = tree(editor.get(url_of(*pair)))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    fields = [field for field in main(page).iter("input") if field.get("type") == "radio"]
    assert {field.get("aria-describedby") for field in fields} <= set(ids)
    labelled = {field for label in main(page).iter("label") for field in label.iter("input") if text(label)}
    assert labelled == set(fields)


def test_what_belongs_to_each_is_counted(editor, pair):
    for entry in pair:
        make_contact(entry)
    make_offer(pair[1])
    parts = [[text(one) for one in parts] for parts in by_class(tree(editor.get(url_of(*pair))), "merge-parts")]
    assert [[line.split(" (")[0] for line in part] for part in parts] == [
        ["Kontakte: 1"],
        ["Kontakte: 1", "Angebote: 1"],
    ]


def test_the_sides_can_be_swapped(editor, pair):
    page = tree(editor.get(url_of(*pair)))
    assert url_of(*pair[::-1]) in [address for _words, address in links(main(page))]
    assert radios(tree(editor.get(url_of(*pair[::-1]))))["keeper"] == [
        (str(pair[1].pk), True),
        (str(pair[0].pk), False),
    ]


def test_merging_takes_what_was_chosen_and_leads_to_the_keeper(editor, pair):
    make_contact(pair[1])
    answer = merge(editor, *pair, **{"take-website": str(pair[1].pk)})
    assert answer.redirect_chain == [(change_url(pair[0]), 302)]
    kept, other = map(fresh, pair)
    assert (kept.name, kept.founded, kept.website) == ("Kranichhaus", 2007, "https://zwei.example")
    assert (other.state, other.merged_into, kept.contacts.count()) == ("merged", kept, 1)
    assert change_url(other) in [address for note in by_class(tree(answer), "success") for _w, address in links(note)]


def test_the_right_one_may_stay_and_values_are_chosen_by_entry(editor, pair):
    answer = merge(editor, *pair, keeper=str(pair[1].pk))
    assert answer.redirect_chain == [(change_url(pair[1]), 302)]
    kept = fresh(pair[1])
    assert (kept.state, kept.name, kept.founded, kept.website) == (
        "published",
        "Kranichhaus",
        2007,
        "https://eins.example",
    )
    assert fresh(pair[0]).merged_into == kept


def test_a_name_with_angle_brackets_is_only_a_name(editor, pair):
    Organisation.objects.filter(pk=pair[1].pk).update(name="<b>Kranich</b>")
    assert "<b>Kranich" not in editor.get(url_of(*pair)).content.decode()
    assert "<b>Kranich" not in merge(editor, *pair).content.decode()


def test_what_somebody_changed_meanwhile_is_shown_first_and_no_choice_is_lost(editor, pair):
    page = tree(editor.get(url_of(*pair)))
    Organisation.objects.filter(pk=pair[1].pk).update(short_name="KH")
    answer = editor.post(url_of(*pair), sent(page, keeper=str(pair[1].pk), **{"take-website": str(pair[1].pk)}))
    assert answer.status_code == 200
    assert len(notes(answer)) == 1
    found = {name: [value for value, chosen in pairs if chosen] for name, pairs in radios(tree(answer)).items()}
    other = [str(pair[1].pk)]
    assert found == {
        "keeper": other,
        "take-name": [str(pair[0].pk)],
        "take-founded": other,
        "take-website": other,
        "take-short_name": other,
    }
    assert {fresh(entry).state for entry in pair} == {"published"}


def test_a_choice_that_breaks_a_rule_is_told_in_words(editor, pair):
    Organisation.objects.filter(pk=pair[0].pk).update(state="draft", basis="")
    answer = merge(editor, *pair, **{"take-basis": str(pair[0].pk)})
    assert answer.status_code == 200
    assert notes(answer) == [
        "Geben Sie an, warum der Eintrag veröffentlicht werden darf, bevor Sie ihn veröffentlichen."
    ]
    assert {fresh(entry).state for entry in pair} == {"draft", "published"}


def test_what_cannot_be_merged_leads_back_to_the_list_with_the_reason(editor, pair):
    merged = make_organisation(state="merged", merged_into=pair[0])
    office = Organisation.objects.office().get()
    gone = Organisation(pk=10**9)
    for entries in ((pair[0], merged), (office, pair[0]), (pair[0], pair[0]), (pair[0], gone), pair[:1]):
        for answer in (editor.get(url_of(*entries), follow=True), editor.post(url_of(*entries), follow=True)):
            assert (answer.redirect_chain, len(notes(answer))) == ([(LIST, 302)], 1)
    assert {fresh(entry).state for entry in pair} == {"published"}


@pytest.mark.parametrize("ids", ["", "x,y", "1", "0,-1", "²,³", "9" * 40 + ",1"])
def test_an_address_that_names_no_two_entries_leads_back_to_the_list(editor, ids):
    assert editor.get(f"{LIST}zusammenfuehren/", {"ids": ids}).headers["Location"] == LIST
    assert editor.get(f"{LIST}zusammenfuehren/").headers["Location"] == LIST


@pytest.mark.parametrize(
    "role, status", [("Redaktion", 200), ("Leitung", 200), ("Förderung", 403), ("Entscheidung", 403)]
)
def test_only_who_may_change_entries_merges(client, pair, role, status):
    let_in(client, make_user(role))
    assert client.get(url_of(*pair)).status_code == status
    actions = [one.get("value") for one in tree(client.get(LIST)).iter("option")]
    assert ("merge_entries" in actions) == (status == 200)


def test_the_history_of_both_tells_who_merged_them(client, pair):
    let_in(client, make_user("Redaktion", first_name="Ada", last_name="Muster"))
    merge(client, *pair)
    for entry in pair:
        page = tree(client.get(reverse("admin:organisations_organisation_history", args=[entry.pk])))
        (head, *_older) = by_class(page, "step-head")
        with translation.override("de"):
            assert text(head).endswith(f"Ada Muster {WAYS['merged']}")


def test_a_merged_entry_can_be_read_but_not_changed(editor, pair):
    make_contact(pair[1])
    merge(editor, *pair)
    page = tree(editor.get(change_url(pair[1])))
    assert [field.get("name") for field in main(page).iter("input") if field.get("type") in ("text", "submit")] == []
    assert change_url(pair[0]) in [address for _words, address in links(main(page))]
    assert editor.post(change_url(pair[1]), {"state": "draft"}).status_code == 403


def test_likely_duplicates_stand_on_the_change_page_with_a_way_to_merge(editor, pair):
    (box,) = by_class(tree(editor.get(change_url(pair[0]))), "likely")
    assert [address for _words, address in links(box)] == [change_url(pair[1]), url_of(*pair)]
    assert text(box).count("Kranichaus e.V.") == 2


def test_who_may_only_read_sees_duplicates_without_a_way_to_merge(client, pair):
    let_in(client, make_user("Förderung"))
    (box,) = by_class(tree(client.get(change_url(pair[0]))), "likely")
    assert [address for _words, address in links(box)] == [change_url(pair[1])]


def test_an_entry_without_duplicates_shows_no_box(editor):
    assert by_class(tree(editor.get(change_url(make_organisation(name="Mondkrug")))), "likely") == []

"""What the office sees of entries whose associations do not answer or cannot be reached."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from darmstadt_mso.lib.outbox.models import Message
from organisations import desk
from organisations.freshness import rounds
from organisations.models import Contact, Organisation
from tests.factories import make_contact, make_user
from tests.office import let_in
from tests.organisations.freshness import fade, hide_all_others, make_entry, make_member, make_steps, refuse_mail
from tests.pages import tree

pytestmark = pytest.mark.django_db
SILENT = ("unanswered", "faded", "refusing")


@pytest.fixture
def boxes(django_db_setup):
    """The boxes of silent associations: {key: (count, names)}."""
    hide_all_others()
    user = make_user("Redaktion")

    def read():
        found = {box.key: box for box in desk.boxes(user) if box.key in SILENT}
        return {key: (box.count, [label for label, _note, _url in box.items]) for key, box in found.items()}

    return read


def confirm(*entries):
    pks = [entry.pk for entry in entries]
    Organisation.objects.filter(pk__in=pks).update(confirmed_on=timezone.localdate())


def make_faded(name):
    entry = make_entry(name, confirmed_on=date(2025, 1, 1))
    fade(entry, timezone.localdate())
    rounds.carry_out(entry.pk, timezone.localdate())
    return entry


def test_there_is_no_box_while_everybody_answers(boxes):
    make_steps(make_entry("Anis"), ASKED=date(2027, 2, 10))
    assert boxes() == {}


def test_who_was_handed_to_the_office_waits_until_it_is_confirmed(boxes):
    anis, birne = make_entry("Anis"), make_entry("Birne", confirmed_on=None)
    for entry in (anis, birne):
        make_steps(entry, DESK=date(2027, 3, 24))
    assert boxes() == {"unanswered": (2, ["Anis", "Birne"])}
    confirm(anis, birne)
    assert boxes() == {}


def test_what_the_portal_hid_is_shown_and_what_a_person_hid_is_not(boxes):
    faded = make_faded("Anis")
    make_entry("Birne", state="hidden")
    assert boxes() == {"faded": (1, ["Anis"])}
    Organisation.objects.filter(pk=faded.pk).update(state="published")
    assert boxes() == {"unanswered": (1, ["Anis"])}


def test_addresses_that_refuse_mail_are_named_by_their_role(boxes):
    anis, birne = make_entry("Anis", contact=False), make_entry("Birne", contact=False)
    make_contact(anis, role="Kasse", email="Kasse@verein.example")
    make_member(birne, email="bea@example.org")
    make_member(birne, email="weg@example.org", until=date(2026, 5, 1))
    for address in ("kasse@verein.example", "BEA@example.org", "weg@example.org", "niemand@example.org"):
        refuse_mail(address)
    assert boxes() == {"refusing": (2, ["Anis", "Birne"])}
    notes = [desk.refusing(entry) for entry in (anis, birne)]
    assert notes == ["Kasse", str(desk.gettext("a person with an account"))]


def test_an_address_that_takes_mail_again_is_no_matter_any_more(boxes):
    make_entry("Anis")
    former = refuse_mail("anis@verein.example")
    assert boxes() == {"refusing": (1, ["Anis"])}
    later = {"created_at": former.created_at + timedelta(days=1), "state": "sent"}
    Message.objects.create(template="x", language="de", recipient="anis@verein.example", subject="x", **later)
    assert boxes() == {}


def test_a_corrected_address_is_no_matter_any_more(boxes):
    make_entry("Anis")
    refuse_mail("anis@verein.example")
    Contact.objects.update(email="neu@verein.example")
    assert boxes() == {}


def test_each_box_leads_to_as_many_entries_as_it_says(client, boxes):
    for name in ("Anis", "Birne"):
        make_steps(make_entry(name), DESK=date(2027, 3, 24))
    make_faded("Citrone")
    make_entry("Dattel")
    refuse_mail("dattel@verein.example")
    editor = let_in(client, make_user("Redaktion"))
    urls = {box.key: box.url for box in desk.silent()}
    assert {key: rows(editor, url) for key, url in urls.items()} == {"unanswered": 2, "faded": 1, "refusing": 1}


def rows(editor, url):
    (table,) = [one for one in tree(editor.get(url)).iter("table") if one.get("id") == "result_list"]
    return len(list(table.find("tbody")))


def test_an_answer_that_is_not_in_the_filter_filters_nothing(client, boxes):
    make_entry("Anis")
    editor = let_in(client, make_user("Redaktion"))
    url = "/admin/organisations/organisation/?state=published&answer="
    assert rows(editor, f"{url}nirgends") == rows(editor, url) >= 1


def test_an_old_entry_tells_what_was_done_last(boxes):
    entry = make_entry("Anis", confirmed_on=date(2021, 5, 4))
    assert desk.asked(entry) == desk.confirmed(entry)
    make_steps(entry, ASKED=date(2022, 4, 4), REMINDED=date(2022, 4, 18))
    assert ("04.05.2021" in desk.asked(entry), "18.04.2022" in desk.asked(entry)) == (True, True)

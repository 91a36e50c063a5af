"""The link of a mail: it shows the entry, only its button confirms, and it is good for one round of one entry."""

import re
from datetime import timedelta

import pghistory
import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from darmstadt_mso.lib import history
from organisations.freshness import links, rounds
from organisations.models import FormerSlug, Organisation, SearchEntry
from tests.factories import make_contact, make_offer, make_user
from tests.mails import sent
from tests.organisations.freshness import fade, make_entry, make_member
from tests.pages import by_class, hits, main, text, tree
from tests.pages import links as links_of

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.localdate() - timedelta(days=400)


@pytest.fixture
def entry():
    return make_entry("Qwimpel", confirmed_on=LONG_AGO, summary="Hilft beim Lernen.")


def url(entry, token=None):
    return reverse("organisations:confirm", args=[entry.slug, token or links.token(entry)])


def state(entry):
    return Organisation.objects.values_list("state", "confirmed_on", "confirmed_by").get(pk=entry.pk)


def hidden_by_portal(entry):
    fade(entry, timezone.localdate())
    rounds.carry_out(entry.pk, timezone.localdate())
    assert state(entry)[0] == "hidden"
    return entry


def words(answer):
    return text(main(tree(answer)))


def ways(answer):
    """Where the buttons and links of the question lead."""
    return [href for _words, href in links_of(main(tree(answer))) if "/bearbeiten/" in href or "/fehler" in href]


def test_the_link_shows_what_residents_read(client, entry):
    make_offer(entry, title="Nachhilfe")
    make_contact(entry, role="Kasse", email="kasse@verein.example", public=False)
    told = words(client.get(url(entry)))
    expected = ("Qwimpel", "Hilft beim Lernen.", "Nachhilfe", "qwimpel@verein.example")
    assert [one for one in expected if one not in told] == []
    assert "kasse@verein.example" not in told


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch"])
def test_looking_confirms_nothing(client, entry, method):
    """Mail scanners open every link, some of them with HEAD."""
    former, length = state(entry), history.length(entry)
    getattr(client, method)(url(entry))
    assert (state(entry), history.length(entry)) == (former, length)


def test_one_click_confirms_and_thanks(client, entry):
    answer = client.post(url(entry))
    assert (answer.status_code, answer["Location"]) == (302, url(entry))
    assert state(entry) == ("published", timezone.localdate(), None)
    thanks = client.get(answer["Location"])
    assert (thanks.status_code, "Qwimpel" in words(thanks)) == (200, True)


def test_the_button_needs_no_log_in_and_no_script_but_the_page_before(entry):
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.post(url(entry)).status_code == 403
    page = tree(visitor.get(url(entry)))
    forms = [form for form in page.iter("form") if form.get("method") == "post"]
    assert [form.get("action") for form in forms] == [None, None]
    (token, *_same) = [one.get("value") for one in forms[0].iter("input") if one.get("name") == "csrfmiddlewaretoken"]
    assert visitor.post(url(entry), {"csrfmiddlewaretoken": token}).status_code == 302
    assert state(entry)[1] == timezone.localdate()


def test_the_link_of_the_mail_is_the_one_that_confirms(client, entry):
    rounds.carry_out(entry.pk, timezone.localdate())
    (found,) = re.findall(r"^https?://[^/]+(/organisationen/.+)$", sent()[0].body, re.MULTILINE)
    client.post(found)
    assert state(entry)[1] == timezone.localdate()


def test_a_confirmation_stands_on_the_page_and_in_the_list_at_once(client, entry):
    pages = [entry.get_absolute_url(), "/organisationen/?q=qwimpel"]
    today, former = date_format(timezone.localdate()), date_format(LONG_AGO)
    assert [former in words(client.get(page)) for page in pages] == [True, True]
    client.post(url(entry))
    assert [today in words(client.get(page)) for page in pages] == [True, True]
    assert SearchEntry.objects.get(organisation=entry).confirmed_on == timezone.localdate()


def test_a_confirmation_by_link_stands_in_the_history(client, entry):
    client.post(url(entry))
    told = history.steps(list(history.rows(entry)))[0]
    assert (told.who, told.way) == ("ohne Anmeldung", str(history.WAYS["confirmed"]))


def test_a_person_of_the_association_is_noted_anybody_else_is_not(client, entry):
    for user, noted in ((make_user(), False), (make_member(entry, email="amal@example.org"), True)):
        Organisation.objects.filter(pk=entry.pk).update(confirmed_on=LONG_AGO, confirmed_by=make_user())
        client.force_login(user)
        client.post(url(entry))
        assert state(entry) == ("published", timezone.localdate(), user.pk if noted else None)


def test_an_entry_that_faded_is_shown_by_its_link_and_comes_back(client, entry):
    hidden_by_portal(entry)
    assert client.get(entry.get_absolute_url()).status_code == 404
    assert "Hilft beim Lernen." in words(client.get(url(entry)))
    client.post(url(entry))
    assert state(entry) == ("published", timezone.localdate(), None)
    assert hits(client.get("/organisationen/", {"q": "qwimpel"})) == ["Qwimpel"]
    assert rounds.due(timezone.localdate()) == []


@pytest.mark.parametrize("hiding", ["draft", "pending", "hidden", "dissolved"])
def test_what_the_office_took_away_is_not_shown_by_a_link_and_does_not_come_back(client, entry, hiding):
    Organisation.objects.filter(pk=entry.pk).update(state=hiding)
    answer = client.get(url(entry))
    assert (answer.status_code, "Qwimpel" in words(answer)) == (410, False)
    assert client.post(url(entry)).status_code == 410
    assert state(entry) == (hiding, LONG_AGO, None)


def test_what_faded_came_back_and_was_then_hidden_by_the_office_stays_hidden(client, entry):
    hidden_by_portal(entry)
    for later in ("published", "hidden"):
        with pghistory.context(user=make_user().pk):
            Organisation.objects.filter(pk=entry.pk).update(state=later)
    assert client.post(url(entry)).status_code == 410
    assert state(entry)[0] == "hidden"


def test_what_may_no_longer_be_published_is_confirmed_but_stays_hidden(client, entry):
    hidden_by_portal(entry)
    Organisation.objects.filter(pk=entry.pk).update(basis="")
    client.post(url(entry))
    assert state(entry) == ("hidden", timezone.localdate(), None)


def test_a_used_link_says_so_and_changes_nothing(client, entry):
    used = url(entry)
    day = timezone.localdate() - timedelta(days=30)
    Organisation.objects.filter(pk=entry.pk).update(confirmed_on=day)
    answers = [client.get(used), client.post(used)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("Qwimpel" in words(answer) and "Hilft" not in words(answer) for answer in answers)
    assert state(entry) == ("published", day, None)


def test_after_half_a_year_the_link_is_too_old(client, entry, monkeypatch):
    made, at = url(entry), signing.time.time()
    for days, status in ((179, 200), (181, 410)):
        monkeypatch.setattr(signing.time, "time", lambda days=days: at + days * 24 * 3600)
        assert client.get(made).status_code == status
    assert client.post(made).status_code == 410
    assert state(entry)[1] == LONG_AGO


def foreign_tokens(entry):
    other = make_entry("Anis", confirmed_on=entry.confirmed_on)
    own = links.token(entry)
    forged = signing.dumps(links.round_of(entry), key="x", salt=links.salt(entry))
    return [links.token(other), own[:-1], f"x{own}", own.upper(), "x", "::", "ä", forged]


def test_a_token_that_is_not_ours_for_this_entry_does_not_exist(client, entry):
    for token in foreign_tokens(entry):
        answers = [client.get(url(entry, token)).status_code, client.post(url(entry, token)).status_code]
        assert (token, answers) == (token, [404, 404])
    assert client.post(url(entry).replace("qwimpel", "nirgends")).status_code == 404
    assert state(entry) == ("published", LONG_AGO, None)


def test_the_link_names_no_person_and_no_row(entry):
    signed = signing.b64_decode(links.token(entry).split(":")[0].encode())
    assert signed == f'"{LONG_AGO}"'.encode()


def test_an_entry_that_was_never_confirmed_has_a_link_too(client, entry):
    Organisation.objects.filter(pk=entry.pk).update(confirmed_on=None)
    entry.refresh_from_db()
    made = url(entry)
    assert [client.get(made).status_code, client.post(made).status_code, client.get(made).status_code] == [
        200,
        302,
        200,
    ]
    assert state(entry)[1] == timezone.localdate()


def test_a_former_address_still_confirms(client, entry):
    made = url(entry)
    Organisation.objects.filter(pk=entry.pk).update(slug="neu")
    FormerSlug.objects.create(slug="qwimpel", organisation=entry)
    client.post(made)
    assert state(entry)[1] == timezone.localdate()


def test_the_page_is_kept_nowhere_and_found_by_no_search_engine(client, entry):
    answer = client.get(url(entry))
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert answer["Referrer-Policy"] == "same-origin"
    assert [tag.get("content") for tag in tree(answer).iter("meta") if tag.get("name") == "robots"] == [
        "noindex, nofollow"
    ]


def test_whoever_speaks_for_it_changes_the_entry_others_tell_the_office(client, entry):
    edit, report = (reverse(f"organisations:{name}", args=[entry.slug]) for name in ("edit", "report"))
    assert ways(client.get(url(entry))) == [report, edit] * 2
    client.force_login(make_user())
    assert ways(client.get(url(entry))) == [report] * 2
    client.force_login(make_member(entry, email="amal@example.org"))
    assert ways(client.get(url(entry))) == [edit] * 2


def test_every_page_that_a_link_leads_to_exists(client, entry):
    hidden_by_portal(entry)
    page = main(tree(client.get(url(entry))))
    buttons = [link.get("href") for box in by_class(page, "buttons") for link in box.iter("a")]
    assert {client.get(href).status_code for href in buttons} == {200}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_answer_is_in_the_readers_language(client, entry, language):
    with translation.override(language):
        made = url(entry)
    answer = client.post(made)
    assert (made.startswith(f"/{language}/"), answer["Location"]) == (True, made)

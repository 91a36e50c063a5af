"""The pages on which an association finds its letters, agrees and fetches them; and the office's pages about that."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grants.casework import letter_files, serving
from grants.models import Consent, Service
from tests.factories import make_member, make_organisation
from tests.grants.cases import case_worker, second_person
from tests.grants.notices import agree, editor, make_notice, make_waiting, over, service_of, signatory
from tests.members import act, as_, english, page, said
from tests.office import let_in
from tests.pages import main, text, tree

pytestmark = pytest.mark.django_db
PDF = "application/pdf"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def url(notice, name="letter"):
    further = [] if name == "letters" else [notice.key]
    return german(reverse(f"grants:{name}", args=[notice.application.handle, *further]))


def german(path):
    return path.removeprefix("/en")


def buttons(element):
    return [text(one) for one in element.iter("button")]


def test_the_list_names_what_waits_and_says_nothing_of_what_it_is(client):
    notice = make_waiting("rejection")
    found = text(page(as_(client, signatory(notice)), url(notice, "letters")))
    assert "Letter of" in found and "Waiting to be fetched until" in found and "waits for you" in found
    assert notice.text.title not in found and "ejection" not in found


def test_who_signs_agrees_and_fetches_with_one_button(client):
    notice = make_waiting()
    as_(client, signatory(notice))
    assert act(client, url(notice), agrees="on") == f"{url(notice)}?laden"
    led = client.get(english(f"{url(notice)}?laden"))["Refresh"]
    assert led == f"1; url={english(url(notice, 'letter_pdf'))}"
    answer = client.get(english(url(notice, "letter_pdf")))
    assert (answer["Content-Type"], answer.content) == (PDF, letter_files.read(notice))
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    assert (service_of(notice).fetched_by, Consent.objects.get().given_by) == (signatory(notice), signatory(notice))
    found = text(page(client, url(notice)))
    assert notice.text.title in found and "Fetched on" in found


def test_a_letter_that_nobody_fetched_is_not_downloaded_by_its_address(client):
    notice = make_waiting()
    page_of_letter = as_(client, signatory(notice)).get(english(f"{url(notice)}?laden"))
    assert (page_of_letter.status_code, "Refresh" in page_of_letter) == (200, False)
    assert service_of(notice).fetched_at is None


def test_without_the_tick_nothing_is_fetched_and_it_is_said_why(client):
    notice = make_waiting()
    refused = act(as_(client, signatory(notice)), url(notice))
    assert "Tick the box if you agree." in text(refused)
    assert (service_of(notice).fetched_at, Consent.objects.count()) == (None, 0)


def test_a_colleague_is_told_that_somebody_has_to_agree_first(client):
    notice = make_waiting()
    found = page(as_(client, editor(notice)), url(notice))
    assert "has to agree first" in text(found) and "Fetch the letter" not in buttons(found)
    assert act(client, url(notice), agrees="on") == url(notice)
    assert (service_of(notice).fetched_at, Consent.objects.count()) == (None, 0)


def test_once_it_is_agreed_everybody_of_the_association_may_fetch(client):
    notice = make_waiting()
    agree(notice)
    found = page(as_(client, editor(notice)), url(notice))
    assert "Fetch the letter" in buttons(found) and not list(found.iter("input"))[1:]
    assert act(client, url(notice)) == f"{url(notice)}?laden"


def test_opening_an_address_fetches_nothing(client):
    notice = make_waiting()
    agree(notice)
    as_(client, signatory(notice))
    for name in ("letters", "letter", "letter_pdf"):
        answer = client.get(english(url(notice, name)))
    assert answer["Location"] == english(url(notice))
    assert "Please fetch the letter here first." in " ".join(said(client))
    assert service_of(notice).fetched_at is None


def test_a_click_after_the_end_is_answered_in_words(client):
    notice = make_waiting()
    agree(notice)
    over(notice)
    as_(client, signatory(notice))
    assert act(client, url(notice)) == url(notice)
    assert "is over, so it is not served" in " ".join(said(client))
    found = page(client, url(notice))
    assert "No period has begun" not in text(found) and "no period has begun" in text(found)
    assert "Fetch the letter" not in buttons(found)


def test_a_letter_that_is_served_by_post_can_be_read_here_too(client):
    notice = make_waiting()
    as_(client, signatory(notice))
    Service.objects.filter(notice=notice).update(way="post", message_at=None, ends_at=None)
    assert "comes by post" in text(page(client, url(notice)))
    Service.objects.filter(notice=notice).update(posted_on=timezone.localdate() - timedelta(days=9))
    assert client.get(url(notice, "letter_pdf"))["Content-Type"] == PDF


def test_the_way_of_letters_is_chosen_on_their_page(client):
    notice = make_waiting()
    as_(client, signatory(notice))
    assert act(client, url(notice, "letters"), way="agree") == url(notice, "letters")
    assert serving.consent_of(notice.application)
    assert "We agree: letters by download" not in buttons(page(client, url(notice, "letters")))
    act(client, url(notice, "letters"), way="by_post")
    assert list(serving.to_post()) == [notice]
    assert "Your association wants letters by post." in text(page(client, url(notice, "letters")))
    act(client, url(notice, "letters"), way="nonsense")
    assert Consent.objects.count() == 1


def test_a_colleague_does_not_choose_the_way(client):
    notice = make_waiting()
    as_(client, editor(notice))
    assert buttons(page(client, url(notice, "letters"))) == []
    act(client, url(notice, "letters"), way="agree")
    assert Consent.objects.count() == 0


@pytest.mark.parametrize("name", ["letters", "letter", "letter_pdf"])
def test_for_everybody_else_there_is_no_letter(name):
    notice = make_waiting()
    agree(notice)
    for user in (make_member(make_organisation(), "signatory"), case_worker()):
        browser = let_in(Client(), user)
        assert browser.get(url(notice, name)).status_code == 404
        assert browser.post(url(notice, name)).status_code in (404, 405)
    assert service_of(notice).fetched_at is None


def test_a_letter_of_another_application_is_not_found_here(client):
    notice, other = make_waiting(), make_waiting("rejection")
    user = signatory(notice)
    path = reverse("grants:letter", args=[notice.application.handle, other.key])
    assert as_(client, user).get(path).status_code == 404


# The office


def office(notice, name, *, user=None):
    return let_in(Client(), user or case_worker()), reverse(
        f"admin:grants_application_{name}", args=[notice.application_id, notice.key]
    )


def test_the_office_notes_the_posting():
    notice = make_waiting()
    browser, path = office(notice, "letter_post")
    assert browser.get(english(path)).status_code == 200
    today = timezone.localdate()
    refused = browser.post(english(path), {"posted_on": str(today + timedelta(days=1))})
    assert (refused.status_code, "lies in the future" in text(main(tree(refused)))) == (422, True)
    earlier = browser.post(english(path), {"posted_on": str(today - timedelta(days=4000))})
    assert (earlier.status_code, str(today - timedelta(days=4000)) in earlier.content.decode()) == (422, True)
    assert browser.post(english(path), {"posted_on": f"{today:%d.%m.%Y}"}).status_code == 302
    assert service_of(notice).posted_on == today


def test_the_office_serves_a_lapsed_letter_anew():
    notice = make_waiting()
    browser, path = office(notice, "letter_anew")
    assert browser.post(path).status_code == 302 and notice.services.count() == 1
    over(notice)
    assert "gets a mail" in text(main(tree(browser.get(english(path)))))
    assert notice.services.count() == 1
    assert browser.post(path).status_code == 302 and notice.services.count() == 2


@pytest.mark.parametrize("name", ["letter_post", "letter_anew"])
def test_whoever_only_decides_serves_nothing(name):
    browser, path = office(make_notice(), name, user=second_person())
    assert browser.get(path).status_code == 403

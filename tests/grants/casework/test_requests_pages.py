"""The pages on which an association asks for something, and those on which the office answers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grants import starting
from grants.casework import requests
from grants.models import Application, CaseRequest, Service
from organisations.models import Role
from tests.factories import make_member
from tests.grants.cases import case_worker, make_case, second_person, signatory_of
from tests.grants.casework.lettering import make_decision
from tests.grants.notices import make_waiting, signatory
from tests.members import act, as_, english, page, said
from tests.office import let_in
from tests.pages import main, text, tree

pytestmark = pytest.mark.django_db
Kind, State = CaseRequest.Kind, Application.State
SOON = timezone.localdate() + timedelta(days=30)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    starting.load_letters()


def url(application, word=None):
    name, further = ("request", [word]) if word else ("requests", [])
    return reverse(f"grants:{name}", args=[application.handle, *further]).removeprefix("/en")


def links(element):
    return [text(one) for one in element.iter("b")]


@pytest.mark.parametrize(
    "state, ways",
    [
        (State.SUBMITTED, ["Permission to begin early"]),
        (State.AWARDED, ["Other dates", "Another plan", "Another purpose"]),
        (State.LAPSED, []),
    ],
)
def test_the_list_offers_what_can_be_asked_for(client, state, ways):
    application = make_case(state)
    assert links(page(as_(client, signatory_of(application)), url(application))) == ways


def test_who_signs_asks_for_an_early_start_and_takes_it_back(client):
    application = make_case()
    as_(client, signatory_of(application))
    path = url(application, "frueher-beginnen")
    assert "says nothing about whether you get the grant" in text(page(client, path))
    assert act(client, path, begins_on=f"{SOON:%d.%m.%Y}", text="Der Raum ist nur jetzt frei.") == url(application)
    one = CaseRequest.objects.get()
    assert (one.kind, one.begins_on, one.ends_on, one.text) == (
        Kind.EARLY_START,
        SOON,
        None,
        "Der Raum ist nur jetzt frei.",
    )
    assert "The answer comes as a letter." in " ".join(said(client))
    assert "Your request is with the office" in text(page(client, path))
    assert act(client, path, begins_on=str(SOON), text="Noch einmal") == url(application)
    assert CaseRequest.objects.count() == 1
    assert act(client, path, withdraw="1") == url(application)
    assert CaseRequest.objects.open().count() == 0


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(client):
    application = make_case(State.AWARDED)
    as_(client, signatory_of(application))
    typed = {"begins_on": str(SOON), "ends_on": str(SOON - timedelta(days=1)), "text": "Wegen der Ferien"}
    refused = act(client, url(application, "andere-daten"), **typed)
    assert "The last day lies before the first one." in text(refused) and "Wegen der Ferien" in text(refused)
    refused = act(client, url(application, "andere-daten"), text=" ")
    assert "Say what you ask for and why." in text(refused)
    assert CaseRequest.objects.count() == 0


def test_nobody_may_begin_in_the_past(client):
    application = make_case()
    yesterday = timezone.localdate() - timedelta(days=1)
    typed = {"begins_on": str(yesterday), "text": "Schon begonnen"}
    assert "This day is over." in text(
        act(as_(client, signatory_of(application)), url(application, "frueher-beginnen"), **typed)
    )


def test_what_was_typed_survives_a_login(client):
    application = make_case()
    path = url(application, "frueher-beginnen")
    client.post(english(path), {"text": "Lange getippt", "begins_on": str(SOON)})
    assert "Lange getippt" in text(page(as_(client, signatory_of(application)), path))


def test_a_colleague_reads_but_does_not_ask(client):
    application = make_case()
    as_(client, make_member(application.organisation, Role.EDITOR))
    path = url(application, "frueher-beginnen")
    assert "Only somebody who is entitled to sign" in text(page(client, path))
    assert client.post(path, {"text": "Bitte", "begins_on": str(SOON)}).status_code == 403


def test_what_cannot_be_asked_for_leads_to_the_list(client):
    application = make_case()
    as_(client, signatory_of(application))
    assert act(client, url(application, "anderer-plan"), text="x") == url(application)
    assert client.get(url(application, "gibt-es-nicht")).status_code == 404
    assert CaseRequest.objects.count() == 0


def test_an_objection_is_explained_and_only_taken_where_the_office_allows_it(client, settings):
    notice = make_waiting("rejection")
    application = notice.application
    as_(client, signatory(notice))
    path = url(application, "widerspruch")
    assert "the time for it has not begun" in text(page(client, path))
    Service.objects.filter(notice=notice).update(fetched_at=timezone.now())
    assert "It must arrive by" in text(page(client, path)) and "you cannot object" in text(page(client, path))
    assert client.post(path, {"text": "Nein"}).status_code == 200
    assert CaseRequest.objects.count() == 0
    settings.OBJECTION_ONLINE = True
    assert act(client, path, text="Wir widersprechen.") == url(application)
    assert CaseRequest.objects.get().kind == Kind.OBJECTION


# The office


def office(application, name, *further, user=None):
    return let_in(Client(), user or case_worker()), english(
        reverse(f"admin:grants_application_{name}", args=[application.pk, *further])
    )


def test_the_office_answers_once_and_a_letter_is_issued():
    application = make_case()
    one = requests.ask(application, Kind.EARLY_START, signatory_of(application), "Bitte bald.", begins_on=SOON)
    browser, path = office(application, "request_answer", one.key)
    assert "Bitte bald." in text(main(tree(browser.get(path))))
    refused = browser.post(path, {"granted": "yes", "text": ""})
    assert (refused.status_code, application.notices.count()) == (422, 0)
    assert browser.post(path, {"granted": "yes", "text": "Ja, auf eigenes Risiko."}).status_code == 302
    assert application.notices.get().kind == "granted"
    assert browser.post(path, {"granted": "no", "text": "Nein"}).status_code == 302
    one.refresh_from_db()
    assert (one.granted, application.notices.count()) == (True, 1)


def test_the_office_enters_what_came_on_paper():
    application = make_case(State.AWARDED)
    make_decision("award", application)
    browser, path = office(application, "request_paper")
    typed = {"kind": "dates", "received_on": str(timezone.localdate()), "text": "Brief vom 3. November"}
    refused = browser.post(path, typed)
    assert (refused.status_code, "Brief vom 3. November" in text(main(tree(refused)))) == (422, True)
    typed |= {"begins_on": "01.04.2027", "ends_on": "30.09.2027"}
    assert browser.post(path, typed).status_code == 302
    assert (CaseRequest.objects.get().asked_by, str(CaseRequest.objects.get().ends_on)) == (None, "2027-09-30")
    again = browser.post(path, typed)
    assert (again.status_code, "There is an open request" in text(main(tree(again)))) == (422, True)


def test_days_that_a_kind_does_not_have_are_let_go():
    application = make_case(State.AWARDED)
    browser, path = office(application, "request_paper")
    typed = {"kind": "plan", "received_on": str(timezone.localdate()), "text": "Mehr Honorare", "begins_on": "1.1.2027"}
    browser.post(path, typed)
    assert CaseRequest.objects.get().begins_on is None


def test_whoever_only_decides_reads_and_answers_nothing():
    application = make_case()
    one = requests.ask(application, Kind.EARLY_START, signatory_of(application), "Bitte.", begins_on=SOON)
    for name, further in (("request_answer", [one.key]), ("request_paper", [])):
        browser, path = office(application, name, *further, user=second_person())
        assert browser.get(path).status_code == 403

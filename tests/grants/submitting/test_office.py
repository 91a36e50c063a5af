"""What the office sees of applications: those that were submitted, as they were sent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from grants import desk_applications
from grants.models import Application
from organisations.models import Organisation
from tests.factories import make_user
from tests.grants.submitting.making import make_complete, make_sent
from tests.office import let_in
from tests.pages import main, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    return let_in(client, make_user("Förderung"))


def test_the_list_holds_what_was_submitted_and_finds_it_by_its_number(officer):
    make_complete()
    sent, _signatory = make_sent()
    make_sent()
    found = text(main(tree(officer.get("/en/admin/grants/application/", {"q": sent.reference}))))
    assert sent.reference in found and "€375.00" in found and "1 application" in found
    everything = text(main(tree(officer.get("/en/admin/grants/application/"))))
    assert "2 applications" in everything


def test_the_page_tells_what_was_sent_whatever_the_entry_says_today(officer):
    sent, _signatory = make_sent()
    name = sent.organisation.name
    Organisation.objects.filter(pk=sent.organisation_id).update(name="Ganz anders")
    url = f"/en{reverse('admin:grants_application_change', args=[sent.pk])}"
    found = text(main(tree(officer.get(url))))
    for words in (sent.reference, name, "Ada Lenz", "Bürgerhaus", "Trainerin", "€375.00", "Steps so far"):
        assert words in found
    assert officer.post(url, {"title": "x"}).status_code == 403


def test_the_office_gets_the_pdf(officer):
    sent, _signatory = make_sent()
    answer = officer.get(reverse("admin:grants_application_pdf", args=[sent.pk]))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")


def test_the_desk_shows_what_nobody_has_taken_yet_the_oldest_first():
    sent = [make_sent()[0] for _one in range(3)]
    Application.objects.filter(pk=sent[0].pk).update(state="checking")
    Application.objects.filter(pk=sent[2].pk).update(submitted_at=timezone.now() - timedelta(days=30))
    with translation.override("en"):
        (box,) = desk_applications.boxes(make_user("Förderung"))
    names = [label for label, _note, _url in box.items]
    assert (box.count, names) == (2, [sent[2].organisation.name, sent[1].organisation.name])
    assert sent[2].reference in box.items[0][1] and "€375.00" in box.items[0][1]
    assert desk_applications.boxes(make_user("Redaktion")) == []

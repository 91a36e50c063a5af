"""The office sees nothing of a draft: on no page of the administration, in no search, history or count."""

import html

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import override_settings
from django.urls import NoReverseMatch, reverse

from grants import desk, desk_applications
from grants.models import Application
from organisations.models import User

from .table import STAFF
from .world import SECRETS, TITLE, make_sent, make_world

pytestmark = pytest.mark.django_db
DRAFTS = ("draft", "late")
LIST = "/admin/grants/application/"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Here with drafts only."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        Application.objects.filter(reference__isnull=False).delete()
        yield world
        transaction.set_rollback(True)


def pages(world, draft):
    """Addresses at which a draft could show through."""
    call, organisation = draft.call, world.organisation
    things = {"organisation": organisation, "call": call, "programme": call.programme, "application": draft}
    for model, thing in things.items():
        label = f"{thing._meta.app_label}_{model}"
        yield from (reverse(f"admin:{label}_{act}", args=[thing.pk]) for act in ("change", "history", "delete"))
        yield from (reverse(f"admin:{label}_changelist") + query for query in ("", "?q=Quitten", "?all="))
    yield from (reverse(f"admin:grants_call_{act}", args=[call.pk]) for act in ("preview", "publish"))
    yield reverse("admin:grants_application_pdf", args=[draft.pk])
    yield reverse("admin:organisations_organisation_merge") + f"?ids={organisation.pk},{world.foreign.organisation_id}"
    yield from ("/admin/", "/admin/grants/", "/admin/organisations/", f"{LIST}?q={draft.draft_key}")
    yield from (
        f"{LIST}?state=draft",
        f"{LIST}?state__exact=draft",
        f"{LIST}?organisation__id__exact={organisation.pk}",
    )
    yield from (f"{LIST}?call__id__exact={call.pk}", f"/organisationen/{organisation.slug}/", call.get_absolute_url())
    for model in ("organisation", "topic"):
        yield f"/admin/autocomplete/?app_label=grants&model_name=application&field_name={model}&term=Quitten"


def told(answer):
    return html.unescape(answer.content.decode(errors="ignore") + answer.serialize_headers().decode())


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("state", DRAFTS)
def test_no_page_of_the_office_tells_a_word_of_a_draft(world, role, state):
    draft = world.applications[state]
    words = (*SECRETS, draft.draft_key)
    found = {
        url: told(world.browsers[role].get(url)).replace(f"q={draft.draft_key}", "") for url in pages(world, draft)
    }
    leaks = {(url, word) for url, page in found.items() for word in words if word in page}
    assert leaks - {(f"{LIST}?q={draft.draft_key}", draft.draft_key)} == set()


def test_the_office_reads_what_was_submitted(world):
    """Guards the test above."""
    with transaction.atomic():
        sent = make_sent(world.organisation, world.organisation.memberships.signatories().current().get().user)
        urls = (LIST, f"{LIST}?q=Quitten", f"{LIST}{sent.pk}/change/")
        found = [TITLE in told(world.browsers["Förderung"].get(url)) for url in urls]
        transaction.set_rollback(True)
    assert found == [True, True, True]


@pytest.mark.parametrize("role", ["Förderung", "Entscheidung", "Leitung"])
def test_a_draft_has_no_page_in_the_office(world, role):
    browser, pk = world.browsers[role], world.applications["draft"].pk
    found = [browser.get(f"{LIST}{pk}/{rest}").status_code for rest in ("change/", "history/", "antrag.pdf", "delete/")]
    assert found == [302, 302, 404, 403]


def test_every_model_of_the_grants_that_the_office_opens_is_looked_at():
    """What hangs on applications has no pages of its own; whoever gives it some extends the test above."""
    opened = {model.__name__ for model in admin.site._registry if model._meta.app_label == "grants"}
    parts = {"CostCategory", "Question", "RequiredPaper", "Declaration", "Criterion", "Milestone"}
    of_cases = {"AdvisorySession", "Application", "Conflict", "Decision", "LetterText"}
    assert opened == of_cases | {"Call", "Programme"} | parts


@pytest.mark.parametrize("name", ["section", "revision", "document", "attachment", "submission", "statuschange"])
def test_what_was_typed_is_no_model_of_the_office(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:grants_{name}_changelist")


@pytest.mark.parametrize("role", STAFF)
def test_the_desk_counts_no_drafts(world, role):
    person = User.objects.get(pk=world.browsers[role].session["_auth_user_id"])
    boxes = [*desk.boxes(person), *desk_applications.boxes(person)]
    assert [box.count for box in boxes if box.key == "applications"] == ([] if role == "Redaktion" else [0])
    assert TITLE not in str(boxes)

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import Client, RequestFactory

from organisations.models import DirectoryVersion, Organisation, SearchMiss
from tests.factories import make_organisation, make_user

pytestmark = pytest.mark.django_db


def rename_behind_the_back(organisation, name):
    """Changes what a page would show without telling the version."""
    Organisation.objects.filter(pk=organisation.pk).update(name=name)


def name_shown(client, organisation, prefix="", query=""):
    page = client.get(f"{prefix}/organisationen/{organisation.slug}/{query}").content.decode()
    return "neu" if "Neuer Name" in page else "alt"


def test_a_page_is_kept_until_the_contents_change(client):
    organisation = make_organisation(name="Alter Name")
    shown = [name_shown(client, organisation)]
    rename_behind_the_back(organisation, "Neuer Name")
    shown.append(name_shown(client, organisation))
    DirectoryVersion.renew()
    assert [*shown, name_shown(client, organisation)] == ["alt", "alt", "neu"]


def test_addresses_and_languages_are_kept_apart(client):
    organisation = make_organisation(name="Alter Name")
    name_shown(client, organisation)
    rename_behind_the_back(organisation, "Neuer Name")
    assert name_shown(client, organisation, prefix="/en") == "neu"
    assert name_shown(client, organisation, query="?x=1") == "neu"


def test_whoever_is_logged_in_sees_the_present(client):
    organisation = make_organisation(name="Alter Name")
    name_shown(client, organisation)
    rename_behind_the_back(organisation, "Neuer Name")
    client.force_login(make_user("Redaktion"))
    assert name_shown(client, organisation) == "neu"


def test_what_staff_see_is_kept_for_nobody(client):
    hidden = make_organisation(name="Neuer Name", state="hidden")
    client.force_login(make_user("Redaktion"))
    assert name_shown(client, hidden) == "neu"
    assert Client().get(f"/organisationen/{hidden.slug}/").status_code == 404


def test_a_message_for_somebody_is_kept_for_nobody(client):
    request = RequestFactory().get("/")
    storage = CookieStorage(request)
    storage.add(constants.INFO, "Nur für mich")
    answer = HttpResponse()
    storage.update(answer)
    client.cookies = answer.cookies
    assert "Nur für mich" in client.get("/kontakt/").content.decode()
    assert "Nur für mich" not in Client().get("/kontakt/").content.decode()


def test_a_kept_page_has_the_same_headers(client):
    first, second = client.get("/kontakt/"), client.get("/kontakt/")
    assert second.templates == [], "the second was really kept"
    assert (second.content, dict(second.headers)) == (first.content, dict(first.headers))


def test_a_miss_is_counted_at_each_visit(client):
    client.get("/organisationen/?q=xyzqwvk")
    client.get("/organisationen/?q=xyzqwvk")
    assert list(SearchMiss.objects.values_list("word", "times")) == [("xyzqwvk", 2)]


def test_a_miss_is_counted_although_the_page_was_shown_while_typing(client):
    client.get("/organisationen/?q=xyzqwvk", headers={"HX-Request": "true", "HX-Trigger-Name": "q"})
    client.get("/organisationen/?q=xyzqwvk")
    assert list(SearchMiss.objects.values_list("word", "times")) == [("xyzqwvk", 1)]


def test_an_address_of_any_length_can_be_asked_for(client):
    assert client.get("/organisationen/?q=" + "a" * 5000).status_code == 200

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from organisations.models import DirectoryVersion, Organisation
from tests.factories import make_organisation
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOST = "http://testserver"


def xml(client, path):
    return ElementTree.fromstring(client.get(path).content)


def locations(document):
    return [element.text for element in document.iterfind(".//s:loc", NAMES)]


def is_disallowed(path, robots):
    """RFC 9309: a rule is the beginning of a path, "*" stands for anything."""
    rules = re.findall(r"^Disallow: (\S+)$", robots, re.MULTILINE)
    return any(re.match(re.escape(rule).replace(r"\*", ".*"), path) for rule in rules)


@pytest.mark.parametrize(
    "path, kept_out",
    [
        ("/admin/organisations/", True),
        ("/organisationen/verein/fehler-melden/", True),
        ("/en/organisationen/verein/fehler-melden/", True),
        ("/", False),
        ("/organisationen/verein/", False),
        ("/ar/angebote/", False),
    ],
)
def test_robots_keep_out_of_the_office_and_of_forms(client, path, kept_out):
    robots = client.get("/robots.txt").content.decode()
    assert is_disallowed(path, robots) is kept_out


def test_robots_are_shown_the_sitemap(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines()[-1] == f"Sitemap: {HOST}/sitemap.xml"


def test_the_sitemap_index_names_every_section(client):
    sections = locations(xml(client, "/sitemap.xml"))
    names = ("listen", "organisationen", "seiten", "foerderung", "ausschreibungen", "programme")
    assert sections == [f"{HOST}/sitemap-{name}.xml" for name in names]
    assert {client.get(address.removeprefix(HOST)).status_code for address in sections} == {200}


@pytest.mark.parametrize("path", ["/sitemap-nirgends.xml", "/sitemap-listen.xml?p=99", "/sitemap-listen.xml?p=abc"])
def test_a_sitemap_that_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_sitemap_lists_published_entries_in_all_languages_and_no_others(client):
    Organisation.objects.all().delete()
    shown = make_organisation(slug="offen")
    for state in set(Organisation.State) - {Organisation.State.PUBLISHED}:
        make_organisation(slug=f"verborgen-{state}", state=state, merged_into=shown if state == "merged" else None)
    found = xml(client, "/sitemap-organisationen.xml")
    assert locations(found) == [f"{HOST}{prefix}/organisationen/offen/" for prefix in ("", "/en", "/ar")]


def test_sitemap_entries_name_their_translations(client):
    entry = xml(client, "/sitemap-listen.xml").find("s:url", NAMES)
    alternates = {link.get("hreflang"): link.get("href") for link in entry.iterfind("x:link", NAMES)}
    assert alternates == {"de": f"{HOST}/", "en": f"{HOST}/en/", "ar": f"{HOST}/ar/", "x-default": f"{HOST}/"}


def test_the_favicon_of_old_browsers_leads_to_a_picture(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (301, "/static/img/favicon.png")
    picture = settings.BASE_DIR / "static" / "img" / "favicon.png"
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path, heading", [("/nirgends/", "Diese Seite gibt es nicht"), ("/en/nowhere/", "This page does not exist")]
)
def test_a_missing_page_says_so_in_the_readers_language_and_offers_the_search(client, path, heading):
    answer = client.get(path)
    page = tree(answer)
    assert (answer.status_code, [text(h) for h in page.iter("h1")]) == (404, [heading])
    assert [field.get("name") for field in main(page).iter("input")] == ["q"]


@pytest.mark.parametrize("path", ["//[", "//[::1", "//evil.example/x", "/\\evil", "/" + "a" * 3000])
def test_a_strange_address_is_merely_not_found(path):
    """As a server passes it on: the test client would not send all of these."""
    answer = Client().request(PATH_INFO=path)
    assert answer.status_code == 404
    assert "//evil.example" not in answer.content.decode()


def test_a_bad_request_is_answered_in_the_portals_face(client):
    answer = client.get("/%00")
    assert (answer.status_code, text(next(tree(answer).iter("h1")))) == (
        400,
        "Diese Anfrage versteht das Portal nicht",
    )


def test_an_unknown_host_is_refused_in_the_portals_face(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert (answer.status_code, bool(by_class(tree(answer), "header"))) == (400, True)


def test_a_form_without_its_token_is_refused_in_the_portals_face():
    organisation = make_organisation()
    careful = Client(enforce_csrf_checks=True)
    answer = careful.post(reverse("organisations:report", args=[organisation.slug]), {"text": "x"})
    heading = text(next(tree(answer).iter("h1")))
    assert (answer.status_code, heading) == (403, "Bitte senden Sie das Formular noch einmal")


def test_a_page_one_may_not_see_is_refused_in_the_portals_face(rf):
    from django.contrib.auth.models import AnonymousUser

    from darmstadt_mso import views

    request = rf.get("/")
    request.user = AnonymousUser()
    answer = views.forbidden(request).render()
    assert (answer.status_code, text(next(tree(answer).iter("h1")))) == (403, "Sie haben keinen Zugang zu dieser Seite")


def test_a_failure_is_answered_in_the_portals_face_and_tells_nothing_of_itself(monkeypatch):
    def fail():
        raise RuntimeError("geheim")

    monkeypatch.setattr(DirectoryVersion, "current", fail)
    answer = Client(raise_request_exception=False).get("/kontakt/")
    assert (answer.status_code, text(next(tree(answer).iter("h1")))) == (500, "Das hat leider nicht geklappt")
    assert "geheim" not in answer.content.decode()


@pytest.mark.parametrize("template", ["400.html", "403_csrf.html", "500.html"])
def test_pages_for_trouble_load_only_files_that_exist(template):
    """They are shown when nothing else works, so they know no manifest of static files."""
    source = (settings.BASE_DIR / "templates" / "bare.html").read_text()
    files = re.findall(r'(?:href|src)="/(static/[^"]+)"', source)
    assert len(files) > 5
    assert [name for name in files if not (settings.BASE_DIR / name).is_file()] == []


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/favicon.ico", "/sitemap.xml", "/sitemap-listen.xml"])
def test_pages_are_only_read(client, path):
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == client.get(path).status_code

"""What holds for every public page: its head, its headings, its markup, what it loads and leaves behind."""

import re
from collections import Counter

import html5lib
import pytest
from django.db import transaction
from django.test import Client
from django.urls import translate_url
from django.utils import translation

from organisations.models import Language, Topic
from tests.factories import make_contact, make_offer, make_organisation
from tests.pages import LANGUAGES, text, tree, urls

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
FORM, CONFIRM = "fehler-melden/", "/bestaetigen/"
# Parts of the addresses that machines for searching leave out: forms, single searches, links that stand in a mail only.
KEPT_OUT = (FORM, CONFIRM, "/abbestellen/", "/echtheit/", "q=")
REFERRING = ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls")
# What strict html5lib (of 2020) does not know and the standard allows.
KNOWN_VALID = set()


def make_everything():
    """An entry of which every part of the page is shown, and enough others for a second page of the list."""
    terms = {"topics": Topic.objects.all()[:3], "languages": Language.objects.all()[:3]}
    full = make_organisation(
        name="Anisverein & <Söhne>", native_name="يانسون", summary="Wir singen „laut“.", description="Eins.\n\nZwei.",
        street="Anisweg 3", postcode="64283", latitude="49.87", longitude="8.65", district_id="100", quarter_id="110",
        website="https://anis.example", short_name="AV", founded=1999, register_number="VR 1", **terms,
    )  # fmt: skip
    make_contact(full, person="Erika Muster", phone="06151 1", fax="06151 2")
    make_offer(full, text="Wir nähen.", when="montags", where="im Hof", cost="fee", cost_note="5 €", childcare=True)
    for number in range(25):
        make_organisation(name=f"Verein {number}", **terms)
    return full


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """{address: answer} of one page of every kind in every language."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("de"):
        full = make_everything()
        yield {url: Client().get(url) for url in [*urls(full), *second_pages()]}
        transaction.set_rollback(True)


def second_pages():
    return [translate_url("/organisationen/?seite=2", code) for code in LANGUAGES]


@pytest.fixture(scope="module")
def trees(pages):
    return {url: tree(answer) for url, answer in pages.items()}


def language_of(url):
    return next((code for code in ("en", "ar") if url.startswith(f"/{code}/")), "de")


def heads(trees, tag, **attributes):
    """{address: the elements of the head with these attributes}."""
    return {
        url: [one for one in page.find("head").iter(tag) if attributes.items() <= one.attrib.items()]
        for url, page in trees.items()
    }


def test_every_page_answers_and_there_are_many(pages):
    assert {url: answer.status_code for url, answer in pages.items() if answer.status_code != 200} == {}
    assert len(pages) >= 3 * 13


def test_a_page_names_its_language_and_direction(trees):
    named = {url: (page.get("lang"), page.get("dir")) for url, page in trees.items()}
    assert named == {url: (code := language_of(url), "rtl" if code == "ar" else "ltr") for url in trees}


def address(url, code=None):
    """The page's own address in a language: without what was chosen on it, but with the page of a list."""
    path = re.sub(r"^/(en|ar)/", "/", url if "seite=" in url else url.partition("?")[0])
    return HOST + translate_url(path, code or language_of(url))


def test_a_page_has_one_address_without_what_was_chosen_on_it(trees):
    found = {url: [one.get("href") for one in links] for url, links in heads(trees, "link", rel="canonical").items()}
    assert found == {url: [address(url)] for url in trees}


def test_a_page_names_itself_in_all_languages(trees):
    """So translations name each other back, and the page's own entry is its address."""
    found = {
        url: {one.get("hreflang"): one.get("href") for one in links}
        for url, links in heads(trees, "link", rel="alternate").items()
    }
    assert found == {url: {code: address(url, code) for code in LANGUAGES} for url in trees}


@pytest.mark.parametrize("name", ["title", "description", "url", "image", "type", "locale", "site_name"])
def test_a_page_says_what_to_show_when_it_is_shared(trees, name):
    found = heads(trees, "meta", property=f"og:{name}")
    assert {url for url, metas in found.items() if len(metas) != 1 or not metas[0].get("content")} == set()


def test_no_two_pages_have_the_same_title(trees):
    titles = Counter((language_of(url), text(page.find("head/title"))) for url, page in trees.items())
    lists = {title for _code, title in titles if re.search("Vereine in|Associations in|الجمعيات في", title)}
    repeated = {title for (_code, title), n in titles.items() if n > 1}
    assert repeated - lists == set(), "only further pages of one list share theirs"


def test_forms_and_single_searches_are_kept_out_of_search_engines(trees):
    found = heads(trees, "meta", name="robots")
    kept_out = {url for url, metas in found.items() if "noindex" in metas[0].get("content")}
    assert kept_out == {url for url in trees if any(part in url for part in KEPT_OUT)}


def test_headings_never_skip_a_level_and_there_is_one_first(trees):
    wrong = {}
    for url, page in trees.items():
        levels = [int(one.tag[1]) for one in page.find("body").iter() if re.fullmatch("h[1-6]", str(one.tag))]
        if levels.count(1) != 1 or levels[0] != 1 or any(b - a > 1 for a, b in zip(levels, levels[1:], strict=False)):
            wrong[url] = levels
    assert wrong == {}


def test_every_page_is_strictly_correct_html(pages):
    wrong = {}
    for url, answer in pages.items():
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        parser.parse(answer.content.decode())
        found = [(place, code) for place, code, _more in parser.errors if code not in KNOWN_VALID]
        wrong |= {url: found} if found else {}
    assert wrong == {}


def test_ids_are_unique_and_whatever_refers_to_one_finds_it(trees):
    wrong = {}
    for url, page in trees.items():
        ids = Counter(one.get("id") for one in page.iter() if one.get("id"))
        asked = [
            one.get(name, "").split() for one in page.iter() for name in ("for", "aria-labelledby", "aria-describedby")
        ]
        asked += [[one.get("href")[1:]] for one in page.iter("a") if one.get("href", "").startswith("#")]
        missing = {name for names in asked for name in names} - set(ids)
        if missing or max(ids.values()) > 1:
            wrong[url] = missing | {name for name, n in ids.items() if n > 1}
    assert wrong == {}


def test_lists_and_tables_hold_only_what_belongs_there(trees):
    """The parser is content with less than the standard asks for."""
    allowed = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "tr": {"th", "td"}, "select": {"option"}}
    wrong = {(url, one.tag, child.tag) for url, page in trees.items() for one in page.iter() if one.tag in allowed
             for child in one if child.tag not in allowed[one.tag]}  # fmt: skip
    assert wrong == set()


def test_links_and_buttons_have_a_name(trees):
    nameless = {
        (url, one.get("href") or one.get("type"))
        for url, page in trees.items()
        for one in page.iter()
        if one.tag in ("a", "button") and not (text(one) or one.get("aria-label"))
    }
    assert nameless == set()


def test_pictures_say_what_they_show_or_that_they_show_nothing(trees):
    assert {url for url, page in trees.items() for one in page.iter("img") if "alt" not in one.attrib} == set()


def loaded(page):
    """Addresses that a browser loads by itself."""
    for one in page.iter():
        if one.tag in ("script", "img", "source", "iframe", "video", "audio", "embed", "input"):
            yield from filter(None, [one.get("src"), one.get("srcset")])
        if one.tag == "link" and one.get("rel") in ("stylesheet", "icon", "apple-touch-icon", "preload", "manifest"):
            yield one.get("href")
        yield from filter(None, [one.get("data"), one.get("poster"), one.get("background")])


def test_nothing_is_loaded_from_anybody_else(trees):
    files = {url: list(loaded(page)) for url, page in trees.items()}
    assert {url for url, found in files.items() if len(found) < 7} == set()
    strange = {
        address for found in files.values() for address in found if not re.match(r"/(static|organisationen)/", address)
    }
    assert strange == set()


def test_links_to_other_sites_tell_them_nothing(trees):
    outside = {one.get("href"): one.get("rel", "") for page in trees.values() for one in page.iter("a")
               if one.get("href", "").startswith("http")}  # fmt: skip
    assert "https://anis.example" in outside
    assert {url for url, rel in outside.items() if "noopener" not in rel} == set()


def test_the_strict_policy_is_on_every_page(pages):
    assert {answer["Content-Security-Policy"] for answer in pages.values()} == {POLICY}


def test_no_page_holds_inline_scripts_styles_or_handlers(trees):
    bad = set()
    for url, page in trees.items():
        for one in page.iter():
            executed = one.tag == "script" and not one.get("src") and one.get("type") != "application/ld+json"
            handlers = [name for name in one.attrib if name == "style" or name.startswith("on")]
            if executed or handlers or one.tag == "style" or str(one.get("href")).startswith("javascript:"):
                bad.add((url, one.tag))
    assert bad == set()


def test_reading_leaves_no_cookie_and_only_the_forms_need_one(pages):
    cookies = {url: set(answer.cookies) for url, answer in pages.items() if answer.cookies}
    assert cookies == {url: {"csrftoken"} for url in pages if url.endswith(FORM) or CONFIRM in url}


def leads_on(url):
    """To a page, or to the log-in before it."""
    answer = Client().get(url)
    return answer.status_code == 200 or "/konto/login/?next=" in answer.get("Location", "")


def test_every_link_inside_leads_to_a_page(pages, trees):
    inside = {one.get("href").partition("#")[0] for url, page in trees.items() for one in page.iter("a")
              if re.match("/(?!en/)[^?]*$", one.get("href", ""))}  # fmt: skip
    assert {url for url in inside if not leads_on(url)} == set()
    assert len(inside) > 40


def test_the_way_to_the_content_is_the_first_link(trees):
    assert {next(page.iter("a")).get("href") for page in trees.values()} == {"#main"}

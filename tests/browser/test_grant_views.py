"""The pages of the grants, for eyes, fingers and screen readers."""

import pytest
from playwright.sync_api import expect

from tests.browser import grants, office
from tests.browser.addresses import LANGUAGES
from tests.browser.applying import COLLEAGUE, WRITER, open_page
from tests.browser.conftest import Browsing
from tests.browser.curating import press
from tests.browser.members import send
from tests.browser.test_grants import CALLS
from tests.browser.test_member_views import faults

CALL = "/foerderung/bildungsprojekte-demo/"
PUBLIC = {
    "calls": "/foerderung/",
    "comparison": "/foerderung/vergleich/",
    "glossary": "/foerderung/woerter/",
    "programme": "/foerderung/programme/bildungsprojekte/",
    "call": CALL,
    "call that has ended": "/foerderung/musik-im-park-demo/",
    "check": f"{CALL}check/",
}
SECTIONS = ("verein", "projekt", "inhalt", "plan", "anlagen", "erklaerungen")
# Behind the address of a draft; with "errors" in the name something is sent that is wrong.
DRAFT = {
    "list of tasks": "",
    **dict(zip(SECTIONS, (f"{section}/" for section in SECTIONS), strict=True)),
    "projekt, errors": "projekt/",
    "plan, errors": "plan/",
    "anlagen, errors": "anlagen/",
    "check of the answers": "pruefen/",
    "history": "verlauf/",
    "discarding": "loeschen/",
}
SUBMITTED = {"state": "", "confirmation": "eingereicht/", "withdrawing": "zurueckziehen/"}
# Behind the address of a call at the office; its list and a new one stand beside it.
OFFICE = {
    "list": "..",
    "new call": "../add/",
    "change": "change/",
    "preview": "vorschau/",
    "publishing": "veroeffentlichen/",
    "copying": "kopieren/",
    "archiving": "archivieren/",
    "history": "history/",
}
WRONG = {"projekt": {"participants": "viele"}, "plan": {"kosten-1-amount": "etwas", "einnahmen-0-amount": "-3"}}


def send_wrong(page, name):
    """As the name of a view wants it."""
    section = name.partition(",")[0]
    for field, text in WRONG.get(section, {}).items():
        page.locator(f"#id_{field}").fill(text)
    press(page, ".paper-form [type=submit] >> nth=0" if section == "anlagen" else "[value=next]")
    expect(page.locator(".error-summary")).to_be_visible()


def everywhere(page, path, act=None, **options):
    """What is wrong with a page in both directions of writing."""
    for language, prefix in LANGUAGES.items():
        page.goto(prefix + path)
        if act:
            act(page)
        yield from (f"{language} {one}" for one in faults(page, **options))


@pytest.fixture(scope="module")
def browsing(browser, portal):
    browsing = Browsing(browser, portal.origin)
    yield browsing
    assert browsing.end() == []


@pytest.fixture(scope="module")
def resident(browsing):
    return browsing()


@pytest.fixture(scope="module")
def call(portal):
    """Its slug and its title, and the address of a draft in it."""
    return grants.new_call(portal, draft=True)


@pytest.fixture(scope="module")
def draft(call):
    return call[2]


@pytest.fixture(scope="module")
def writer(browsing, draft):
    """Has written a plan in which something does not fit yet."""
    page = browsing()
    open_page(page, f"{draft}plan/")
    grants.fill_cost(page, amount="900")
    page.locator("#id_requested").fill("1.000")
    press(page, "[value=list]")
    return page


@pytest.fixture(scope="module")
def submitted(browsing, portal):
    """The page of somebody who has submitted an application, and the application's address."""
    slug, title = grants.new_call(portal)
    page = browsing()
    grants.begin(page, slug, WRITER)
    grants.write(page, title)
    return page, f"/antraege/{grants.submit(page)}/"


@pytest.fixture(scope="module")
def desk(browsing, call):
    """At a call whose rules were changed and not yet published."""
    page = office.log_in(browsing(reduced_motion="reduce"), "foerderung")
    page.goto(f"{CALLS}?q={call[1]}")
    press(page, "#result_list tbody th a >> nth=0")
    page.locator("#id_maximum").fill("900")
    press(page, "input[name=_continue]")
    return page, page.url.partition("change/")[0].partition(page.url.split("/")[2])[2]


@pytest.mark.parametrize("name", PUBLIC)
def test_what_residents_read_is_for_everybody(resident, name):
    assert [*everywhere(resident, PUBLIC[name])] == []


def test_the_answer_of_the_check_is_for_everybody(resident, call):
    assert [*everywhere(resident, f"/foerderung/{call[0]}/check/", grants.check)] == []


@pytest.mark.parametrize("name", DRAFT)
def test_what_writers_see_is_for_everybody(writer, draft, name):
    act = (lambda page: send_wrong(page, name)) if "errors" in name else None
    assert [*everywhere(writer, draft + DRAFT[name], act)] == []


def test_the_list_of_applications_and_the_beginning_of_one_are_for_everybody(writer, call):
    assert [*everywhere(writer, "/antraege/")] == []
    assert [*everywhere(writer, f"/foerderung/{call[0]}/antrag/")] == []
    assert [*everywhere(writer, f"/foerderung/{call[0]}/antrag/", send_again)] == []


def send_again(page):
    """The page asks whether a second draft is wanted."""
    send(page)
    expect(page.locator("#again")).to_be_visible()


def test_choosing_between_two_texts_is_for_everybody(browsing, writer, draft):
    colleague = browsing(javascript=False)
    for page, person, title in ((colleague, COLLEAGUE, "Ihr Titel"), (writer, WRITER, "Mein Titel")):
        open_page(page, f"{draft}projekt/", person)
        page.locator("#id_title").fill(title)
    press(colleague, "[value=list]")
    press(writer, "[value=list]")
    path = writer.url.partition(writer.url.split("/")[2])[2]
    assert [*everywhere(writer, path)] == []
    writer.goto(path)
    press(writer, "[value=all-mine]")


@pytest.mark.parametrize("name", SUBMITTED)
def test_what_follows_the_submission_is_for_everybody(submitted, name):
    page, path = submitted
    assert [*everywhere(page, path + SUBMITTED[name])] == []


@pytest.mark.parametrize("name", OFFICE)
def test_where_the_office_writes_calls_is_for_everybody(desk, name):
    page, path = desk
    assert [*everywhere(page, path + OFFICE[name], widths=(1024,))] == []

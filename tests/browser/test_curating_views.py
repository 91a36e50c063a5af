"""The pages for lists and for many entries, for eyes, fingers and screen readers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import LANGUAGES
from tests.browser.conftest import Browsing
from tests.browser.curating import IMPORTS, SUCCESS, ask_for, press, send, wait_for_work
from tests.browser.office import ORGANISATIONS, log_in
from tests.browser.spreadsheet import NAMES, associations, written
from tests.browser.test_accessibility import violations
from tests.browser.test_admin_face import CONTROLS, COVERED, OTHER_TARGETS
from tests.browser.test_keyboard import stops
from tests.browser.test_layout import SMALL, STICKING_OUT

TABLET = 768
LOOKS = [(1280, "light"), (1024, "dark"), (TABLET, "light")]
VIEWS = "upload|nothing chosen|progress|list|imported list|discarding|publishing|merging|history".split("|")
DOMAIN = "rosenapfel.example"
ALIKE = ["Rosenapfelkreis", "Rosenapfelkreis – Obst und Musik"]


class Office:
    """Somebody who leads it and has imported two entries that are alike, and then a list with a row of each kind."""

    def __init__(self, page, folder):
        self.page, self.file, self.lists = page, folder / "Rosen.xlsx", []
        entries = self.imported(associations(ALIKE, DOMAIN))
        self.read(of_each_kind())
        ids = ",".join(entry.split("/")[-3] for entry in entries)
        self.places = {
            "upload": f"{IMPORTS}add/",
            "nothing chosen": f"{IMPORTS}add/",
            "imported list": self.lists[0],
            "list": self.lists[1],
            "discarding": self.lists[1].replace("/change/", "/delete/"),
            "publishing": f"{ORGANISATIONS}?q=rosenapfelkreis",
            "merging": f"{ORGANISATIONS}zusammenfuehren/?ids={ids}",
            "history": entries[0].replace("/change/", "/history/"),
        }

    def send(self, rows, prefix=""):
        send(self.page, written(self.file, rows), prefix)
        self.lists.append(re.search("/admin/.*", self.page.url)[0])

    def read(self, rows):
        self.send(rows)
        wait_for_work(self.page)

    def imported(self, rows):
        """Addresses of the entries."""
        self.read(rows)
        press(self.page, "[name=import]")
        wait_for_work(self.page)
        expect(self.page.locator(SUCCESS)).to_be_visible()
        links = self.page.locator(".import-row h2 a")
        return links.evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")

    def show(self, name, prefix):
        if name == "progress":
            return self.watch_progress(prefix)
        self.page.goto(prefix + self.places[name])
        if name == "nothing chosen":
            press(self.page, "main .button[type=submit]")
        if name == "publishing":
            self.page.locator("#action-toggle").click()
            ask_for(self.page, "publish")

    def watch_progress(self, prefix):
        """Of a long list; the page is never told that it was read."""
        self.page.route(f"**{IMPORTS}*/change/", unless_asked_by_script)
        self.send(associations(NAMES), prefix)
        if not self.page.locator("#progress").count():
            pytest.skip("The list was read before one could look.")

    def discard_all(self):
        for path in self.lists:
            self.page.goto(path.replace("/change/", "/delete/"))
            press(self.page, "main .danger")
            expect(self.page.locator(SUCCESS)).to_be_visible()


def of_each_kind():
    """Unchanged, changed, perhaps there already, wrong, new."""
    names = [*ALIKE, "Rosenapfelkreis, Chor und Tanz", "Birnenwagen", "Birnenturm"]
    rows = associations(names, DOMAIN)
    rows[3] |= {"summary": "Obst und Musik für alle.", "postcode": 64285, "languages": "Deutsch"}
    rows[5] |= {"postcode": "fehlt", "topics": "Raumfahrt"}
    return rows


def unless_asked_by_script(route):
    if route.request.headers.get("hx-request"):
        route.fulfill(status=204)
    else:
        route.continue_()


@pytest.fixture(scope="module")
def office(browser, portal, tmp_path_factory):
    browsing = Browsing(browser, portal.origin)
    page = log_in(browsing(reduced_motion="reduce"), "leitung")
    office = Office(page, tmp_path_factory.mktemp("lists"))
    yield office
    office.discard_all()
    assert browsing.end() == []


def faults(page):
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found = violations(page) + page.evaluate(STICKING_OUT)
        if width == TABLET:
            found += page.evaluate(SMALL, [CONTROLS, 44]) + page.evaluate(SMALL, [OTHER_TARGETS, 24])
        yield from (f"{width} {scheme}: {one}" for one in found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_the_page_is_for_everybody(office, name, language):
    office.show(name, LANGUAGES[language])
    assert [*faults(office.page)] == []


def test_the_list_shows_a_row_of_each_kind(office):
    """So that the pages above are looked at with all that they can show."""
    office.show("list", "")
    page = office.page
    for kind in ("same", "changes", "cell", "facts"):
        expect(page.locator(f".import-row .import-{kind}")).not_to_have_count(0)
    expect(page.locator(".import-row.is-unchanged")).to_have_count(1)


@pytest.mark.parametrize("name", ["upload", "list", "publishing", "discarding"])
def test_every_stop_has_a_name_and_is_seen(office, name):
    office.show(name, "")
    found = stops(office.page)
    assert len(found) > 10
    assert [stop for stop in found if not stop["seen"] or not stop["name"]] == []


@pytest.mark.parametrize("name", ["list", "publishing"])
def test_nothing_covers_what_has_the_focus_on_the_way_back(office, name):
    """On a low window, where the row of buttons stays in sight."""
    office.page.set_viewport_size({"width": 1280, "height": 480})
    office.show(name, "")
    links = office.page.locator("#content a")
    links.last.focus()
    covered = []
    for _press in range(40):
        covered.append(office.page.evaluate(COVERED))
        office.page.keyboard.press("Shift+Tab")
    assert [one for one in covered if one] == []

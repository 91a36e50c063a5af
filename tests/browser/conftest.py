"""A portal, a Chromium, and pages that are watched."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.portal import Portal
from tests.browser.watching import Watch

PATIENCE = 15_000  # milliseconds; the machine may be busy
HERE = Path(__file__).parent
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def browser():
    program = os.environ.get("CHROMIUM") or shutil.which("/usr/bin/chromium")
    if not program:
        pytest.skip("There is no Chromium: install it or set CHROMIUM=/path to run the browser tests.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def portal(browser, tmp_path_factory):
    """One portal for all tests of this folder; they share its contents."""
    portal = Portal(tmp_path_factory.mktemp("portal"))
    try:
        portal.wait()
        yield portal
    finally:
        portal.stop()


@pytest.fixture(scope="package")
def reminded(portal):
    """Whoever has not confirmed an entry for long has got a mail."""
    portal.manage("remind")


class Browsing:
    """Opens pages as somebody has set up the browser, each with a memory of its own."""

    def __init__(self, browser, origin):
        self.browser, self.origin, self.contexts, self.watches = browser, origin, [], []

    def __call__(self, width=1280, height=900, javascript=True, **settings):
        viewport = {"width": width, "height": height}
        here = {"base_url": self.origin, "locale": "de-DE", "timezone_id": "Europe/Berlin"}
        context = self.browser.new_context(**here, viewport=viewport, java_script_enabled=javascript, **settings)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        self.watches.append(Watch(context, self.origin))
        return context.new_page()

    def overlook(self, *words):
        """The test itself makes these complaints happen."""
        for watch in self.watches:
            watch.overlooked = words

    def end(self):
        for context in self.contexts:
            context.close()
        return [complaint for watch in self.watches for complaint in watch.complaints]


@pytest.fixture
def browse(browser, portal):
    """After the test nothing may have gone wrong in any page that it opened."""
    browsing = Browsing(browser, portal.origin)
    yield browsing
    assert browsing.end() == []


@pytest.fixture
def page(browse):
    return browse()


@pytest.fixture(params=[False, True], ids=["without JavaScript", "with JavaScript"])
def either_page(request, browse):
    """The same with and without JavaScript."""
    return browse(javascript=request.param)


@pytest.fixture(scope="package")
def looking(browser, portal):
    browsing = Browsing(browser, portal.origin)
    yield browsing(), browsing
    browsing.end()


@pytest.fixture
def kept_page(looking):
    """A page that is used again, for tests that only look."""
    page, browsing = looking
    (watch,) = browsing.watches
    watch.forget()
    page.emulate_media(color_scheme="light", media="null", reduced_motion="no-preference", forced_colors="none")
    yield page
    assert watch.complaints == []

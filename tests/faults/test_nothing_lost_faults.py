"""Nothing typed is lost when the machine fails: a page of an application is sent, something is killed in the middle of
its saving, the browser sends it again, and each value is read back."""

import contextlib
import os
import signal
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Error

from darmstadt_mso.lib import localpg
from darmstadt_mso.lib.localpg import cluster
from tests.browser.applying import NEXT, TYPED, new_draft, open_page, shown, type_all
from tests.browser.conftest import Browsing, browser  # noqa: F401
from tests.browser.portal import Portal
from tests.faults.portal import all_pids, told
from tests.faults.processes import ask, server_pid, wait_until

pytestmark = pytest.mark.faults
SCRIPTS = pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with JavaScript"])
DRAFTS = "SELECT 1 FROM grants_application FOR UPDATE"
BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
BEFORE = "Was vorher gespeichert war"


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    portal = Portal(tmp_path_factory.mktemp("lost"))
    try:
        portal.wait()
        yield portal
    finally:
        portal.stop()
        localpg.release(root(portal))


@pytest.fixture
def browse(browser, portal):  # noqa: F811
    """Complaints of the browser are what these tests make happen."""
    browsing = Browsing(browser, portal.origin)
    yield browsing
    browsing.end()


@pytest.fixture
def draft(portal):
    return new_draft(portal) + "projekt/"


@contextlib.contextmanager
def saving(page, folder):
    """The page is being saved and comes no further."""
    with psycopg.connect(host=str(folder), user=cluster.SUPERUSER, dbname="postgres") as connection:
        connection.execute(DRAFTS)
        page.locator(NEXT).click(no_wait_after=True)
        wait_until(lambda: ask(folder, BLOCKED) > 0)
        yield
        with contextlib.suppress(psycopg.OperationalError):
            connection.rollback()


def root(portal):
    return Path(portal.environment["VAR_DIR"]) / "postgres"


def data(portal):
    """Where the database answers."""
    return localpg.ensure(root(portal))


def web_workers(portal):
    mine = [pid for pid in all_pids() if f"PORT={portal.environment['PORT']}" in told(pid, "environ").split("\0")]
    return sorted(pid for pid in mine if "gunicorn" in told(pid, "cmdline"))[1:]


def kill_web_workers(portal):
    for pid in web_workers(portal):
        os.kill(pid, signal.SIGKILL)


def kill_database(portal):
    os.kill(server_pid(root(portal)), signal.SIGKILL)


def write(page, draft):
    """Something is saved already, and everything is typed anew."""
    open_page(page, draft)
    page.locator("#id_title").fill(BEFORE)
    with page.expect_navigation():
        page.locator(NEXT).click()
    page.goto(draft)
    type_all(page)


def again(page):
    """As people do who see that it did not work: the browser sends the same once more."""
    try:
        answer = page.reload()
    except Error:
        return False
    return answer is not None and answer.status < 500


@SCRIPTS
@pytest.mark.parametrize("kill", [kill_web_workers, kill_database])
def test_killed_in_the_middle_of_a_save(browse, portal, draft, javascript, kill):
    page, pages_since = browse(javascript=javascript), []
    write(page, draft)
    page.on("framenavigated", lambda frame: pages_since.append(frame.url))
    # The lock ends with the kill: a browser whose connection broke may send the page again by itself.
    with saving(page, data(portal)):
        kill(portal)
    # Until then a browser would show the old page once more instead of sending the new one again.
    wait_until(lambda: page.wait_for_timeout(50) or pages_since, seconds=30)
    wait_until(portal.is_ready)
    wait_until(lambda: again(page), seconds=30)
    page.goto(draft)
    assert shown(page) == TYPED

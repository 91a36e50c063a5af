"""Where somebody is logged in: a list without IP addresses, and the way out everywhere else."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darmstadt_mso import sessions
from tests.accounts import ask_to_log_in, log_in, log_in_by_code, log_out
from tests.factories import make_user
from tests.mails import code
from tests.pages import by_class, text, tree

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "ein gutes Passwort", "noch ein gutes Passwort"
EMAIL = "anna@example.org"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
)
EDGE = f"{CHROME} Edg/142.0.0.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/26.1 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def anna():
    return make_user(email=EMAIL, password=PASSWORD)


def browser(user_agent=""):
    client = Client(HTTP_USER_AGENT=user_agent, REMOTE_ADDR="192.0.2.7")
    log_in(client, EMAIL, PASSWORD)
    return client


def listed(client):
    page = tree(client.get(reverse("usersessions_list")))
    return [text(heading) for one in by_class(page, "sessions") for heading in one.iter("h2")]


def is_in(client):
    return client.get(reverse("usersessions_list")).status_code == 200


@pytest.mark.parametrize(
    "user_agent, named",
    [
        (FIREFOX, "Firefox, Windows"),
        (CHROME, "Chrome, Android"),
        (EDGE, "Edge, Android"),
        (SAFARI, "Safari, iPhone"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_as_people_call_it(user_agent, named):
    assert sessions.device(user_agent) == named


def test_the_list_shows_where_somebody_is_logged_in(anna):
    browser(FIREFOX)
    assert listed(browser(SAFARI)) == ["Firefox, Windows", "Safari, iPhone"]


def test_neither_ip_address_nor_more_of_the_browser_is_kept(anna):
    browser(FIREFOX)
    assert [*UserSession.objects.values_list("ip", "user_agent", "data")] == [("0.0.0.0", "Firefox, Windows", {})]


def test_others_do_not_see_it(client, anna):
    browser(FIREFOX)
    client.force_login(make_user())
    assert listed(client) == []


def test_logging_out_everywhere_else_leaves_this_one(anna):
    other, own = browser(FIREFOX), browser(SAFARI)
    own.post(reverse("usersessions_list"))
    assert not is_in(other) and listed(own) == ["Safari, iPhone"]


def test_whoever_logs_out_leaves_the_list(anna):
    other, own = browser(FIREFOX), browser(SAFARI)
    log_out(other)
    assert listed(own) == ["Safari, iPhone"]


def test_a_new_password_logs_out_everywhere_else_and_this_session_stays_listed(anna):
    other, own = browser(FIREFOX), browser(SAFARI)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    own.post(reverse("account_change_password"), data)
    assert not is_in(other) and listed(own) == ["Safari, iPhone"]
    assert UserSession.objects.get().is_current


def test_whoever_closes_the_browser_is_logged_out(client, anna):
    log_in(client, EMAIL, PASSWORD)
    by_code = Client()
    ask_to_log_in(by_code, EMAIL)
    log_in_by_code(by_code, code())
    cookies = [one.cookies["sessionid"] for one in (client, by_code)]
    assert [(cookie["max-age"], cookie["expires"]) for cookie in cookies] == [("", "")] * 2


def test_reading_pages_writes_nothing(anna):
    own = browser(FIREFOX)
    own.get(reverse("organisations:details"))
    with CaptureQueriesContext(connection) as done:
        own.get(reverse("organisations:details"))
    assert {one["sql"].split()[0] for one in done} == {"SELECT"}

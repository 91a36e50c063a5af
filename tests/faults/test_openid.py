"""The environment alone switches logging in with OpenID Connect: a real portal and a real provider."""

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from tests.openid import CLIENT_ID, CLIENT_SECRET, OpenIDProvider

pytestmark = pytest.mark.faults
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def provider():
    running = OpenIDProvider()
    running.person = {"sub": "a-1", "email": "anna@demo.example", "email_verified": True, "given_name": "Anna"}
    yield running
    running.close()


class Browser:
    """Keeps cookies and follows where it is led."""

    def __init__(self, origin):
        self.origin = origin
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def open(self, path, **data):
        """(address reached, headers, page)"""
        body = urllib.parse.urlencode(data).encode() if data else None
        with self.opener.open(urllib.parse.urljoin(self.origin, path), body, timeout=60) as answer:
            return answer.url, answer.headers, answer.read().decode()


def test_somebody_logs_in_with_the_account_of_another_portal(serve, provider):
    names = {"NAME": "Stadt-Login", "ISSUER": provider.issuer, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET}
    portal = serve(**{f"OPENID_{name}": value for name, value in names.items()}).started()
    browser = Browser(f"http://127.0.0.1:{portal.port}")
    _url, headers, page = browser.open("/konto/login/")
    assert "Stadt-Login" in page
    assert f"form-action 'self' {provider.issuer};" in headers["Content-Security-Policy"]
    reached, _headers, _page = browser.open("/konto/oidc/openid/login/", csrfmiddlewaretoken=TOKEN.search(page)[1])
    assert urllib.parse.urlsplit(reached).path == "/konto/"
    assert 'value="Anna"' in browser.open("/konto/angaben/")[2]


def test_without_it_nothing_is_offered(serve):
    portal = serve().started()
    status, page = portal.get("/konto/login/")
    assert status == 200 and "oidc" not in page
    assert portal.get("/konto/oidc/openid/login/")[0] == 404

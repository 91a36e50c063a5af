"""Whatever is thrown at a public address: a page or a clear refusal, and never a failure.

The client lets every exception through, so a failure inside shows as one here.
"""

from urllib.parse import quote, unquote_to_bytes

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from organisations.models import ErrorReport
from tests.factories import make_contact, make_offer, make_organisation

pytestmark = pytest.mark.django_db
FINE = {200, 301, 302, 400, 404, 405, 422}
FOLDERS = ["", "en/", "ar/", "xx/"]
PATHS = ["", "organisationen/", "organisationen/{}/", "organisationen/{}/logo", "organisationen/{}/kontakt.vcf"]
PATHS += ["organisationen/{}/fehler-melden/", "organisationen/{}/fehler-melden/danke/", "angebote/", "kontakt/"]
PATHS += ["seiten/{}/", "sitemap-{}.xml", "robots.txt", "{}"]
PARAMETERS = ["q", "sprache", "thema", "zielgruppe", "stadtteil", "viertel", "art", "jetzt", "sort", "seite", "p", "x"]
NASTY = [
    *("%00", "%ED%A0%80", "%FF%FE", "%C0%AE%C0%AE%2F", "%F4%90%80%80", "%", "%%", "%zz", "+", "&", "=", "[]"),
    *("%0d%0aX:1", "'%20OR%201=1--", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "%7B%7B7*7%7D%7D", "../../etc/passwd"),
    *("-1", "0", "1e9", "99999999999999999999", "NaN", "\u0661", "%E2%80%AE", "%F0%9F%99%82", "a" * 10_000),
    *("*:A", "!%20%26%20%7C", "%27%3A*", "a%3A%3Ab", "%5C", "%28%28%28%28", "%25%25%25", "_%25_", "%EF%BF%BF"),
    *("%C3%9F" * 30, "%EF%B7%BA" * 30, "%E5%A3%AE" * 60),
]
PART = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
ANYTHING = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=60).map(lambda text: quote(text, errors="surrogatepass")),
    st.binary(max_size=40).map(quote),
    st.sampled_from(["tr", "sport", "100", "1", "name", "2", "anisverein", "listen", "impressum"]),
)
TYPED = st.text(st.characters(codec="utf-8"), max_size=2100)


@pytest.fixture(scope="module", autouse=True)
def known(django_db_setup, django_db_blocker):
    """An entry of which every part can be asked for."""
    with django_db_blocker.unblock(), transaction.atomic():
        organisation = make_organisation(slug="anis", name="Anisverein")
        make_offer(organisation)
        make_contact(organisation)
        yield organisation
        transaction.set_rollback(True)


def status(path, query="", **extra):
    """The answer's status for an address as a server passes it on, already decoded as WSGI wants it."""
    decoded = unquote_to_bytes(path).decode("latin-1")
    raw = query.encode().decode("latin-1")
    return Client().request(PATH_INFO=decoded, QUERY_STRING=raw, **extra).status_code


@given(st.sampled_from(FOLDERS), st.sampled_from(PATHS), ANYTHING)
@hypothesis_settings(max_examples=80)
def test_any_path_is_answered(folder, path, thrown):
    assert status("/" + folder + path.format(thrown)) in FINE


@given(st.sampled_from(["organisationen/", "angebote/", "", "organisationen/anis/"]), st.data())
@hypothesis_settings(max_examples=80)
def test_any_parameters_are_answered(path, data):
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(PARAMETERS), ANYTHING), max_size=5))
    assert status("/" + path, "&".join(f"{name}={value}" for name, value in pairs)) in {200, 404, 400}


def test_everything_nasty_in_every_parameter_is_an_ordinary_page():
    everywhere = {value: "&".join(f"{name}={value[:300]}" for name in PARAMETERS) for value in NASTY}
    found = {value: status("/organisationen/", query) for value, query in everywhere.items()}
    assert {value: code for value, code in found.items() if code != 200} == {}


@pytest.mark.parametrize("path", ["/angebote/", "/ar/organisationen/"])
def test_everything_nasty_may_be_searched_for(path):
    found = {value: status(path, f"q={value}") for value in NASTY}
    assert {value: code for value, code in found.items() if code != 200} == {}


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_of_ten_thousand_signs_is_passed_over(name):
    assert status("/organisationen/", f"{name}={'a' * 10_000}") == 200


@pytest.mark.parametrize("path", [path for path in PATHS if "{}" in path])
def test_everything_nasty_in_every_path_is_answered(path):
    found = {value: status("/" + path.format(value)) for value in NASTY}
    assert {value: code for value, code in found.items() if code not in (200, 301, 400, 404)} == {}


@pytest.mark.parametrize("raw", ["q", "&&&", "=", "q=%", "\xff\xfe", "q=\xff", "?q=a", "q=a;b=c", "%00=%00"])
def test_queries_that_are_none_are_passed_over(raw):
    assert status("/organisationen/", raw) == 200


def test_more_parameters_than_anybody_needs_are_refused():
    assert status("/organisationen/", "&".join(["sprache=tr"] * 12_000)) == 400


@given(matter=TYPED | st.just("other"), text=TYPED, email=TYPED, website=TYPED | st.just(""))
@example(matter="other", text="\0", email="a@b.example", website="")
@example(matter="other", text="a" * 10_000, email="", website="")
@example(matter="other", text="' OR 1=1 --", email="'@x.example", website="")
@hypothesis_settings(max_examples=60)
def test_anything_may_be_written_into_the_report_form(matter, text, email, website):
    cache.clear()
    written = {"matter": matter, "text": text, "email": email, "website": website, "leave_empty": website}
    assert Client().post("/organisationen/anis/fehler-melden/", written).status_code in {302, 422}


@pytest.mark.parametrize(
    "body, kind",
    [
        (b"matter=other&text=%FF%FE%00&email=", "application/x-www-form-urlencoded"),
        (
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\xfe\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"broken", "multipart/form-data"),
        (b'{"matter": "other"}', "application/json"),
        (b"&".join([b"a=1"] * 2000), "application/x-www-form-urlencoded"),
        (b"text=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"", ""),
    ],
)
def test_a_body_that_is_no_form_is_answered(body, kind):
    cache.clear()
    answer = Client().post("/organisationen/anis/fehler-melden/", body, content_type=kind)
    assert answer.status_code in {200, 400, 413, 422}
    assert ErrorReport.objects.count() == 0


def test_broken_signs_are_replaced():
    cache.clear()
    kind = "application/x-www-form-urlencoded"
    Client().post("/organisationen/anis/fehler-melden/", b"matter=other&text=a%ED%A0%80b%FF", content_type=kind)
    assert set(ErrorReport.objects.get().text) == {"a", "b", "\ufffd"}


def test_what_is_accepted_is_kept_as_it_was_written():
    cache.clear()
    evil = "'; DROP TABLE x; -- <script>alert(1)</script> {{ 7*7 }} %s \u202e🙂"
    Client().post("/organisationen/anis/fehler-melden/", {"matter": "other", "text": evil})
    assert ErrorReport.objects.get().text == evil

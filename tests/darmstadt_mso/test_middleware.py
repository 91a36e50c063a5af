import pytest

from tests.factories import make_organisation

POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path, status",
    [("/", 200), ("/konto/login/", 200), ("/nirgends/", 404), ("/robots.txt", 200), ("/%00", 400), ("/healthz", 200)],
)
def test_every_answer_carries_the_strict_policy(client, path, status):
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Security-Policy"]) == (status, POLICY)


@pytest.mark.django_db
def test_answers_are_not_sniffed_framed_or_told_to_others(client):
    answer = client.get("/")
    assert [answer[name] for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")] == [
        "nosniff",
        "DENY",
        "same-origin",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/%00", "/organisationen/%00/", "/en/seiten/a%00b/", "/admin/%00", "/sitemap-%00.xml"]
)
def test_an_address_with_a_nul_byte_is_a_bad_request(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.django_db
def test_a_nul_byte_among_the_parameters_is_no_harm(client):
    make_organisation(name="Offen e.V.")
    assert client.get("/organisationen/?q=%00offen&sprache=%00").status_code == 200

"""A form sent without log-in is kept in the session and shown again after it, and saved by nobody but the person."""

import time

import pytest
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import include, path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from darmstadt_mso import urls
from darmstadt_mso.lib import kept_forms
from tests.accounts import confirm_address, log_in, log_out
from tests.factories import make_user
from tests.mails import code
from tests.pages import by_class, links, text, tree

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PASSWORD = "Anis-und-Fenchel"
FORM, VERB, PAGE, OPEN = "/probe/formular/", "/probe/seite/senden/", "/probe/seite/", "/probe/offen/"
saved = []


class LetterForm(forms.Form):
    title = forms.CharField(max_length=20)
    body = forms.CharField(required=False)
    day = forms.DateField(required=False)
    agreed = forms.BooleanField(required=False)
    colours = forms.MultipleChoiceField(choices=[("r", "Rot"), ("b", "Blau")], required=False)
    picture = forms.FileField()


class LineForm(forms.Form):
    line = forms.CharField()


Lines = forms.formset_factory(LineForm, extra=1)


def page(request, *shown):
    """The plainest page: the messages as the base has them, and the forms."""
    content = "".join(str(one) for one in shown)
    return render(request, "probe.html", {"content": content})


def letter(request):
    form, lines = kept_forms.form(request, LetterForm), kept_forms.form(request, Lines, prefix="lines")
    # On purpose without asking for the method: what was kept must not be saved even so.
    if form.is_valid() or lines.is_valid():
        saved.append(form.data.get("title"))
    assert not (request.method == "GET" and (form.errors or any(lines.errors) or lines.non_form_errors()))
    return page(request, form, lines)


def line_page(request):
    return page(request, kept_forms.form(request, LineForm, sent_to=VERB))


@require_POST
def line_sent(request):
    return page(request, kept_forms.form(request, LineForm))


@login_not_required
def open_page(request):
    if request.method == "POST" and not request.user.is_authenticated:
        return kept_forms.log_in_first(request)
    return page(request, kept_forms.form(request, LineForm))


def nothing(request):
    return HttpResponse("")


probe = [
    path("formular/", letter),
    path("seite/", line_page),
    path("seite/senden/", line_sent),
    path("offen/", open_page),
]
urlpatterns = [
    path("probe/", include((probe, "probe"))),
    path("probe/konto/", nothing),
    *urls.urlpatterns,
]


@pytest.fixture(autouse=True)
def template(settings, tmp_path):
    (tmp_path / "probe.html").write_text(
        '{% extends "base.html" %}{% block content %}<form>{{ content|safe }}</form>{% endblock %}'
    )
    settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], tmp_path]
    settings.TEMPLATES = [*settings.TEMPLATES]
    saved.clear()
    yield
    settings.TEMPLATES[0]["DIRS"].pop()


@pytest.fixture
def person():
    return make_user(password=PASSWORD)


LETTER = {
    "title": "Ein viel zu langer Titel für das Feld",
    "body": "Zwölf Zeilen",
    "day": "31.2.2026",
    "agreed": "on",
    "colours": ["r", "b"],
    "lines-TOTAL_FORMS": "3",
    "lines-INITIAL_FORMS": "0",
    "lines-2-line": "die dritte",
    "csrfmiddlewaretoken": "qwimpel-token",
    "new_password": "qwimpel-geheim",
}


def log_in_from(client, answer, person):
    """Logs in at the page to which the answer leads, and goes on to where that leads."""
    after = client.post(answer["Location"], {"login": person.email, "password": PASSWORD})
    assert after.status_code == 302
    return client.get(after["Location"])


def values(answer):
    """What stands in the form, by name."""
    found = {}
    for field in tree(answer).iter("input"):
        if field.get("type") != "checkbox" or field.get("checked") is not None:
            found.setdefault(field.get("name"), field.get("value"))
    return found


def notices(answer):
    return [text(one) for one in by_class(tree(answer), "notice")]


def test_what_was_typed_without_log_in_stands_in_the_form_after_it(client, person):
    answer = client.post(FORM, LETTER)
    assert answer["Location"] == f"/konto/login/?next={FORM}"
    shown = log_in_from(client, answer, person)
    names = ("title", "body", "day", "lines-2-line")
    assert [values(shown)[name] for name in names] == [LETTER[name] for name in names]
    assert "agreed" in values(shown)
    assert [one.get("value") for one in tree(shown).iter("option") if one.get("selected") is not None] == ["r", "b"]


def test_it_is_said_that_it_was_kept_and_not_sent(client, person):
    answer = client.post(FORM, LETTER)
    assert notices(client.get(answer["Location"])) == [
        "Bitte melden Sie sich an. Wir haben behalten, was Sie eingegeben haben."
    ]
    told = notices(log_in_from(client, answer, person))
    assert told[-1].startswith(
        "Wir haben behalten, was Sie eingegeben haben. Bitte prüfen Sie es und senden Sie es ab."
    )


def test_nothing_is_saved_before_it_is_sent_again(client, person):
    log_in_from(client, client.post(FORM, LETTER), person)
    assert saved == []
    client.post(FORM, LETTER | {"title": "Kurz", "day": "", "picture": SimpleUploadedFile("a.txt", b"a")})
    assert saved == ["Kurz"]


def test_a_file_is_named_as_to_be_chosen_again(client, person):
    answer = client.post(FORM, LETTER | {"picture": SimpleUploadedFile("satzung.pdf", b"qwimpel")})
    told = notices(log_in_from(client, answer, person))[-1]
    assert "Bitte wählen Sie diese Datei noch einmal aus: satzung.pdf." in told


def test_passwords_tokens_and_files_are_not_kept(client):
    client.post(FORM, LETTER | {"picture": SimpleUploadedFile("a.txt", b"qwimpel")})
    kept = client.session[kept_forms.KEY][FORM]
    assert sorted(kept["typed"]) == sorted(set(LETTER) - {"csrfmiddlewaretoken", "new_password"})
    assert "qwimpel" not in str(kept)


def test_it_is_shown_until_it_is_sent(client, person):
    log_in_from(client, client.post(FORM, LETTER), person)
    assert values(client.get(FORM))["body"] == "Zwölf Zeilen"
    client.post(FORM, LETTER)
    assert values(client.get(FORM))["body"] is None


def test_the_page_can_be_seen_without_it(client, person):
    log_in_from(client, client.post(FORM, LETTER), person)
    without = client.get(FORM + "?neu=1")
    assert (values(without)["body"], notices(without)) == (None, [])
    assert values(client.get(FORM))["body"] == "Zwölf Zeilen"


def test_a_session_that_ended_while_somebody_typed_loses_nothing(client, person):
    log_in(client, person.email, PASSWORD)
    client.get(FORM)
    Session.objects.all().delete()
    answer = client.post(FORM + "?neu=1", LETTER, headers={"referer": f"http://testserver{FORM}?neu=1"})
    assert values(log_in_from(client, answer, person))["body"] == "Zwölf Zeilen"


def test_signing_up_in_between_loses_nothing(client):
    """The way to the new account begins at the page of the log-in and ends at the form."""
    login_page = tree(client.get(client.post(FORM, LETTER)["Location"]))
    sign_up_url = next(url for _text, url in links(login_page) if url.startswith(reverse("account_signup")))
    client.post(sign_up_url, {"email": "neu@example.org", "password1": PASSWORD})
    after = confirm_address(client, code())
    assert after["Location"] == FORM
    assert values(client.get(FORM))["body"] == "Zwölf Zeilen"


def test_logging_out_forgets_it(client, person):
    log_in_from(client, client.post(FORM, LETTER), person)
    log_out(client)
    log_in(client, person.email, PASSWORD)
    assert values(client.get(FORM))["body"] is None


def test_another_browser_does_not_see_it(client, person):
    client.post(FORM, LETTER)
    other = Client()
    log_in(other, person.email, PASSWORD)
    assert values(other.get(FORM))["body"] is None


def test_whoever_takes_over_the_session_of_somebody_else_does_not_see_it(client, person):
    """An account that was switched off in the meantime; somebody else logs in at its browser."""
    log_in(client, person.email, PASSWORD)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    answer = client.post(FORM, LETTER)
    assert client.session[kept_forms.KEY]
    assert values(log_in_from(client, answer, make_user(password=PASSWORD)))["body"] is None


def test_after_a_day_it_is_gone(client, person):
    answer = client.post(FORM, LETTER)
    session = client.session
    session[kept_forms.KEY][FORM]["at"] = int(time.time()) - kept_forms.LASTS - 1
    session.save()
    assert values(log_in_from(client, answer, person))["body"] is None


def test_a_verb_without_a_page_leads_to_the_page_of_its_form(client, person):
    answer = client.post(VERB, {"line": "Ahoi"}, headers={"referer": f"http://testserver{PAGE}?a=b"})
    assert answer["Location"] == f"/konto/login/?next={PAGE}%3Fa%3Db"
    assert values(log_in_from(client, answer, person))["line"] == "Ahoi"


@pytest.mark.parametrize("referer", ["https://other.example/falle/", "http://testserver.other.example/falle/", ""])
def test_no_foreign_page_is_led_to(client, referer):
    answer = client.post(FORM, LETTER, headers={"referer": referer})
    assert answer["Location"] == f"/konto/login/?next={FORM}"


def test_a_page_of_this_portal_cannot_look_like_another_host(client, person):
    answer = client.post(FORM, LETTER, headers={"referer": "http://testserver//other.example/"})
    assert answer["Location"] == "/konto/login/?next=/%252Fother.example/"


def test_an_open_page_asks_for_the_log_in_when_its_form_is_sent(client, person):
    assert client.get(OPEN).status_code == 200
    shown = log_in_from(client, client.post(OPEN, {"line": "Ahoi"}), person)
    assert values(shown)["line"] == "Ahoi"


def test_an_empty_form_and_the_forms_of_accounts_and_admin_are_not_kept(client):
    own = ["/probe/konto/", "/konto/password/change/", "/admin/organisations/organisation/add/"]
    for url, data in [(FORM, {"title": " "}), *((url, LETTER) for url in own)]:
        assert client.post(url, data).status_code == 302
    assert kept_forms.KEY not in client.session


def test_too_long_a_text_is_not_kept(client):
    client.post(FORM, {"body": "x" * (kept_forms.MOST_CHARACTERS - len("body"))})
    client.post(VERB, {"body": "x" * (kept_forms.MOST_CHARACTERS - len("body") + 1)})
    assert [*client.session[kept_forms.KEY]] == [FORM]


def test_names_of_fields_and_files_count_too(client, monkeypatch):
    monkeypatch.setattr(kept_forms, "MOST_CHARACTERS", 10)
    client.post(FORM, {"a" * 10: "x"})
    client.post(VERB, {"a": "x", "b": SimpleUploadedFile("c" * 9, b"")})
    client.post(PAGE, {"a" * 9: "x"})
    client.post(OPEN, {"a": "x", "b": SimpleUploadedFile("c" * 8, b"z")})
    assert [*client.session[kept_forms.KEY]] == [PAGE, OPEN]


def test_only_the_latest_forms_are_kept(client):
    for url in (FORM, VERB, PAGE, "/konto/verein/", OPEN):
        client.post(url, {"line": "Ahoi"})
    assert [*client.session[kept_forms.KEY]] == [VERB, PAGE, OPEN]


def test_nobody_fills_the_sessions_of_the_portal(client, monkeypatch):
    monkeypatch.setattr(kept_forms, "KEPT_PER_HOUR", 1)
    for url in (FORM, VERB):
        assert client.post(url, {"line": "Ahoi"}).status_code == 302
    assert [*client.session[kept_forms.KEY]] == [FORM]


def test_old_forms_are_dropped_from_a_session():
    session = {kept_forms.KEY: {"/alt/": {"at": 0}, "/neu/": {"at": 100}}, "other": 1}
    assert kept_forms.forget_old(session, kept_forms.LASTS + 100) == 1
    assert session == {kept_forms.KEY: {"/neu/": {"at": 100}}, "other": 1}
    assert kept_forms.forget_old({}, 0) == 0


# A form that was open while its reader logged in elsewhere: its token is the one of before


HERE = {"origin": "http://testserver", "referer": f"http://testserver{FORM}"}


def careful(person=None):
    browser = Client(enforce_csrf_checks=True)
    if person:
        browser.force_login(person)
    return browser


def test_a_form_older_than_the_log_in_is_shown_again(person):
    browser = careful(person)
    answer = browser.post(FORM, LETTER, headers=HERE)
    assert (answer.status_code, answer["Location"], saved) == (302, FORM, [])
    shown = browser.get(FORM)
    older = gettext("This page was older than your log-in, so nothing was done yet. Please send it once more.")
    assert (values(shown)["body"], notices(shown)[0]) == ("Zwölf Zeilen", older)


@pytest.mark.parametrize("origin", ["https://testserver", "http://other.example", "null", ""])
def test_what_another_site_sends_is_refused_and_not_kept(person, origin):
    browser = careful(person)
    assert browser.post(FORM, LETTER, headers=HERE | {"origin": origin}).status_code == 403
    assert kept_forms.KEY not in browser.session


def test_without_log_in_and_for_accounts_a_missing_token_is_refused(person):
    assert careful().post(FORM, LETTER, headers=HERE).status_code == 403
    for url in ("/konto/password/change/", "/admin/organisations/organisation/add/"):
        assert careful(person).post(url, LETTER, headers=HERE).status_code == 403

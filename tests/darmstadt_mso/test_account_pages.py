"""The pages of an account in every language: their head, their headings, their German, what they load."""

import re
from collections import Counter
from itertools import count
from pathlib import Path

import allauth
import html5lib
import polib
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from darmstadt_mso import catalogues
from darmstadt_mso.lib.outbox.rendering import render
from organisations.models import User
from tests.accounts import begin_app, finish_app
from tests.darmstadt_mso.test_openid import offered
from tests.factories import make_user
from tests.mails import code, sent
from tests.pages import LANGUAGES, by_class, text, tree

pytestmark = pytest.mark.django_db
PASSWORD = "ein gutes Passwort"
# Words that only somebody says who says "du".
DU = re.compile(r"\b(?:du|dein(?:e[mnrs]?)?|dich|dir|euch|eure?[mnrs]?|bitte (?:gib|habe|wähle|versuche))\b", re.I)
NUMBERS = count(1)
OF_OUR_PAGES = re.compile(
    r"(account|mfa|core|usersessions|socialaccount)/|templates/(account|mfa|allauth|usersessions)/"
)


class Walk:
    """Somebody goes through the pages in one language; notes every answer under a name."""

    def __init__(self, language):
        self.language, self.seen = language, {}
        self.change_person()

    def change_person(self):
        """Attempts are counted by address too."""
        self.client = Client(REMOTE_ADDR=f"192.0.2.{next(NUMBERS)}")

    def url(self, name, *args):
        with translation.override(self.language):
            return reverse(name, args=args)

    def see(self, name, /, *args, **data):
        """Opens a page, or sends a form that the page then refuses."""
        url = self.url(name, *args)
        answer = self.client.post(url, data) if data else self.client.get(url)
        self.seen[f"{self.language} {name}{' with errors' if data else ''}"] = answer

    def do(self, name, /, **data):
        assert self.client.post(self.url(name), data).status_code == 302, name


def at_the_door(walk, email):
    for name in ("login", "signup", "signup_by_passkey", "inactive", "reset_password", "request_login_code"):
        walk.see(f"account_{name}")
    walk.see("socialaccount_login_cancelled")
    walk.see("openid_connect_login", "openid")
    walk.see("account_login", login=email, password="falsch")
    walk.do("account_reset_password", email=email)
    walk.see("account_confirm_password_reset_code")
    walk.see("account_confirm_password_reset_code", code="falsch")
    walk.do("account_confirm_password_reset_code", code=code())
    walk.see("account_complete_password_reset")
    walk.see("account_complete_password_reset", password1="kurz", password2="lang")
    walk.see("account_password_reset_completed")


def signing_up(walk, email):
    walk.change_person()
    walk.see("account_signup", email="keine Adresse", password1="kurz")
    walk.do("account_signup", email=email, password1=PASSWORD)
    walk.see("account_email_verification_sent")
    walk.see("account_email_verification_sent", code="falsch")
    walk.do("account_email_verification_sent", code=code())
    walk.change_person()
    walk.do("account_signup_by_passkey", email=f"passkey-{email}")
    walk.do("account_email_verification_sent", code=code())
    walk.see("mfa_signup_webauthn")
    walk.see("mfa_signup_webauthn", name="", credential="{}")


def by_code(walk, email):
    walk.change_person()
    walk.see("account_request_login_code", email="keine Adresse")
    walk.do("account_request_login_code", email=email)
    walk.see("account_confirm_login_code")
    walk.see("account_confirm_login_code", code="falsch")
    walk.do("account_confirm_login_code", code=code())
    for name in ("mfa_index", "usersessions_list", "socialaccount_connections", "organisations:details"):
        walk.see(name)
    SocialAccount.objects.create(user=User.objects.get(email=email), provider="openid", uid=email)
    walk.seen[f"{walk.language} connected"] = walk.client.get(walk.url("socialaccount_connections"))
    walk.change_person()


def inside(walk, email):
    walk.do("account_login", login=email, password=PASSWORD)
    for name in ("account_logout", "account_email", "account_change_password", "account_reauthenticate", "mfa_index"):
        walk.see(name)
    walk.see("account_reauthenticate", password="falsch")
    walk.see("account_change_password", oldpassword="falsch", password1="kurz", password2="lang")
    walk.do("account_reauthenticate", password=PASSWORD)
    walk.see("account_email", email="keine Adresse", action_add="")
    walk.see("mfa_activate_totp")
    walk.see("mfa_activate_totp", code="falsch")
    walk.see("mfa_list_webauthn")
    walk.see("mfa_add_webauthn")
    walk.see("mfa_add_webauthn", name="", credential="{}")


def with_second_factor(walk, user):
    secret = begin_app(walk.client, PASSWORD)
    assert finish_app(walk.client, secret).status_code == 302
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Telefon", "credential": {}})
    for name in ("index", "view_recovery_codes", "generate_recovery_codes", "deactivate_totp", "list_webauthn"):
        walk.see(f"mfa_{name}")
    walk.see("mfa_edit_webauthn", key.pk)
    walk.see("mfa_remove_webauthn", key.pk)
    walk.see("mfa_reauthenticate")
    walk.see("mfa_reauthenticate", code="falsch")
    key.delete()
    walk.do("account_logout", next=walk.url("account_login"))
    walk.do("account_login", login=user.email, password=PASSWORD)
    walk.see("mfa_authenticate")
    walk.see("mfa_authenticate", code="falsch")


def too_often(walk, email):
    for _ in range(6):
        walk.see("account_login", login=email, password="falsch")


def walk_through(language):
    walk, user = Walk(language), make_user("Leitung", email=f"{language}@example.org", password=PASSWORD)
    without_password = make_user(email=f"{language}2@example.org")
    at_the_door(walk, user.email)
    signing_up(walk, f"neu-{language}@example.org")
    by_code(walk, f"neu-{language}@example.org")
    inside(walk, user.email)
    with_second_factor(walk, user)
    walk.change_person()
    too_often(walk, "viele@example.org")
    walk.client.force_login(without_password)
    walk.see("account_set_password")
    return walk.seen


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """{name: answer} of every page of an account in every language."""
    limits = {"reauthenticate": "100/m/user", "login": "1000/m/ip", "confirm_email": None}
    patience = {"MFA_TOTP_TOLERANCE": 1, "ACCOUNT_RATE_LIMITS": limits}
    patience |= {"SOCIALACCOUNT_PROVIDERS": offered("http://127.0.0.1:9")}
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**patience):
        yield {name: answer for language in LANGUAGES for name, answer in walk_through(language).items()}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def trees(pages):
    return {name: tree(answer) for name, answer in pages.items()}


def test_every_page_answers_and_there_are_many(pages):
    assert {name: answer.status_code for name, answer in pages.items() if answer.status_code != 200} == {}
    assert len(pages) >= 3 * 46


def test_a_page_names_its_language_and_direction(trees):
    named = {name: (page.get("lang"), page.get("dir")) for name, page in trees.items()}
    assert named == {name: (name[:2], "rtl" if name.startswith("ar") else "ltr") for name in trees}


def test_headings_never_skip_a_level_and_there_is_one_first(trees):
    wrong = {}
    for name, page in trees.items():
        levels = [int(one.tag[1]) for one in page.find("body").iter() if re.fullmatch("h[1-6]", str(one.tag))]
        if levels.count(1) != 1 or levels[0] != 1 or any(b - a > 1 for a, b in zip(levels, levels[1:], strict=False)):
            wrong[name] = levels
    assert wrong == {}


def test_a_page_with_errors_says_so_in_its_title_and_in_a_summary(trees):
    """Screen readers read the title first."""
    told = {name for name, page in trees.items() if by_class(page, "error-summary")}
    beginnings = {"de": "Fehler:", "en": "Error:", "ar": "خطأ:"}
    titled = {name for name, page in trees.items() if text(page.find("head/title")).startswith(beginnings[name[:2]])}
    assert told == titled == {name for name in trees if name.endswith("with errors")}


def test_search_engines_keep_out(trees):
    robots = {
        name: [m.get("content") for m in page.iter("meta") if m.get("name") == "robots"] for name, page in trees.items()
    }
    assert robots == {name: ["noindex"] for name in trees}


def test_every_page_is_strictly_correct_html(pages):
    wrong = {}
    for name, answer in pages.items():
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        parser.parse(answer.content.decode())
        wrong |= {name: parser.errors} if parser.errors else {}
    assert wrong == {}


def test_ids_are_unique_and_whatever_refers_to_one_finds_it(trees):
    wrong = {}
    for name, page in trees.items():
        ids = Counter(one.get("id") for one in page.iter() if one.get("id"))
        attributes = ("for", "form", "aria-labelledby", "aria-describedby")
        asked = {word for one in page.iter() for attribute in attributes for word in one.get(attribute, "").split()}
        if asked - set(ids) or max(ids.values()) > 1:
            wrong[name] = (asked - set(ids), [one for one, times in ids.items() if times > 1])
    assert wrong == {}


def test_no_page_holds_scripts_styles_or_handlers_but_data(trees):
    bad = set()
    for name, page in trees.items():
        for one in page.iter():
            executed = one.tag == "script" and not one.get("src") and one.get("type") != "application/json"
            handlers = [key for key in one.attrib if key == "style" or key.startswith("on")]
            if executed or handlers or one.tag == "style" or str(one.get("src")).startswith("data:"):
                bad.add((name, one.tag))
    assert bad == set()


def test_no_page_is_kept_for_anybody(pages):
    assert {name for name, answer in pages.items() if "Cookie" not in answer.get("Vary", "")} == set()


def test_german_pages_say_sie(trees):
    said = {name: DU.findall(text(page.find("body"))) for name, page in trees.items() if name.startswith("de")}
    assert {name: words for name, words in said.items() if words} == {}


@pytest.mark.parametrize("words", ["Hast du", "Dein Konto", "für euch", "Bitte gib etwas ein"])
def test_du_is_recognised(words):
    assert DU.search(words) and not DU.search("Sie haben Ihr Dublin-Konto, bitte geben Sie etwas ein. Dauer: 2 Stunden")


# What we word otherwise than the library


def library():
    return list(polib.pofile(f"{allauth.__path__[0]}/locale/de/LC_MESSAGES/django.po"))


def ours():
    return list(polib.pofile(str(catalogues.po_path(catalogues.OF_LIBRARIES, "de"))))


def test_whatever_the_library_says_with_du_we_say_with_sie():
    """A new version of the library may bring more."""
    with_du = {one.msgid for one in library() if DU.search(one.msgstr) and is_of_our_pages(one)}
    assert len(with_du) > 30
    assert with_du - {one.msgid for one in ours()} == set()


def is_of_our_pages(entry):
    return any(OF_OUR_PAGES.match(file) for file, _line in entry.occurrences)


def test_our_wording_is_complete_says_sie_and_belongs_to_messages_that_exist():
    assert {one.msgid for one in ours()} - {one.msgid for one in library()} == set()
    assert [one.msgid for one in ours() if not one.msgstr or one.fuzzy or DU.search(one.msgstr)] == []


def test_placeholders_survive_our_wording():
    placeholders = re.compile(r"%\(\w+\)s|%d|{\w+}")
    lost = [one.msgid for one in ours() if {*placeholders.findall(one.msgid)} != {*placeholders.findall(one.msgstr)}]
    assert lost == []


def test_our_wording_wins():
    with translation.override("de"):
        assert gettext("You have signed out.") == "Sie sind abgemeldet."


# The mails

# Of ways that are not open here: links instead of codes, a second address, mails to strangers.
NEVER_SENT = {"email_confirm", "email_deleted", "password_reset_key", "unknown_account"}
FILLED = {"code": "BCDF-GHJK", "minutes": 15, "password_reset_url": "https://x.example/"}
FILLED |= {"from_email": "alt@example.org", "to_email": "neu@example.org"}


def mails(folder):
    """{name of a mail below account, mfa or socialaccount: its template}"""
    found = [path.relative_to(folder) for path in folder.glob("*/email/*_subject.txt")]
    of_accounts = [path for path in found if path.parts[0] in {"account", "mfa", "socialaccount"}]
    return {path.name.removesuffix("_subject.txt"): path for path in of_accounts}


def test_every_mail_of_the_library_has_our_words():
    theirs = mails(Path(allauth.__path__[0]) / "templates")
    assert {*theirs} - {*mails(settings.BASE_DIR / "templates")} == NEVER_SENT


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_can_be_filled_and_says_sie(language):
    for name, subject in mails(settings.BASE_DIR / "templates").items():
        words = render(str(subject).removesuffix("_subject.txt"), FILLED, language)
        assert not DU.search(" ".join(words)), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_mails_are_in_the_language_of_whoever_gets_them(client, language):
    make_user(email="anna@example.org", language=language)
    with translation.override(language):
        greeting = gettext("Good day,")
    client.post(reverse("account_reset_password"), {"email": "anna@example.org"})
    (message,) = sent()
    assert message.body.startswith(f"{greeting}\n\n")
    assert not DU.search(message.subject + message.body)

"""Every address of an application answers everybody as the table says, and tells nobody else a word of it."""

import html

import pytest
from django.db import transaction
from django.test import override_settings

from grants import urls
from tests.members import english

from .table import MEMBERS, ROLES, SIGNS, STATES, TABLE, expected, written
from .world import ASIDE, ASKED_FOR, FILE, HOLDER, PAPER, SECRETS, SPACED, TITLE, address, make_world, typed

pytestmark = pytest.mark.django_db
OWN = "antraege/"
BEGINNING = "foerderung/<slug:slug>/antrag/"
# What stands on a page that opens to the association's own people, and so could be given away.
TOLD = {
    "start": {"draft": TITLE},
    "applications": dict.fromkeys(STATES, TITLE),
    "application": {"draft": TITLE, "late": TITLE, "submitted": HOLDER, "queried": HOLDER, "withdrawn": HOLDER},
    "history": dict.fromkeys(STATES, HOLDER),
    "discard": dict.fromkeys(STATES, TITLE),
    "section": dict.fromkeys(STATES, TITLE),
    "choose": dict.fromkeys(STATES, ASIDE),
    "papers": dict.fromkeys(STATES, FILE),
    "document": dict.fromkeys(STATES, FILE),
    "document_preview": dict.fromkeys(STATES, "PNG"),
    "remove_document": dict.fromkeys(STATES, FILE),
    "review": dict.fromkeys(STATES, SPACED),
    "submitted": dict.fromkeys(STATES, TITLE),
    "query": dict.fromkeys(STATES, ASKED_FOR),
    "answer": dict.fromkeys(STATES, TITLE),
    "withdraw": dict.fromkeys(STATES, TITLE),
    **dict.fromkeys(("letters", "letter", "requests", "request"), dict.fromkeys(STATES, TITLE)),
    "application_pdf": dict.fromkeys(STATES, PAPER),
}
OPENS = {name: [state for state in STATES if "+" in TABLE["GET", name][state].split("|")[1]] for name in TOLD}
SHOWN = [(name, state) for name, states in OPENS.items() for state in states if state in TOLD[name]]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def ask(world, method, name, state, role):
    """The answer, with all that was sent in `whole`; what was done is taken back."""
    application, browser = world.applications[state], world.browsers[role]
    with transaction.atomic():
        sent = typed(name, application) if method == "POST" else {}
        answer = getattr(browser, method.lower())(english(address(name, application)), sent)
        answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer


def sign(answer):
    if answer.status_code == 302 and "/konto/login/" in answer["Location"]:
        return "l"
    return SIGNS.get(answer.status_code, str(answer.status_code))


def everything_in(answer, browser):
    """The page, what is said beside it, and what the browser and its session keep from it."""
    parts = [answer.whole.decode(errors="ignore"), answer.serialize_headers().decode(), browser.cookies.output()]
    return html.unescape("\n".join([*parts, str(dict(browser.session.items()))]))


def test_every_address_of_an_application_is_in_the_table():
    patterns = {str(one.pattern): one.name for one in urls.urlpatterns}
    own = [name for path, name in patterns.items() if path.startswith(OWN) or path == BEGINNING]
    assert set(TABLE) == {(method, name) for name in own for method in ("GET", "POST")}
    assert len(own) > 15


@pytest.mark.parametrize("method, name", TABLE)
def test_everybody_gets_what_the_table_says(world, method, name):
    found = {state: {role: sign(ask(world, method, name, state, role)) for role in ROLES} for state in STATES}
    assert {state: written(signs) for state, signs in found.items()} == TABLE[method, name]


@pytest.mark.parametrize("method, name", TABLE)
def test_nobody_else_is_told_a_word_of_it(world, method, name):
    told = set()
    for state in STATES:
        for role in ROLES:
            if role not in MEMBERS and not is_theirs(method, name, state, role):
                words = everything_in(ask(world, method, name, state, role), world.browsers[role])
                told |= {(state, role, word) for word in SECRETS if word in words}
    assert told == set()


def is_theirs(method, name, state, role):
    """A file of the application that opens to the office."""
    return name in ("document", "document_preview") and expected(method, name, state, role) == "+"


@pytest.mark.parametrize("name, state", SHOWN)
def test_there_is_something_to_be_hidden(world, name, state):
    """Guards the test above."""
    role = "editor" if name == "choose" else "signatory"
    assert TOLD[name][state] in everything_in(ask(world, "GET", name, state, role), world.browsers[role])

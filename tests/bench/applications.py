"""Saving a page of an application and submitting it: requests per second and p95 beside a bare Django page.

python tests/bench/applications.py
"""

import os
import re
import sys
import tempfile
from http.client import HTTPConnection
from multiprocessing import Pool
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from tests.bench.pages import CONNECTIONS, prepare, requests_per_second, server  # noqa: E402

DRAFTS = 60
TOKEN = "a" * 32
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def make_drafts():
    """[(address, key of a session)] of complete drafts, each of an association and a signatory of its own."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from organisations.models import Role
    from tests.factories import make_member, make_organisation
    from tests.grants.factories import make_application, make_call, type_section

    found, call = [], make_call()
    for _one in range(DRAFTS):
        organisation = make_organisation(index=False, register_court="Darmstadt", street="Weg 1", postcode="64283")
        user, draft = make_member(organisation, Role.SIGNATORY), make_application(organisation, call)
        for key, typed in pages().items():
            type_section(draft, key, user, **typed)
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session.save()
        found.append((draft.get_absolute_url(), session.session_key))
    return found


def pages():
    from tests.grants.planning import cost, income, typed
    from tests.grants.submissions import ANSWERS

    texts = {key: {name: plain(value) for name, value in ANSWERS[key].items()} for key in ("verein", "projekt")}
    texts["projekt"]["topics"] = ["education"]
    plan = typed([cost(amount="800,00")], [income(amount="425,00")], [], "375,00")
    return texts | {"plan": dict(plan.lists()), "inhalt": {}, "erklaerungen": {}}


def plain(value):
    return value if isinstance(value, list) else str(value)


class Visitor:
    """Somebody with a session; each request must be answered as expected."""

    def __init__(self, port, session):
        self.connection = HTTPConnection("127.0.0.1", port)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}

    def ask(self, method, path, expected, **typed):
        self.connection.request(method, path, urlencode(typed, doseq=True), self.headers | FORM)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        if answer.status != expected:
            raise RuntimeError(f"{method} {path} was answered with {answer.status}, not {expected}.")
        return body, answer.getheader("Location", "")


def save(port_and_draft):
    """Seconds of one save; the texts differ each time."""
    port, (path, session), number = port_and_draft
    visitor = Visitor(port, session)
    page, _place = visitor.ask("GET", f"{path}projekt/", 200)
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    texts = dict(PAGES["projekt"], title=f"Sprachcafé {number}", seen=seen)
    return timed(visitor, f"{path}projekt/", texts)


def submit(port_and_draft):
    port, (path, session), _number = port_and_draft
    visitor = Visitor(port, session)
    page, _place = visitor.ask("GET", f"{path}pruefen/", 200)
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    if not seen:
        raise RuntimeError("A draft of the benchmark is not ready to be submitted.")
    return timed(visitor, f"{path}einreichen/", {"seen": seen[1]})


def timed(visitor, path, typed):
    began = monotonic()
    _body, place = visitor.ask("POST", path, 302, **typed)
    if place.endswith("pruefen/") and path.endswith("einreichen/"):
        raise RuntimeError("The submission was not taken.")
    return monotonic() - began


def measure(deed, port, drafts):
    """(requests per second, seconds of the 95th percentile)"""
    with Pool(CONNECTIONS) as pool:
        taken = sorted(pool.map(deed, [(port, draft, number) for number, draft in enumerate(drafts)], chunksize=1))
    return CONNECTIONS * len(taken) / sum(taken), taken[int(len(taken) * 0.95)]


def main():
    with tempfile.TemporaryDirectory() as var_dir:
        os.environ |= {"VAR_DIR": var_dir, "DJANGO_SETTINGS_MODULE": "darmstadt_mso.settings", "DEMO": "1"}
        prepare(var_dir)
        drafts = make_drafts()
        PAGES.update(pages())
        with server("tests.bench.bare:application", var_dir) as port:
            bare = requests_per_second(port, "/")
        with server("darmstadt_mso.wsgi:application", var_dir) as port:
            found = {"saving a page": measure(save, port, drafts * 4), "submitting": measure(submit, port, drafts)}
        print(f"\nbare Django page: {bare:.0f} requests/s\n{'':<16}{'share of that':>14}{'p95 in bare pages':>20}")
        for name, (rate, p95) in found.items():
            print(f"{name:<16}{rate / bare:>14.3f}{p95 * bare / CONNECTIONS:>20.1f}")


PAGES = {}

if __name__ == "__main__":
    main()

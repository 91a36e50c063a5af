"""The grants' rows in the table of who may open what in the administration; for the signs see tests/test_access.py."""

from functools import partial

from django.utils import timezone

from grants.models import PARTS, AdvisorySession, Application, Call, Conflict, Decision, LetterText, Programme
from tests.factories import make_organisation

from .cases import case_worker, make_case
from .casework.decisions import make_decidable, prepared
from .everything import make_part
from .factories import make_call, make_programme
from .notices import make_answer
from .submitting.making import make_sent

READERS, WRITERS = "llxx+++l", "llxx+x+l"
OF_LETTERS = ("admin:grants_application_letter_post", "admin:grants_application_letter_anew")
OF_NOTICES = (*OF_LETTERS, "admin:grants_application_letter")
SESSION_PAGES = ("edit", "put_on", "invite", "presence", "vote", "minutes")
ADDRESSES = {
    "admin:grants_application_pdf": "ll00+++l",
    "admin:grants_application_version": "ll00+++l",
    "admin:grants_application_dossier": "ll00+++l",
    "admin:grants_application_conflict": "ll00+++l",
    "admin:grants_application_officer": "ll00+x+l",
    "admin:grants_application_step": "ll00+x+l",
    "admin:grants_conflict_end": "llxxxx+l",
    "admin:grants_application_messages": "ll00+++l",
    "admin:grants_application_letter": "ll00+++l",
    "admin:grants_lettertext_text": READERS,
    "admin:grants_lettertext_version": READERS,
    # By POST alone.
    "admin:grants_lettertext_preview": "llxxxx?l",
    **dict.fromkeys(OF_LETTERS, "ll00+x+l"),
    "admin:grants_application_request_paper": "ll00+x+l",
    # It is answered already.
    "admin:grants_application_request_answer": "ll00>x>l",
    "admin:grants_application_check": "ll00+x+l",
    # They lead back from one that is not checked, and not asked about.
    "admin:grants_application_ask": "ll00>x>l",
    "admin:grants_application_prolong": "ll00>x>l",
    "admin:grants_application_cuts": "ll00+x+l",
    "admin:grants_application_appraisal": "ll00+x+l",
    "admin:grants_application_scores": "ll00+++l",
    "admin:grants_call_preview": READERS,
    "admin:grants_call_publish": WRITERS,
    "admin:grants_call_copy": WRITERS,
    "admin:grants_call_archive": WRITERS,
    **{f"admin:grants_advisorysession_{name}": WRITERS for name in SESSION_PAGES},
    **{f"admin:grants_advisorysession_{name}": READERS for name in ("agenda", "papers")},
    # By POST alone; for members with a seat; not before the session is closed.
    "admin:grants_advisorysession_arrange": "llxx?x?l",
    "admin:grants_advisorysession_tied": "llxxxxxl",
    "admin:grants_advisorysession_minutes_pdf": "llxx000l",
    # Of a call without an advisory body.
    "admin:grants_application_refer": "ll00xxxl",
    "admin:grants_application_vote": "ll00>x>l",
}
DECIDED = {
    "admin:grants_application_decide": "ll00>x>l",
    "admin:grants_application_release": "ll00+++l",
    "admin:grants_application_decision_pdf": "ll00+++l",
    # By POST alone.
    "admin:grants_application_take_back": "ll00???l",
    "admin:grants_call_ranking": READERS,
    "admin:grants_call_prepare": WRITERS,
}
ADDRESSES |= DECIDED
OF_ITEM = ("arrange", "tied", "vote")
KINDS = [AdvisorySession, Application, Conflict, Decision, LetterText, Programme, Call, *PARTS]
CALLS = (READERS, WRITERS, "llxx+r+l", WRITERS)
MODELS = {
    # Drafts are the associations' own; what was submitted is only read.
    "grants_application": (READERS, "llxxxxxl", "llxxrrrl", "llxxxxxl"),
    # Its page is read; its form has a page of its own.
    "grants_advisorysession": (READERS, WRITERS, "llxxrrrl", "llxxxxxl"),
    # It stands in its case file.
    "grants_decision": (READERS, "llxxxxxl", "llxx>>>l", "llxxxxxl"),
    # Each version leads to its page; another one is written on the page of its kind.
    "grants_lettertext": (READERS, "llxxxxxl", "llxx>>>l", "llxxxxxl"),
    # Read by the head of the office, who ends one on a page of its own.
    "grants_conflict": ("llxxxx+l", "llxxxxxl", "llxxxxrl", "llxxxxxl"),
    "grants_programme": CALLS,
    "grants_call": CALLS,
    # The rows of a call: one comes to them from its page, and is led there.
    **{f"grants_{part._meta.model_name}": ("ll>>>>>l", "llxxxxxl", *CALLS[2:]) for part in PARTS},
}


# What else stands in the address of a page of a case.
MORE = {"check": ["in_time"], "step": ["take"], "version": [1]}


def made():
    """{model: what makes something to change or delete}"""
    parts = {part: lambda part=part: make_part(part, make_call(publish=False)) for part in PARTS}
    return {
        AdvisorySession: make_session,
        Decision: lambda: prepared(make_decidable()),
        Application: lambda: make_sent()[0],
        Conflict: lambda: Conflict.objects.create(user=case_worker(), organisation=make_organisation()),
        Programme: make_programme,
        Call: partial(make_call, publish=False),
        **parts,
    }


def make_session():
    session = AdvisorySession.objects.create(body="Beirat", held_at=timezone.now())
    session.items.create(application=make_case(Application.State.ADVISING))
    return session


def arguments(name):
    """What stands in the address of this name."""
    if "advisorysession" in name:
        session = make_session()
        return [session.pk, session.items.get().pk] if name.rpartition("_")[2] in OF_ITEM else [session.pk]
    if name in DECIDED and "application" in name:
        case = prepared(make_decidable()).application
        return [case.pk, "award"] if name.endswith("decide") else [case.pk]
    if "lettertext" in name:
        return ["award", 1] if name.endswith("version") else ["award"]
    if name in OF_NOTICES or name.endswith("request_answer"):
        notice = make_answer(make_case())
        return [notice.application_id, notice.key if "letter" in name else notice.request.key]
    kind = Application if "application" in name else Conflict if "conflict" in name else Call
    return [made()[kind]().pk, *MORE.get(name.rpartition("_")[2], [])]

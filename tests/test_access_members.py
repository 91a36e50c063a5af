"""Who may open the pages of people who speak for an association; for everybody else they do not exist."""

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organisations.models import ChangeProposal, Invitation, JoinRequest, Organisation
from organisations.moderation import sections
from tests.factories import make_contact, make_member, make_organisation, make_picture, make_user
from tests.grants.factories import make_application, make_call
from tests.grants.notices import make_answer
from tests.grants.paperwork import make_with_picture
from tests.grants.submitting.making import make_sent
from tests.office import let_in

pytestmark = pytest.mark.django_db
# In this order: somebody, an account that is not staff, the Leitung, an editor and a signatory of the association,
# somebody who was one until today, and one who has registered an association that waits for the office, for that one.
# "+" opens, "x" is refused, "l" is led to the log-in, ">" is led on, "0" does not exist for this person.
MEMBERS = {
    "organisations:account": "l++++++",
    "organisations:join": "l++++++",
    "organisations:join_organisation": "l++>>+0",
    "organisations:register_organisation": "l++++++",
    "organisations:invitation": "+++++++",
    "organisations:my_organisation": "l00++0+",
    "organisations:people": "l00++00",
    "organisations:invite": "l00x+00",
    "organisations:leave": "l00++00",
    "organisations:succession": "l00x+00",
    "organisations:edit": "l00++0+",
    "organisations:edit_section": "l00++0+",
    "organisations:edit_part": "l00++0+",
    "organisations:edit_translations": "l00++0+",
    "organisations:remove_part": "l00++0+",
    "organisations:proposals": "l00++0+",
    # There is no logo in these entries.
    "organisations:own_logo": "l000000",
    # The office looks at it before it decides.
    "organisations:proposed_logo": "l0+++0+",
    "grants:applications": "l++++++",
    "grants:start": "l++++++",
    "grants:application": "l00++00",
    "grants:history": "l00++00",
    "grants:discard": "l00++00",
    "grants:section": "l00++00",
    "grants:review": "l00++00",
    # The next three of an application that was submitted.
    "grants:submitted": "l00++00",
    "grants:withdraw": "l00x+00",
    "grants:application_pdf": "l00++00",
    "grants:messages": "l00++00",
    "grants:letters": "l00++00",
    "grants:letter": "l00++00",
    # It was not fetched, so it leads to the page above.
    "grants:letter_pdf": "l00>>00",
    "grants:requests": "l00++00",
    "grants:request": "l00++00",
    "grants:papers": "l00++00",
    # They lead to the application, about which nothing is asked.
    "grants:query": "l00>>00",
    "grants:answer": "l00>>00",
    # Leads to the page with all papers.
    "grants:upload": "l00>>00",
    "grants:remove_document": "l00++00",
    # Of one that was submitted; the office reads no drafts.
    "grants:document": "l0+++00",
    "grants:document_preview": "l0+++00",
    # What one's colleague kept aside is nobody else's.
    "grants:choose": "l000000",
}
# Only by POST, here with nothing in it.
POSTED = {
    "organisations:withdraw_request": "l00000>",
    "organisations:confirm_entry": "l00>>0>",
    "organisations:change_person": "l00x000",
    "organisations:decide_request": "l00x000",
    "organisations:take_back_invitation": "l00x000",
    "organisations:withdraw_proposal": "l00>>0>",
    "grants:hand_over": "l00>>00",
    "grants:reuse": "l00>>00",
    # Whoever signs is told what is missing.
    "grants:submit": "l00x?00",
}
OF_NO_ENTRY = {
    "grants:applications",
    "organisations:account",
    "organisations:join",
    "organisations:register_organisation",
}
WITH_PAPERS = {"upload", "reuse", "remove_document", "document", "document_preview"}
SENT = {
    "grants:application_pdf",
    "grants:letter",
    "grants:letter_pdf",
    "grants:letters",
    "grants:messages",
    "grants:request",
    "grants:requests",
    "grants:submitted",
    "grants:withdraw",
}


@pytest.fixture(scope="module")
def entries(django_db_setup, django_db_blocker):
    """The association and the one that waits; with a browser for each of the people, in the order of the table."""
    with django_db_blocker.unblock(), transaction.atomic():
        entry, pending = make_organisation(), make_organisation(state=Organisation.State.PENDING)
        registrar = make_user()
        JoinRequest.objects.create(organisation=pending, user=registrar, message="x", registers=True)
        former = make_member(entry, "signatory")
        former.memberships.update(since="2020-01-01", until="2021-01-01")
        users = [make_user(), None, make_member(entry), make_member(entry, "signatory"), former, registrar]
        browsers = [browser_of(user) for user in users]
        browsers[1] = let_in(Client(), make_user("Leitung"))
        yield entry, pending, [Client(), *browsers]
        transaction.set_rollback(True)


def browser_of(user):
    client = Client()
    if user:
        client.force_login(user)
    return client


def sign(answer):
    if answer.streaming:
        list(answer.streaming_content)  # so that its file is closed
    to_login = answer.status_code == 302 and answer["Location"].startswith("/konto/login/")
    return "l" if to_login else {200: "+", 302: ">", 403: "x", 404: "0"}.get(answer.status_code, "?")


def address(name, entry):
    if name == "organisations:invitation":
        invitation = Invitation.objects.create(organisation=entry, email="eingeladen@example.org")
        return reverse(name, args=[invitation.token])
    if name == "grants:start":
        return reverse(name, args=[make_call().slug])
    if name.startswith("grants:") and name not in OF_NO_ENTRY:
        application = application_for(name, entry)
        return reverse(name, args=[application.handle, *further(name, application)])
    return reverse(name, args=[] if name in OF_NO_ENTRY else [entry.slug, *further(name, entry)])


def application_for(name, entry):
    if name.removeprefix("grants:") in WITH_PAPERS:
        return make_with_picture(entry, sent=name in {"grants:document", "grants:document_preview"})
    return make_sent(entry)[0] if name in SENT else make_application(entry)


def further(name, entry):
    """What follows the association or the application in the address."""
    values = {
        "edit_section": lambda: ["texte"],
        "edit_part": lambda: ["kontakte", "neu"],
        "edit_translations": lambda: ["tr"],
        "remove_part": lambda: ["kontakte", sections.key_of(f"contact:{make_contact(entry).pk}")],
        "proposed_logo": lambda: [proposal_with_logo(entry).uuid],
        "withdraw_proposal": lambda: [proposal_with_logo(entry).uuid],
        "section": lambda: ["projekt"],
        "upload": lambda: ["satzung"],
        "reuse": lambda: ["satzung"],
        **dict.fromkeys(("document", "document_preview", "remove_document"), lambda: [document_of(entry).key]),
        "choose": lambda: ["projekt", kept_aside(entry).key],
        **dict.fromkeys(("letter", "letter_pdf"), lambda: [make_answer(entry).key]),
        "request": lambda: ["frueher-beginnen"],
    }
    return values.get(name.partition(":")[2], list)()


def proposal_with_logo(entry):
    path = default_storage.save("proposed/logo.png", make_picture())
    proposal = ChangeProposal.objects.create(organisation=entry, author=make_user())
    proposal.changes.create(field="logo", after=path)
    return proposal


def document_of(application):
    return application.attachments.get().document


def kept_aside(application):
    section = application.sections.create(key="projekt", number=1)
    return section.revisions.create(kind="aside", number=1, typed={"title": ["x"]}, by=make_user(), at=timezone.now())


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def signs(entries, name, method):
    entry, pending, browsers = entries
    urls = [address(name, entry)] * (len(browsers) - 1) + [address(name, pending)]
    return "".join(sign(getattr(browser, method)(url)) for browser, url in zip(browsers, urls, strict=True))


@pytest.mark.parametrize("name", MEMBERS)
def test_pages_of_an_association_exist_for_its_people_only(entries, name):
    assert signs(entries, name, "get") == MEMBERS[name]


@pytest.mark.parametrize("name", POSTED)
def test_deeds_are_done_by_those_who_may(entries, name):
    assert signs(entries, name, "post") == POSTED[name]
    entry, _pending, browsers = entries
    assert browsers[4].get(address(name, entry)).status_code == 405

"""The office answers on the page of a proposal; nothing typed is lost, nothing unseen is accepted."""

import pytest

from organisations.models import Organisation, ProposedChange
from tests.factories import make_contact, make_offer, make_organisation, make_user
from tests.mails import queued
from tests.organisations.moderation.proposals import (
    accept,
    contact_key,
    fact,
    make_change,
    make_member,
    make_proposal,
    offer_key,
)
from tests.organisations.moderation.review_page import (
    LIST,
    fields,
    look,
    marks,
    named,
    notes,
    part,
    say,
    url_of,
    verdict,
)
from tests.pages import by_class, links, main, tree

pytestmark = pytest.mark.django_db


def test_decisions_are_carried_out_and_told(editor, entry, proposal):
    summary, founded = make_change(proposal, "summary", "Wir backen."), make_change(proposal, "founded", 1999)
    website = make_change(proposal, "website", "https://neu.example")
    answer = say(editor, proposal, (summary, "accepted"), (founded, "refused", "Bitte belegen."))
    assert answer.redirect_chain == [(LIST, 302)]
    assert [verdict(one) for one in (summary, founded, website)] == ["accepted", "refused", ""]
    assert fact(entry, "summary") == "Wir backen."
    assert ProposedChange.objects.get(pk=founded.pk).reason == "Bitte belegen."
    assert [mail.recipient for mail in queued()] == ["mitglied@anis.example"]
    assert [one.startswith("Anis – ") for one in notes(answer)] == [True, True]


def test_all_are_accepted_at_once(editor, entry, proposal):
    changes = [make_change(proposal, "summary", "Wir backen."), make_change(proposal, "founded", 1999)]
    say(editor, proposal, button="_accept_all")
    assert [verdict(one) for one in changes] == ["accepted", "accepted"]


def test_accepting_all_leaves_what_has_a_remark_and_what_is_sent_back(editor, entry, proposal):
    plain, refused = make_change(proposal, "founded", 1999), make_change(proposal, "website", "https://neu.example")
    odd = make_change(proposal, "summary", "Wir backen.")
    Organisation.objects.filter(pk=entry.pk).update(summary="Wir grillen.")
    say(editor, proposal, (refused, "refused", "Die Seite gibt es nicht."), button="_accept_all")
    assert [verdict(one) for one in (plain, refused, odd)] == ["accepted", "refused", ""]


def test_sending_back_needs_a_reason_and_nothing_typed_is_lost(editor, entry, proposal):
    summary, founded = make_change(proposal, "summary", "Wir backen."), make_change(proposal, "founded", 1999)
    website = make_change(proposal, "website", "https://neu.example")
    answer = say(
        editor, proposal, (summary, "refused"), (founded, "accepted"), (website, "refused", "Die gibt es nicht.")
    )
    page = tree(answer)
    assert (answer.status_code, [verdict(one) for one in (summary, founded, website)]) == (422, [""] * 3)
    sent = fields(page)
    assert [sent[named(one, "verdict")] for one in (summary, founded, website)] == ["refused", "accepted", "refused"]
    assert sent[named(website, "reason")].strip() == "Die gibt es nicht."
    (link,) = links(by_class(page, "error-summary")[0])
    (field,) = [one for one in main(page).iter("textarea") if f"#{one.get('id')}" == link[1]]
    assert (field.get("name"), field.get("aria-invalid")) == (named(summary, "reason"), "true")


def test_a_reason_that_is_too_long_is_told(editor, proposal):
    change = make_change(proposal, "summary", "Wir backen.")
    assert say(editor, proposal, (change, "refused", "x" * 701)).status_code == 422


def test_a_ready_made_sentence_reaches_the_author_in_their_language(editor, entry):
    author = make_member(entry, language="en")
    change = make_change(make_proposal(entry, author), "website", "https://neu.example")
    sent = fields(look(editor, change.proposal)) | {
        named(change, "verdict"): "refused",
        named(change, "ready"): "place",
    }
    editor.post(url_of(change.proposal), sent | {named(change, "reason"): "Siehe unten.", "_save": "yes"})
    reason = ProposedChange.objects.get(pk=change.pk).reason
    assert reason == "This belongs in another field of your entry. Siehe unten."


def test_sentences_fit_what_is_proposed(editor, entry, proposal):
    plain, translated = make_change(proposal, "summary", "Neu"), make_change(proposal, "summary_tr", "Yeni")
    page = look(editor, proposal)
    offered = [{one.get("value") for one in part(page, change).iter("option")} for change in (plain, translated)]
    assert offered[1] - offered[0] == {"translation"}


def test_what_does_not_fit_is_told_beside_the_part(editor, entry, proposal):
    contact = make_contact(entry, phone="")
    good = make_change(proposal, "summary", "Wir backen.")
    bad = make_change(proposal, "email", "", thing=contact_key(contact))
    answer = say(editor, proposal, (good, "accepted"), (bad, "accepted"))
    (group,) = [one for one in by_class(tree(answer), "review-group") if by_class(one, "error")]
    assert (answer.status_code, verdict(good), part(group_page(group), bad) is not None) == (422, "", True)


def group_page(group):
    """`part` looks below the main element."""
    group.tag = "main"
    return group


def test_nobody_accepts_over_what_they_did_not_see(editor, entry, proposal):
    summary, founded = make_change(proposal, "summary", "Wir backen."), make_change(proposal, "founded", 1999)
    page = look(editor, proposal)
    Organisation.objects.filter(pk=entry.pk).update(summary="Wir grillen.")
    answer = say(editor, proposal, (summary, "accepted", "Fast getippt."), (founded, "accepted"), page=page)
    again = tree(answer)
    assert (answer.status_code, verdict(summary), verdict(founded)) == (409, "", "accepted")
    sent = fields(again)
    assert (sent[named(summary, "verdict")], sent[named(summary, "reason")].strip()) == ("later", "Fast getippt.")
    assert say(editor, proposal, (summary, "accepted"), page=again).redirect_chain == [(LIST, 302)]
    assert fact(entry, "summary") == "Wir backen."


def test_a_part_that_vanishes_while_somebody_reads_is_told(editor, entry, proposal):
    offer = make_offer(entry)
    change = make_change(proposal, "when", "montags", thing=offer_key(offer))
    page = look(editor, proposal)
    offer.delete()
    answer = say(editor, proposal, (change, "accepted"), page=page)
    assert (answer.status_code, marks(tree(answer), change), verdict(change)) == (409, 2, "")


def test_what_somebody_else_settled_is_told(editor, entry, proposal):
    change, _other = make_change(proposal, "summary", "Wir backen."), make_change(proposal, "founded", 1999)
    page = look(editor, proposal)
    accept(make_user("Redaktion"), change)
    (note,) = notes(say(editor, proposal, (change, "refused", "Nein."), page=page))
    assert "In einem Satz" in note
    assert (verdict(change), len(queued())) == ("accepted", 1)


def test_without_a_decision_nothing_happens_and_it_is_said(editor, proposal):
    change = make_change(proposal, "summary", "Wir backen.")
    answer = say(editor, proposal, (change, "later", "Halb getippt."))
    assert (answer.status_code, len(notes(answer)), verdict(change)) == (422, 1, "")
    assert fields(tree(answer))[named(change, "reason")].strip() == "Halb getippt."


def test_it_goes_on_with_the_next_association(editor, entry, proposal):
    change = make_change(proposal, "summary", "Wir backen.")
    following = make_change(make_proposal(make_organisation()), "summary", "Neu")
    answer = say(editor, proposal, (change, "accepted"))
    assert answer.redirect_chain == [(url_of(following.proposal), 302)]

"""The office accepts, sends back, or leaves for later; each change is decided once, as it was read."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from darmstadt_mso.lib import history
from organisations.models import Offer, ProposedChange
from organisations.moderation import deciding, pictures
from organisations.moderation.applying import Impossible
from tests.factories import make_contact, make_offer, make_organisation, make_picture, make_user
from tests.mails import queued
from tests.organisations.moderation.proposals import (
    accept,
    answer,
    contact_key,
    fact,
    make_change,
    make_member,
    make_proposal,
    offer_key,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return make_organisation(name="Anis", slug="anis", summary="Wir kochen.", website="https://anis.example")


@pytest.fixture
def proposal(entry):
    return make_proposal(entry, make_member(entry, email="mitglied@anis.example"))


@pytest.fixture
def officer():
    return make_user("Redaktion", first_name="Ada", last_name="Muster")


def verdicts(*changes):
    return [ProposedChange.objects.get(pk=change.pk).verdict for change in changes]


def told(outcome):
    lists = outcome.accepted, outcome.refused, outcome.settled, outcome.moved
    return tuple([change.field for change in found] for found in lists)


def send_back(officer, change, reason="Bitte belegen."):
    return deciding.decide(change.proposal.organisation, {change.pk: answer(change, "refused", reason)}, officer)


def test_what_is_accepted_is_public_and_what_is_sent_back_is_not(entry, proposal, officer):
    summary, website = (
        make_change(proposal, field, value)
        for field, value in (("summary", "Wir backen."), ("website", "https://neu.example"))
    )
    answers = {summary.pk: answer(summary), website.pk: answer(website, "refused", "Die Seite gibt es nicht.")}
    outcome = deciding.decide(entry, answers, officer)
    assert told(outcome) == (["summary"], ["website"], [], [])
    assert (fact(entry, "summary"), fact(entry, "website")) == ("Wir backen.", "https://anis.example")
    website.refresh_from_db()
    assert (website.verdict, website.reason, website.decided_by, website.decided_at is None) == (
        *("refused", "Die Seite gibt es nicht.", officer),
        False,
    )


def test_what_nobody_answered_waits_on(entry, proposal, officer):
    first, second = make_change(proposal, "summary", "Neu"), make_change(proposal, "founded", 1999)
    accept(officer, first)
    assert (verdicts(first, second), fact(entry, "founded")) == (["accepted", ""], None)


def test_each_change_is_decided_once(entry, proposal, officer):
    change = make_change(proposal, "summary", "Wir backen.")
    said = {change.pk: answer(change)}
    deciding.decide(entry, said, officer)
    outcome = deciding.decide(entry, {change.pk: answer(change, "refused", "Doch nicht.")}, make_user("Redaktion"))
    assert told(outcome) == ([], [], ["summary"], [])
    assert (verdicts(change), fact(entry, "summary"), len(queued())) == (["accepted"], "Wir backen.", 1)


def test_what_its_author_withdrew_is_not_published(entry, proposal, officer):
    change = make_change(proposal, "summary", "Wir backen.")
    ProposedChange.objects.update(verdict="withdrawn")
    assert told(accept(officer, change)) == ([], [], ["summary"], [])
    assert (fact(entry, "summary"), queued()) == ("Wir kochen.", [])


def test_nobody_accepts_over_a_value_they_did_not_see(entry, proposal, officer):
    change = make_change(proposal, "summary", "Wir backen.")
    said = {change.pk: answer(change)}
    type(entry).objects.update(summary="Wir grillen.")
    assert told(deciding.decide(entry, said, officer)) == ([], [], [], ["summary"])
    assert (verdicts(change), fact(entry, "summary"), queued()) == ([""], "Wir grillen.", [])


@pytest.mark.parametrize("verdict", ["accepted", "refused"])
def test_nobody_decides_about_a_proposal_they_did_not_see(entry, proposal, officer, verdict):
    change = make_change(proposal, "summary", "Wir backen.")
    said = {change.pk: answer(change, verdict, "Darum.")}
    ProposedChange.objects.update(after="Wir schimpfen.")
    assert told(deciding.decide(entry, said, officer)) == ([], [], [], ["summary"])
    assert verdicts(change) == [""]


def test_to_send_back_it_does_not_matter_what_is_public_by_now(entry, proposal, officer):
    change = make_change(proposal, "summary", "Wir backen.")
    said = {change.pk: answer(change, "refused", "Darum.")}
    type(entry).objects.update(summary="Wir grillen.")
    assert told(deciding.decide(entry, said, officer)) == ([], ["summary"], [], [])


def test_changes_of_another_association_are_out_of_reach(entry, officer):
    foreign = make_change(make_proposal(make_organisation()), "summary", "Neu")
    assert told(deciding.decide(entry, {foreign.pk: answer(foreign)}, officer)) == ([], [], [], [])
    assert verdicts(foreign) == [""]


def test_if_one_does_not_fit_nothing_is_done(entry, proposal, officer):
    contact = make_contact(entry, phone="")
    good = make_change(proposal, "summary", "Wir backen.")
    bad = make_change(proposal, "email", "", thing=contact_key(contact))
    with pytest.raises(Impossible) as impossible:
        accept(officer, good, bad)
    assert impossible.value.thing == contact_key(contact)
    assert (verdicts(good, bad), fact(entry, "summary"), queued()) == (["", ""], "Wir kochen.", [])


def test_two_proposals_for_one_field_are_not_both_accepted(entry, proposal, officer):
    mine = make_change(proposal, "summary", "Wir backen.")
    other = make_change(make_proposal(entry), "summary", "Wir grillen.")
    with pytest.raises(Impossible):
        accept(officer, mine, other)
    answers = {mine.pk: answer(mine), other.pk: answer(other, "refused", "Der andere Satz ist besser.")}
    assert told(deciding.decide(entry, answers, officer)) == (["summary"], ["summary"], [], [])
    assert fact(entry, "summary") == "Wir backen."


def test_nothing_is_taken_away_and_changed_at_once(entry, proposal, officer):
    offer = make_offer(entry)
    gone, changed = (
        make_change(proposal, field, value, thing=offer_key(offer))
        for field, value in (("", None), ("when", "montags"))
    )
    with pytest.raises(Impossible):
        accept(officer, gone, changed)
    assert Offer.objects.filter(pk=offer.pk).exists()


def test_what_is_to_be_changed_in_a_part_that_is_gone_can_only_be_sent_back(entry, proposal, officer):
    offer = make_offer(entry)
    change = make_change(proposal, "when", "montags", thing=offer_key(offer))
    offer.delete()
    assert deciding.is_gone(entry, change)
    assert told(accept(officer, change)) == ([], [], [], ["when"])
    assert told(send_back(officer, change)) == ([], ["when"], [], [])


def test_taking_away_what_is_gone_already_is_accepted(entry, proposal, officer):
    offer = make_offer(entry)
    change = make_change(proposal, "", None, thing=offer_key(offer))
    offer.delete()
    assert told(accept(officer, change)) == ([""], [], [], [])


def test_a_new_part_is_added_once(entry, proposal, officer):
    mine, other = (
        make_change(one, "", {"title": "Chor"}, thing="offer:new-1") for one in (proposal, make_proposal(entry))
    )
    accept(officer, mine)
    assert told(accept(officer, other)) == ([], [], [], [""])
    assert Offer.objects.filter(organisation=entry).count() == 1


def test_the_history_names_the_officer_and_the_way(entry, proposal, officer):
    accept(officer, make_change(proposal, "summary", "Wir backen."))
    step = history.steps(list(history.rows(entry)))[0]
    assert (step.who, step.way) == ("Ada Muster", str(history.WAYS["proposal", "accepted"]))


def test_the_author_gets_one_mail_about_all_of_it(entry, proposal, officer):
    offer = make_offer(entry, title="Chor")
    summary, when = (
        make_change(proposal, "summary", "Wir backen."),
        make_change(proposal, "when", "montags", thing=offer_key(offer)),
    )
    deciding.decide(entry, {summary.pk: answer(summary), when.pk: answer(when, "refused", "Wann denn?")}, officer)
    (mail,) = queued()
    assert (mail.recipient, mail.template) == ("mitglied@anis.example", "organisations/proposal_sent_back")
    assert [line for line in mail.text.splitlines() if line.startswith("– ")] == [
        "– Angebot: Chor, Wann",
        "– In einem Satz",
    ]
    assert ("Wann denn?" in mail.text, mail.text.endswith("/konto/vereine/anis/vorschlaege/")) == (True, True)


def test_each_author_is_told_about_their_own_only(entry, proposal, officer):
    other = make_proposal(entry, make_member(entry, email="andere@anis.example", language="en"))
    accept(officer, make_change(proposal, "summary", "Wir backen."), make_change(other, "founded", 1999))
    found = {mail.recipient: (mail.language, mail.template, "backen" in mail.text) for mail in queued()}
    assert found == {
        "mitglied@anis.example": ("de", "organisations/proposal_accepted", False),
        "andere@anis.example": ("en", "organisations/proposal_accepted", False),
    }
    assert ["– Founded in" in mail.text for mail in queued()] == [False, True]


@pytest.mark.parametrize("leave", [lambda user: user.delete(), lambda user: type(user).objects.update(is_active=False)])
def test_a_former_account_gets_no_mail(entry, proposal, leave):
    change = make_change(proposal, "summary", "Wir backen.")
    leave(proposal.author)
    accept(make_user("Redaktion"), ProposedChange.objects.get(pk=change.pk))
    assert (verdicts(change), queued()) == (["accepted"], [])


@pytest.fixture
def upload(settings, tmp_path):
    """Puts another picture into the storage; returns its path."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: default_storage.save("proposed/neu.png", ContentFile(make_picture().read()))


def there(*paths):
    return [default_storage.exists(path) for path in paths]


def test_a_picture_that_is_sent_back_leaves_when_another_one_was_decided(
    entry, proposal, officer, upload, django_capture_on_commit_callbacks
):
    first, second = upload(), upload()
    with django_capture_on_commit_callbacks(execute=True):
        send_back(officer, make_change(proposal, "logo", first))
    assert there(first) == [True]  # its author may want to describe it better
    with django_capture_on_commit_callbacks(execute=True):
        send_back(officer, make_change(proposal, "logo", second))
    assert there(first, second) == [False, True]


def test_a_picture_that_was_withdrawn_leaves(entry, proposal, upload, django_capture_on_commit_callbacks):
    path = upload()
    make_change(proposal, "logo", path, verdict="withdrawn")
    with django_capture_on_commit_callbacks(execute=True):
        pictures.clear(entry)
    assert there(path) == [False]


def test_nothing_leaves_while_the_decision_may_still_fail(entry, proposal, upload):
    path = upload()
    make_change(proposal, "logo", path, verdict="withdrawn")
    pictures.clear(entry)
    assert there(path) == [True]


@pytest.mark.parametrize("verdict", ["", "accepted", "at_once"])
def test_a_picture_that_another_proposal_or_the_entry_shows_stays(
    entry, proposal, upload, django_capture_on_commit_callbacks, verdict
):
    proposed, shown = upload(), upload()
    for path in (proposed, shown):
        make_change(proposal, "logo", path, verdict="withdrawn")
    make_change(make_proposal(make_organisation()), "logo", proposed, verdict=verdict)
    type(entry).objects.filter(pk=entry.pk).update(logo=shown, logo_alt="Stern")
    with django_capture_on_commit_callbacks(execute=True):
        pictures.clear(entry)
    assert there(proposed, shown) == [True, True]


def test_an_accepted_picture_stays(entry, proposal, officer, upload, django_capture_on_commit_callbacks):
    type(entry).objects.update(logo_alt="Stern")
    path = upload()
    with django_capture_on_commit_callbacks(execute=True):
        accept(officer, make_change(proposal, "logo", path))
    assert there(path) == [True]


def test_what_was_published_at_once_is_read_once(entry, proposal):
    change = make_change(proposal, "hours_note", "nachmittags", verdict="at_once")
    waiting = make_change(proposal, "summary", "Neu")
    found = ProposedChange.objects.filter(pk__in=[change.pk, waiting.pk])
    assert (deciding.mark_read(found), deciding.mark_read(found)) == (1, 0)
    assert [one.read_at is None for one in found.order_by("pk")] == [False, True]

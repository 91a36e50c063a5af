"""Who speaks for an association: from when until when, invited, changed, ended, succeeded."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from pghistory.models import Events

from organisations import people
from organisations.models import Invitation, Membership, Organisation
from organisations.people import AlreadySpeaks, NobodySigns
from organisations.permissions import may_edit, signs_for, speaks_for, waits_for
from tests import mails
from tests.factories import make_member, make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


@pytest.fixture
def entry():
    return make_organisation(index=False, name="Anis")


def of(user):
    return user.memberships.get()


def proved(email="ada@example.org"):
    """Somebody whose address is theirs."""
    user = make_user(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


# From when until when


@pytest.mark.parametrize(
    "since, until, speaks",
    [
        (0, None, True),
        (-5, 1, True),
        (-5, 0, False),
        (0, 0, False),
        (1, None, False),
        (-5, -1, False),
    ],
)
def test_the_first_day_belongs_to_it_and_the_day_on_which_it_ends_does_not(entry, since, until, speaks):
    user = make_user()
    end = None if until is None else TODAY() + until * DAY
    one = make_membership(user, entry, since=TODAY() + since * DAY, until=end)
    current = Membership.objects.current().filter(user=user).exists()
    found = (speaks_for(user, entry), may_edit(user, entry), one.is_current(), current)
    assert found == (speaks,) * 4


@pytest.mark.parametrize("role, signs", [("editor", False), ("signatory", True)])
def test_only_signatories_sign(entry, role, signs):
    assert signs_for(make_member(entry, role), entry) is signs


@pytest.mark.parametrize("state, edits", [("pending", True), ("draft", True), ("published", False), ("hidden", False)])
def test_whoever_registers_an_entry_edits_it_until_the_office_decides(entry, state, edits):
    user = make_user()
    entry.join_requests.create(user=user, message="x", registers=True)
    Organisation.objects.filter(pk=entry.pk).update(state=state)
    entry.refresh_from_db()
    assert (waits_for(user, entry), may_edit(user, entry), speaks_for(user, entry)) == (edits, edits, False)


# The last signatory


def end(membership, day=0, knowingly=False, role="signatory"):
    people.change(membership, role, None if day is None else TODAY() + day * DAY, knowingly)


def test_the_last_signatory_does_not_vanish_silently(entry):
    last = make_member(entry, "signatory")
    make_member(entry)
    for change in (people.leave, lambda one: end(one, 9), lambda one: end(one, None, role="editor")):
        with pytest.raises(NobodySigns):
            change(of(last))
    assert (of(last).role, of(last).until) == ("signatory", None)


def test_the_last_signatory_leaves_knowingly_and_the_history_and_the_desk_tell(entry):
    last = of(make_member(entry, "signatory"))
    assert Organisation.objects.filter(pk__in=people.without_signatory()).count() == 0
    people.leave(last, knowingly=True)
    assert list(people.without_signatory()) == [entry]
    event = Events.objects.tracks(last).order_by("pgh_id").last()
    assert event.pgh_context == {"without_signatory": str(TODAY())}


def test_one_of_two_signatories_leaves_without_a_word(entry):
    one, other = (of(make_member(entry, "signatory")) for _ in range(2))
    people.leave(one)
    assert (one.until, signs_for(other.user, entry)) == (TODAY(), True)
    with pytest.raises(NobodySigns):
        people.leave(other)


@pytest.mark.parametrize(
    "others, day, gap",
    [
        ([("signatory", 0, None)], 5, None),
        ([("signatory", 5, None)], 5, None),
        ([("signatory", 6, None)], 5, 5),
        ([("signatory", 0, 3)], 5, 5),
        ([("signatory", 0, 30)], 5, 30),
        ([("signatory", 0, 9), ("signatory", 9, None)], 5, None),
        ([("signatory", 0, 9), ("signatory", 10, None)], 5, 9),
        ([("editor", 0, None)], 5, 5),
    ],
)
def test_others_count_as_far_as_they_follow_without_a_gap(entry, others, day, gap):
    """`others` as (role, days until it begins, days until it ends)."""
    leaving = of(make_member(entry, "signatory"))
    for role, begins, ends in others:
        until = None if ends is None else TODAY() + ends * DAY
        make_membership(make_user(), entry, role, since=TODAY() + begins * DAY, until=until)
    expected = None if gap is None else TODAY() + gap * DAY
    assert people.gap_after(leaving, "signatory", TODAY() + day * DAY) == expected


def test_an_end_that_was_known_may_be_put_off(entry):
    last = make_membership(make_user(), entry, "signatory", until=TODAY() + 5 * DAY)
    end(last, 9)
    end(last, None)
    assert last.until is None


def test_what_the_database_says_counts_and_not_what_was_read_before(entry):
    """Two signatories who leave in the same moment: the second is asked."""
    one, other = (of(make_member(entry, "signatory")) for _ in range(2))
    stale = Membership.objects.get(pk=other.pk)
    people.leave(one)
    with pytest.raises(NobodySigns):
        people.leave(stale)


def test_whoever_was_made_a_signatory_in_this_moment_is_asked_too(entry):
    stale = of(make_member(entry))
    Membership.objects.update(role="signatory")
    with pytest.raises(NobodySigns):
        people.leave(stale)


def test_associations_that_nobody_ever_spoke_for_miss_nobody(entry):
    make_member(make_organisation(index=False, state="hidden"))
    assert list(people.without_signatory()) == []
    make_member(entry)
    assert list(people.without_signatory()) == [entry]


@pytest.mark.parametrize("fate", ["switched off", "deleted"])
def test_a_signatory_whose_account_is_gone_signs_no_more(entry, fate):
    gone, other = make_member(entry, "signatory"), of(make_member(entry, "signatory"))
    gone.delete() if fate == "deleted" else type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(NobodySigns):
        people.leave(other)
    other.delete()
    assert list(people.without_signatory()) == [entry]


# Entering


def test_whoever_speaks_already_goes_on_with_the_new_role(entry):
    user = make_user()
    known = make_membership(user, entry, since=date(2020, 1, 1), until=TODAY() + 9 * DAY)
    people.enter(entry, user, "signatory")
    known.refresh_from_db()
    assert (known.role, known.since, known.until, user.memberships.count()) == ("signatory", date(2020, 1, 1), None, 1)


def test_whoever_spoke_before_begins_anew(entry):
    user = make_user()
    make_membership(user, entry, since=date(2020, 1, 1), until=date(2021, 1, 1))
    people.enter(entry, user, "editor")
    assert list(user.memberships.order_by("since").values_list("until", flat=True)) == [date(2021, 1, 1), None]


# Invitations


def invite(entry, email="Ada@Example.org", role="editor", language="de"):
    return people.invite(entry, make_member(entry, "signatory"), email, role, language)


@pytest.mark.parametrize(
    "language, path", [("de", "/konto/einladung/"), ("en", "/en/konto/einladung/"), ("ar", "/ar/konto/einladung/")]
)
def test_an_invitation_is_a_mail_in_the_language_asked_for(entry, language, path):
    invitation = invite(entry, language=language)
    (mail,) = mails.sent()
    assert mail.to == ["ada@example.org"]
    assert f"{path}{invitation.token}/" in mail.body and "Anis" in mail.subject


def test_an_invitation_makes_its_reader_speak_once(entry):
    invitation, ada = invite(entry, role="signatory"), proved()
    assert people.invitations_for(ada) == [invitation]
    membership = people.accept(invitation, ada)
    assert (membership.organisation, membership.role, membership.since) == (entry, "signatory", TODAY())
    assert people.accept(invitation, ada) is None
    assert (people.invitations_for(ada), ada.memberships.count()) == ([], 1)


def test_an_address_that_is_not_proved_gets_no_list_of_invitations(entry):
    invite(entry)
    assert people.invitations_for(make_user(email="ada@example.org")) == []


def test_a_second_invitation_replaces_the_first(entry):
    first, second = invite(entry), invite(entry, "ada@example.org")
    assert list(entry.invitations.open()) == [second]
    assert people.accept(first, proved()) is None


@pytest.mark.parametrize("fact", ["taken back", "expired"])
def test_an_invitation_that_is_taken_back_or_too_old_lets_nobody_in(entry, fact):
    invitation, ada = invite(entry), proved()
    if fact == "taken back":
        assert people.take_back(entry, invitation.token) is True
        assert people.take_back(entry, invitation.token) is False
    else:
        Invitation.objects.update(expires_at=timezone.now())
    assert (people.accept(invitation, ada), speaks_for(ada, entry)) == (None, False)


def test_nobody_takes_back_the_invitation_of_another_association(entry):
    assert people.take_back(make_organisation(index=False), invite(entry).token) is False


def test_whoever_speaks_is_not_invited(entry):
    with pytest.raises(AlreadySpeaks):
        invite(entry, make_member(entry).email.upper())
    assert mails.sent() == []


def test_an_invitation_takes_no_role_away(entry):
    ada = proved()
    invitation = invite(entry)
    make_membership(ada, entry, "signatory")
    people.accept(invitation, ada)
    assert of(ada).role == "signatory"


def test_whoever_came_in_another_way_does_not_come_back_by_an_old_invitation(entry):
    invitation, ada = invite(entry, role="signatory"), proved()
    people.enter(entry, ada, "editor")
    people.change(of(ada), "editor", TODAY())
    assert (people.accept(invitation, ada), speaks_for(ada, entry)) == (None, False)


@pytest.mark.parametrize("deed", [people.leave, lambda one: end(one)])
def test_whose_time_ends_does_not_come_back_by_an_invitation_to_their_address(entry, deed):
    ada = proved()
    membership = make_membership(ada, entry, "signatory")
    invitation = entry.invitations.create(email="ada@example.org", invited_by=make_member(entry, "signatory"))
    deed(membership)
    assert (people.accept(invitation, ada), speaks_for(ada, entry)) == (None, False)


@pytest.mark.parametrize("deed", [people.leave, lambda one: end(one), lambda one: end(one, None, role="editor")])
def test_what_somebody_wrote_who_signs_no_more_is_taken_back(entry, deed):
    one, other = (make_member(entry, "signatory") for _ in range(2))
    elsewhere = make_organisation(index=False)
    kept = [people.invite(entry, other, "c@example.org", "editor", "de")]
    kept += [people.invite(elsewhere, one, "d@example.org", "editor", "de")]
    people.invite(entry, one, "b@example.org", "signatory", "de")
    deed(of(one))
    assert list(Invitation.objects.open().order_by("pk")) == kept


def test_what_the_last_signatory_wrote_stays_because_nobody_could_write_it_again(entry):
    last = make_member(entry, "signatory")
    invitation = people.invite(entry, last, "ada@example.org", "signatory", "de")
    people.leave(of(last), knowingly=True)
    people.accept(invitation, ada := proved())
    assert signs_for(ada, entry)


def test_an_invitation_puts_no_end_off(entry):
    invitation, ada = invite(entry, role="signatory"), proved()
    make_membership(ada, entry, until=TODAY() + 9 * DAY)
    people.accept(invitation, ada)
    assert (of(ada).role, of(ada).until) == ("signatory", TODAY() + 9 * DAY)


# Leaving


def test_whoever_leaves_has_left_even_if_they_spoke_twice(entry):
    """As after a merge."""
    make_member(entry, "signatory")
    user = make_user()
    first = make_membership(user, entry, "signatory", since=date(2020, 1, 1), until=TODAY() + 9 * DAY)
    make_membership(user, entry, since=date(2021, 1, 1))
    people.leave(first)
    assert (first.until, speaks_for(user, entry)) == (TODAY(), False)


def test_the_last_signatory_is_asked_even_if_they_sign_twice(entry):
    user = make_user()
    first = make_membership(user, entry, "signatory", since=date(2020, 1, 1), until=TODAY() + 9 * DAY)
    make_membership(user, entry, "signatory", since=date(2021, 1, 1))
    with pytest.raises(NobodySigns):
        people.leave(first)
    assert user.memberships.current().count() == 2


# Succession


def test_a_board_hands_over_in_one_go(entry):
    old, new = of(make_member(entry, "signatory")), of(make_member(entry))
    people.succeed(old, [new], TODAY() + 5 * DAY)
    new.refresh_from_db()
    assert (new.role, old.until) == ("signatory", TODAY() + 5 * DAY)


def test_a_succession_without_a_successor_changes_nothing(entry):
    old = of(make_member(entry, "signatory"))
    with pytest.raises(NobodySigns):
        people.succeed(old, [], TODAY())
    assert of(old.user).until is None

"""The pages of people who speak for an association, as they read and use them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations import joining, people
from organisations.freshness.schedule import months_after
from organisations.models import ChangeProposal, Invitation, JoinRequest, Membership, Organisation, ProposedChange
from organisations.permissions import signs_for, speaks_for
from organisations.views.members.joining import PER_HOUR
from tests import mails
from tests.factories import make_member, make_membership, make_organisation, make_user
from tests.members import act, as_, english, page, said
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db
HOME = "/konto/vereine/anis/"
PEOPLE = f"{HOME}personen/"


@pytest.fixture
def entry():
    return make_organisation(name="Anis", slug="anis")


# All of one's associations


def test_somebody_new_is_shown_the_ways_in(client):
    found = page(as_(client, make_user()), "/konto/")
    (ways,) = by_class(found, "ways")
    assert links(ways)[0][1].endswith("/konto/mitmachen/") and links(ways)[1][1].endswith("/konto/verein-anmelden/")
    assert "I was invited" in text(ways)


def test_an_association_is_told_with_role_state_and_dates(client, entry):
    user, day = make_user(), timezone.localdate()
    make_membership(user, entry, "signatory", until=day + timedelta(days=9))
    (card,) = by_class(page(as_(client, user), "/konto/"), "own-cards")
    for told in ("Anis", "public", "You: entitled to sign", "Last confirmed on", "to be confirmed by"):
        assert told in text(card)
    days = [one.get("datetime") for one in page(client, "/konto/").iter("time")]
    assert days == [str(day + timedelta(days=9)), str(months_after(day, 11))]


@pytest.mark.parametrize("state, told", [("hidden", "hidden"), ("dissolved", "dissolved")])
def test_the_state_of_an_entry_that_is_not_public_is_told_in_words(client, entry, state, told):
    Organisation.objects.filter(pk=entry.pk).update(state=state)
    (card,) = by_class(page(as_(client, make_member(entry)), "/konto/"), "own-cards")
    assert told in text(card) and "to be confirmed" not in text(card)


def test_what_waits_is_counted(client, entry):
    user = make_member(entry, "signatory")
    for _number in range(2):
        JoinRequest.objects.create(organisation=entry, user=make_user(), message="x")
    proposal = ChangeProposal.objects.create(organisation=entry, author=user)
    for field, verdict in (("name", "refused"), ("summary", ""), ("street", ""), ("city", "accepted")):
        ProposedChange.objects.create(proposal=proposal, field=field, verdict=verdict)
    ProposedChange.objects.create(proposal=proposal, field="x", verdict="refused", read_at=timezone.now())
    panels = by_class(page(as_(client, user), "/konto/"), "panel")
    mine = next(one for one in panels if "What is waiting" in text(one))
    office = next(one for one in panels if "With the office" in text(one))
    assert links(mine) == [
        ("2 persons ask to join \u2068Anis\u2069", f"/en{PEOPLE}"),
        ("The office has sent back 1 change: \u2068Anis\u2069", f"/en{HOME}vorschlaege/"),
    ]
    assert links(office) == [("2 changes wait for the office: \u2068Anis\u2069", f"/en{HOME}vorschlaege/")]


def test_an_entry_to_be_confirmed_now_waits_first_and_is_no_date_to_come(client, entry):
    Organisation.objects.filter(pk=entry.pk).update(confirmed_on=timezone.localdate() - timedelta(days=350))
    shown = page(as_(client, make_member(entry)), "/konto/")
    waiting = next(one for one in by_class(shown, "panel") if "What is waiting" in text(one))
    assert links(waiting) == [("Please confirm the entry: \u2068Anis\u2069", f"/en{HOME}")]
    assert ("to be confirmed now" in text(by_class(shown, "own-cards")[0]), list(shown.iter("time"))) == (True, [])


def test_an_editor_has_no_requests_to_decide(client, entry):
    JoinRequest.objects.create(organisation=entry, user=make_user(), message="x")
    assert "Nothing waits for you." in text(page(as_(client, make_member(entry)), "/konto/"))


def test_an_open_request_is_shown_and_withdrawn(client, entry):
    user = make_user()
    JoinRequest.objects.create(organisation=entry, user=user, message="x")
    assert "Your open requests" in text(page(as_(client, user), "/konto/"))
    for _click in range(2):
        assert act(client, "/konto/mitmachen/anis/zurueckziehen/") == "/konto/"
    assert JoinRequest.objects.get().state == "withdrawn"
    assert "Your open requests" not in text(page(client, "/konto/"))


@pytest.mark.parametrize("role", [None, "Redaktion"])
def test_only_staff_are_led_to_the_administration(client, role):
    found = links(page(as_(client, make_user(role)), "/konto/"))
    assert ("/en/admin/" in [url for _text, url in found]) is bool(role)


def test_whoever_registered_an_entry_that_was_published_by_another_way_is_not_led_astray(client, entry):
    user = make_user()
    JoinRequest.objects.create(organisation=entry, user=user, message="x", registers=True)
    found = [url for _text, url in links(page(as_(client, user), "/konto/")) if "/vereine/" in url]
    assert found == []


# One association


def test_an_entry_is_confirmed_with_one_button(client, entry):
    Organisation.objects.filter(pk=entry.pk).update(confirmed_on="2020-01-01")
    user = make_member(entry)
    assert "Everything is right" in text(page(as_(client, user), HOME))
    assert act(client, f"{HOME}bestaetigt/") == HOME
    entry.refresh_from_db()
    assert (entry.confirmed_on, entry.confirmed_by) == (timezone.localdate(), user)
    assert "Confirmed today" in text(page(client, HOME)) and "Everything is right" not in text(page(client, HOME))


@pytest.mark.parametrize("state", ["hidden", "dissolved"])
def test_what_the_office_has_hidden_is_not_shown_again_by_confirming(client, entry, state):
    Organisation.objects.filter(pk=entry.pk).update(state=state, confirmed_on="2020-01-01")
    as_(client, make_member(entry))
    assert "Everything is right" not in text(page(client, HOME))
    act(client, f"{HOME}bestaetigt/")
    entry.refresh_from_db()
    assert (entry.state, str(entry.confirmed_on)) == (state, "2020-01-01")


# Joining


def test_a_request_is_sent_and_asked_only_once(client, entry):
    user, signatory = make_user(), make_member(entry, "signatory")
    as_(client, user)
    assert ("Ask to join: Anis", "/en/konto/mitmachen/anis/") in links(page(client, "/konto/mitmachen/?q=anis"))
    assert act(client, "/konto/mitmachen/anis/", role="editor", message="Kasse") == "/konto/"
    assert [mail.to for mail in mails.sent()] == [[signatory.email]]
    assert act(client, "/konto/mitmachen/anis/", role="editor", message="Kasse") == "/konto/"
    assert JoinRequest.objects.count() == 1
    assert any("You have asked already" in one for one in said(client))


def test_whoever_has_told_no_name_is_asked_for_it_and_the_board_reads_it(client, entry):
    user, path = make_user(), "/konto/mitmachen/anis/"
    asked = [one.get("name") for one in page(as_(client, user), path).iter("input")]
    assert {"first_name", "last_name"} <= {*asked}
    act(client, path, role="editor", message="x", first_name="Ada", last_name="Anis")
    user.refresh_from_db()
    assert (str(user), JoinRequest.objects.get().user) == ("Ada Anis", user)
    named = page(as_(client, user), "/konto/verein-anmelden/").iter("input")
    assert "last_name" not in {one.get("name") for one in named}


def test_a_request_without_words_is_refused_and_keeps_what_was_chosen(client, entry):
    refused = act(as_(client, make_user()), "/konto/mitmachen/anis/", role="signatory", message="")
    assert "Write in one sentence" in text(refused)
    assert [one.get("value") for one in refused.iter("input") if "checked" in one.attrib] == ["signatory"]


# Registering

FACTS = {
    "name": "Kranichhaus e.V.",
    "legal_form": "ev",
    "city": "Darmstadt",
    "summary": "Musik für alle",
    "email": "kontakt@kranich.example",
    "role": "signatory",
    "message": "Vorsitz",
    "consent": "on",
}


def test_a_new_association_is_registered(client):
    as_(client, make_user())
    assert act(client, "/konto/verein-anmelden/", **FACTS) == "/konto/vereine/kranichhaus/"
    found = page(client, "/konto/vereine/kranichhaus/")
    assert "You have registered this association" in text(found) and "waits for the office" in text(found)
    assert act(client, "/konto/mitmachen/kranichhaus/zurueckziehen/") == "/konto/"
    assert Organisation.objects.get(slug="kranichhaus").state == "hidden"


@pytest.mark.parametrize(
    "missing, words",
    [
        ("name", "Write the name"),
        ("summary", "what the association does"),
        ("email", "e-mail address or a telephone number"),
        ("consent", "Without this consent"),
        ("message", "what you do in the association"),
    ],
)
def test_what_is_missing_is_told_and_nothing_typed_is_lost(client, missing, words):
    refused = act(as_(client, make_user()), "/konto/verein-anmelden/", **FACTS | {missing: ""})
    assert words in text(refused)
    kept = {one.get("name"): one.get("value") for one in refused.iter("input")}
    assert {kept[name] for name in {"name", "summary"} - {missing}} <= {*FACTS.values()}
    assert not Organisation.objects.filter(slug="kranichhaus").exists()


def test_likely_duplicates_are_shown_before_anything_is_saved(client):
    make_organisation(name="Kranichhaus", slug="kranich-alt")
    as_(client, make_user())
    answer = client.post("/en/konto/verein-anmelden/", FACTS)
    found = main(tree(answer))
    assert (answer.status_code, Organisation.objects.filter(slug="kranichhaus").exists()) == (200, False)
    assert ("This is it: ask to join (Kranichhaus)", "/en/konto/mitmachen/kranich-alt/") in links(found)
    kept = {one.get("name"): one.get("value") for one in found.iter("input")}
    assert (kept["name"], kept["email"]) == (FACTS["name"], FACTS["email"])
    assert act(client, "/konto/verein-anmelden/", **FACTS, other="yes") == "/konto/vereine/kranichhaus/"


def test_registering_and_withdrawing_in_turns_comes_to_an_end(client):
    as_(client, make_user())
    for _time in range(PER_HOUR):
        assert act(client, "/konto/verein-anmelden/", **FACTS).startswith("/konto/vereine/kranichhaus")
        joining.withdraw(JoinRequest.objects.open().get())
    refused = act(client, "/konto/verein-anmelden/", **FACTS)
    assert "Please try again in an hour" in text(refused) and not JoinRequest.objects.open().exists()


# People


def test_editors_read_names_and_roles_but_no_addresses(client, entry):
    editor = make_member(entry)
    nameless, signatory = make_member(entry), make_user(first_name="Ada", last_name="Anis", email="ada@example.org")
    make_membership(signatory, entry, "signatory")
    people.invite(entry, signatory, "neu@example.org", "editor", "de")
    JoinRequest.objects.create(organisation=entry, user=make_user(), message="x")
    answer = as_(client, editor).get(f"/en{PEOPLE}").content.decode()
    assert "Ada Anis" in answer and "without a name" in answer
    hidden = [address for address in (signatory.email, nameless.email, "neu@example.org") if address in answer]
    assert hidden == [] and "Requests to join" not in answer and 'name="person"' not in answer


def test_former_people_are_folded_and_have_no_page(client, entry):
    former = make_user(first_name="Ada", last_name="Anis")
    make_membership(former, entry, since="2020-01-01", until="2021-01-01")
    (folded,) = by_class(page(as_(client, make_member(entry)), PEOPLE), "folded")
    assert "Ada Anis" in text(folded)
    assert as_(client, former).get(PEOPLE).status_code == 404


def change(client, one, role, until="", **more):
    names = {f"person-{one.pk}-{name}": value for name, value in {"role": role, "until": until, **more}.items()}
    return act(client, f"{PEOPLE}aendern/", person=one.pk, **names)


def test_a_signatory_changes_role_and_end_of_others(client, entry):
    one = make_member(entry).memberships.get()
    day = str(timezone.localdate() + timedelta(days=9))
    assert change(as_(client, make_member(entry, "signatory")), one, "signatory", day) == PEOPLE
    one.refresh_from_db()
    assert (one.role, str(one.until)) == ("signatory", day)


def test_an_end_in_the_past_is_refused_in_its_place(client, entry):
    one = make_member(entry).memberships.get()
    refused = change(as_(client, make_member(entry, "signatory")), one, "editor", "2020-01-01")
    (opened,) = [detail for detail in by_class(refused, "folded") if "open" in detail.attrib]
    assert "must not be before" in text(opened)
    assert Membership.objects.get(pk=one.pk).until is None


def test_nobody_changes_people_of_another_association(client, entry):
    other = make_member(make_organisation()).memberships.get()
    answer = as_(client, make_member(entry, "signatory")).post(f"{PEOPLE}aendern/", {"person": other.pk})
    assert answer.status_code == 404


def test_the_last_signatory_ticks_to_give_up_the_role(client, entry):
    one = make_member(entry, "signatory").memberships.get()
    refused = change(as_(client, one.user), one, "editor")
    assert "nobody would be entitled to sign" in text(refused) and "Invite a successor" in text(refused)
    assert change(client, one, "editor", knowingly="on") == PEOPLE
    assert Membership.objects.get().role == "editor"


def decide(client, request, decision, **typed):
    facts = {"role": "editor", "since": "", "until": "", "reason": "", **typed}
    named = {f"request-{request.pk}-{name}": value for name, value in facts.items()}
    return act(client, f"{PEOPLE}entscheiden/", request=request.pk, decision=decision, **named)


@pytest.fixture
def request_(entry):
    return JoinRequest.objects.create(organisation=entry, user=make_user(), message="Kasse")


def test_a_signatory_accepts(client, entry, request_):
    as_(client, make_member(entry, "signatory"))
    assert "Kasse" in text(page(client, PEOPLE))
    assert decide(client, request_, "accept", role="signatory") == PEOPLE
    assert signs_for(request_.user, entry)


def test_a_signatory_refuses_only_with_a_reason(client, entry, request_):
    as_(client, make_member(entry, "signatory"))
    assert "Write why you refuse" in text(decide(client, request_, "refuse"))
    assert decide(client, request_, "refuse", reason="Nein") == PEOPLE
    assert (JoinRequest.objects.get().reason, speaks_for(request_.user, entry)) == ("Nein", False)


def test_the_second_who_decides_is_told_who_was_first(client, entry, request_):
    first = make_user(first_name="Ada", last_name="Anis")
    JoinRequest.objects.update(state="refused", decided_by=first)
    assert decide(as_(client, make_member(entry, "signatory")), request_, "accept") == PEOPLE
    assert said(client) == ["Ada Anis has decided already: refused."]
    assert not speaks_for(request_.user, entry)


def typed_before_log_in(client, path, **typed):
    client.post(english(path), typed, headers={"Referer": f"http://testserver/en{PEOPLE}"})


def test_a_decision_that_was_typed_without_log_in_is_offered_after_it(client, entry, request_):
    other = JoinRequest.objects.create(organisation=entry, user=make_user(), message="x", role="signatory")
    typed = {f"request-{request_.pk}-reason": "Leider nein", f"request-{request_.pk}-role": "editor"}
    typed_before_log_in(client, f"{PEOPLE}entscheiden/", request=request_.pk, decision="refuse", **typed)
    as_(client, make_member(entry, "signatory"))
    for _look in range(2):
        found = page(client, PEOPLE)
        texts = {one.get("name"): text(one) for one in found.iter("textarea")}
        assert texts == {f"request-{request_.pk}-reason": "Leider nein", f"request-{other.pk}-reason": ""}
        assert [one.get("value") for one in found.iter("option") if "selected" in one.attrib][:2] == [
            "editor",
            "signatory",
        ]
    assert decide(client, request_, "refuse", reason="Leider nein") == PEOPLE
    assert {text(one) for one in page(client, PEOPLE).iter("textarea")} == {""}


def test_a_change_that_was_typed_without_log_in_is_offered_after_it(client, entry):
    one, day = make_member(entry).memberships.get(), str(timezone.localdate() + timedelta(days=9))
    typed = {f"person-{one.pk}-role": "editor", f"person-{one.pk}-until": day}
    typed_before_log_in(client, f"{PEOPLE}aendern/", person=one.pk, **typed)
    as_(client, make_member(entry, "signatory"))
    (opened,) = [detail for detail in by_class(page(client, PEOPLE), "folded") if "open" in detail.attrib]
    assert [field.get("value") for field in opened.iter("input") if field.get("type") == "date"] == [day]
    assert change(client, one, "editor", day) == PEOPLE
    assert not [detail for detail in by_class(page(client, PEOPLE), "folded") if "open" in detail.attrib]


def test_somebody_is_invited_and_the_invitation_taken_back(client, entry):
    as_(client, make_member(entry, "signatory"))
    assert act(client, f"{PEOPLE}einladen/", email="ada@example.org", role="editor", language="ar") == PEOPLE
    assert "ada@example.org" in text(page(client, PEOPLE))
    token = Invitation.objects.get().token
    assert act(client, f"{PEOPLE}einladung-zuruecknehmen/", invitation=token) == PEOPLE
    assert "ada@example.org" not in text(page(client, PEOPLE))
    assert client.post(f"{PEOPLE}einladung-zuruecknehmen/", {"invitation": "x"}).status_code == 404


def test_leaving_ends_today(client, entry):
    user = make_member(entry)
    assert "Leave the association?" in text(page(as_(client, user), f"{HOME}verlassen/"))
    assert speaks_for(user, entry)
    assert act(client, f"{HOME}verlassen/") == "/konto/"
    assert Membership.objects.get().until == timezone.localdate()
    assert client.get(HOME).status_code == 404


def test_the_last_signatory_leaves_only_after_a_tick(client, entry):
    user = make_member(entry, "signatory")
    assert "You are the last one" in text(page(as_(client, user), f"{HOME}verlassen/"))
    assert "nobody would be entitled" in text(act(client, f"{HOME}verlassen/"))
    assert act(client, f"{HOME}verlassen/", knowingly="on") == "/konto/"
    assert list(people.without_signatory()) == [entry]


def test_a_board_hands_over_on_one_page(client, entry):
    old, new = make_member(entry, "signatory"), make_member(entry).memberships.get()
    today = str(timezone.localdate())
    path = f"{HOME}vorstandswechsel/"
    as_(client, old)
    assert "nobody would be entitled" in text(act(client, path, email="ada@example.org", until=today))
    assert Invitation.objects.count() == 0
    assert act(client, path, successors=[new.pk], email="ada@example.org", until=today) == "/konto/"
    invited = Invitation.objects.get()
    assert (signs_for(new.user, entry), speaks_for(old, entry), invited.role) == (True, False, "signatory")


def test_a_change_of_the_board_that_was_typed_without_log_in_is_offered_after_it(client, entry):
    path = f"{HOME}vorstandswechsel/"
    client.post(english(path), {"email": "ada@example.org"})
    form = page(as_(client, make_member(entry, "signatory")), path)
    assert [one.get("value") for one in form.iter("input") if one.get("name") == "email"] == ["ada@example.org"]


def test_a_change_of_the_board_without_anything_is_asked_again(client, entry):
    refused = act(as_(client, make_member(entry, "signatory")), f"{HOME}vorstandswechsel/", until="")
    assert "Choose who signs from now on" in text(refused)

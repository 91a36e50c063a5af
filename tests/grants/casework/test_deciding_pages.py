"""The pages on which decisions are prepared, looked at, released and taken back, one by one and many at once."""

from decimal import Decimal

import pytest
from django.urls import reverse

from grants.casework import pots
from grants.models import Application, Decision, Notice
from tests.factories import make_user
from tests.grants.cases import case_worker, head, published_call, second_person, signatory_of, tied_case_worker
from tests.grants.casework.decisions import fresh, make_decidable, prepared
from tests.office import let_in

pytestmark = pytest.mark.django_db
State, Kind = Application.State, Decision.Kind
AWARD = {
    "amount": "375,00",
    "financing": "deficit",
    "period_from": "2027-03-01",
    "period_until": "2027-06-30",
    "report_due_on": "2027-12-30",
    "reasons": "Das Projekt wird gebraucht.",
}
LIST = "/en/admin/grants/decision/"


def page(application, word, *more):
    return "/en" + reverse(f"admin:grants_application_{word}", args=[application.pk, *more]).removeprefix("/en")


def ranking(call, word="ranking"):
    return "/en" + reverse(f"admin:grants_call_{word}", args=[call.pk]).removeprefix("/en")


def texts(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def worker(client):
    return let_in(client, case_worker())


@pytest.fixture
def call():
    return published_call(pot=Decimal(1000))


# One


def test_the_form_begins_with_the_proposal_and_shows_the_pot(worker, call):
    html = worker.get(page(make_decidable(call), "decide", "award")).content.decode()
    assert 'value="375,00"' in html
    assert 'value="2027-12-30"' in html
    assert "€1,000.00" in html


def test_an_award_is_prepared_and_looked_at(worker, call):
    application = make_decidable(call)
    answer = worker.post(page(application, "decide", "award"), AWARD, follow=True)
    assert answer.redirect_chain == [(page(application, "release"), 302)]
    decision = application.decisions.get()
    assert (decision.kind, decision.amount, pots.of(call).reserved) == (Kind.AWARD, 375, 375)
    assert "You have prepared it yourself" not in answer.content.decode()
    assert "This is for a second person who decides." in answer.content.decode()


@pytest.mark.parametrize(
    "wrong, told",
    [
        ({"amount": "375,01"}, "at most €375.00"),
        ({"amount": "0"}, "Enter more than 0"),
        ({"amount": "viel"}, "Enter an amount such as"),
        ({"reasons": " "}, "Write the reasons. The applicant reads them."),
        ({"period_until": "2027-02-01"}, "The end is before the beginning."),
        ({"report_due_on": "2027-06-01"}, "The report is due after the end."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(worker, call, wrong, told):
    application = make_decidable(call)
    answer = worker.post(page(application, "decide", "award"), AWARD | {"note": "Getippt"} | wrong)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert told in html
    assert "Getippt" in html
    assert not application.decisions.exists()


def test_the_pot_that_is_empty_is_told_in_words(worker):
    call = published_call(pot=Decimal(300))
    answer = worker.post(page(make_decidable(call), "decide", "award"), AWARD)
    assert answer.status_code == 422
    assert "There is not so much money in the pot: €300.00 are left" in answer.content.decode()


@pytest.mark.parametrize("kind", ["waiting", "rejection"])
def test_waiting_list_and_rejection_need_reasons(worker, kind):
    application = make_decidable()
    assert worker.post(page(application, "decide", kind), {"reasons": ""}).status_code == 422
    worker.post(page(application, "decide", kind), {"reasons": "Darum."})
    assert application.decisions.get().kind == kind


def test_what_cannot_be_prepared_leads_back_to_the_case(worker):
    application = make_decidable()
    for kind in ("revocation", "partial", "nothing"):
        assert worker.get(page(application, "decide", kind)).status_code in (302, 404)
    prepared(application)
    assert worker.get(page(application, "decide", "award")).status_code == 302


def test_the_second_person_sees_what_goes_out_and_releases_it(client):
    application = make_decidable()
    decision, reader = prepared(application), signatory_of(application)
    let_in(client, second_person())
    html = client.get(page(application, "release")).content.decode()
    assert str(reader) in html
    assert "Release the award" in html
    letter = client.get(page(application, "decision_pdf"))
    assert (letter["Content-Type"], letter.content[:5]) == ("application/pdf", b"%PDF-")
    client.post(page(application, "release"), {"decision": decision.pk})
    assert (fresh(application).state, Notice.objects.count()) == (State.AWARDED, 1)


def test_only_what_was_looked_at_is_released(client):
    application = make_decidable()
    seen = prepared(application)
    user = second_person()
    let_in(client, user)
    client.post(page(application, "take_back"), {"decision": seen.pk})
    other = prepared(application, Kind.REJECTION)
    answer = client.post(page(application, "release"), {"decision": seen.pk}, follow=True)
    assert any("released or taken back meanwhile" in one for one in texts(answer))
    assert client.post(page(application, "release"), {"decision": "x"}).status_code == 404
    assert (fresh(other).released_at, fresh(application).state) == (None, State.DECIDING)


def test_who_prepared_it_can_take_it_back(worker, call):
    application = make_decidable(call)
    decision = prepared(application)
    worker.post(page(application, "take_back"), {"decision": decision.pk})
    assert fresh(decision).cancelled_at
    assert pots.of(call).left == 1000
    assert worker.get(page(application, "take_back")).status_code == 405


def test_for_whoever_is_tied_to_the_association_there_is_nothing(client):
    application = make_decidable()
    decision = prepared(application)
    let_in(client, tied_case_worker(application))
    for word in ("release", "decision_pdf", "take_back"):
        assert client.post(page(application, word), {"decision": decision.pk}).status_code == 404
    assert application.reference not in client.get(LIST).content.decode()
    assert fresh(decision).cancelled_at is None


# Many


def choose(*decisions, **more):
    return {"action": "release", "_selected_action": [one.pk for one in decisions], **more}


def test_the_list_shows_first_what_waits(client):
    old, new = prepared(make_decidable()), prepared(make_decidable())
    let_in(client, second_person())
    client.post(page(new.application, "take_back"), {"decision": new.pk})
    assert [one.pk for one in client.get(LIST).context["cl"].result_list] == [old.pk, new.pk]
    assert [one.pk for one in client.get(LIST + "?waits=cancelled").context["cl"].result_list] == [new.pk]


def test_many_are_released_after_a_look_at_all_of_them(client, call):
    user = head()
    let_in(client, user)
    others = [prepared(make_decidable(call)), prepared(make_decidable(), Kind.REJECTION)]
    own = prepared(make_decidable(call), user=user)
    asked = client.post(LIST, choose(*others, own)).content.decode()
    assert all(one.application.reference in asked for one in (*others, own))
    assert "You have prepared it yourself" in asked
    assert not Decision.objects.released().exists()
    answer = client.post(LIST, choose(*others, own, confirmed="yes"), follow=True)
    assert texts(answer) == [
        "2 decisions are released.",
        f"{own.application.reference}: You have prepared it yourself. Another person releases it.",
    ]
    assert set(Decision.objects.released()) == set(others)


def test_only_who_may_release_is_offered_it(client, call):
    decision = prepared(make_decidable(call))
    let_in(client, case_worker())
    client.post(LIST, choose(decision, confirmed="yes"))
    assert fresh(decision).released_at is None


# The ranking


def rows(answer):
    return [row.application.pk for row in answer.context["division"].rows]


def test_the_line_stands_where_the_money_ends_and_can_be_moved(worker, call):
    cases = [make_decidable(call) for _one in range(3)]
    division = worker.get(ranking(call)).context["division"]
    assert ([row.application for row in division.rows], division.line) == (cases, 2)
    assert (division.given, division.left, division.missing) == (750, 250, 0)
    moved = worker.get(ranking(call) + "?bis=3").context["division"]
    assert (moved.given, moved.left, moved.missing) == (1125, -125, 125)
    none = worker.get(ranking(call) + "?bis=0").context["division"]
    assert (none.given, none.left) == (0, 1000)
    assert worker.get(ranking(call) + "?bis=99999999").status_code == 200


def test_what_is_reserved_already_is_not_counted_twice(worker, call):
    cases = [make_decidable(call) for _one in range(3)]
    prepared(cases[0])
    division = worker.get(ranking(call)).context["division"]
    assert (division.pot.reserved, division.line, division.given, division.left) == (375, 2, 750, 250)


def test_hidden_cases_are_not_listed_but_their_money_counts(client, call):
    hidden, seen = make_decidable(call), make_decidable(call)
    prepared(hidden)
    let_in(client, tied_case_worker(hidden))
    answer = client.get(ranking(call))
    assert rows(answer) == [seen.pk]
    assert answer.context["division"].pot.reserved == 375
    assert hidden.reference not in answer.content.decode()


def sent(*wishes, **common):
    """What the browser sends of (application, kind, amount, reasons) each, and of the common reasons."""
    found = dict(common)
    for application, *values in wishes:
        names = [f"{application.pk}-{name}" for name in ("kind", "amount", "reasons")]
        found |= dict(zip(names, values, strict=True))
    return found


def test_many_are_prepared_with_common_or_own_reasons(worker, call):
    first, second, third = (make_decidable(call) for _one in range(3))
    html = worker.get(ranking(call, "prepare") + "?bis=2&rest=waiting").content.decode()
    assert html.count('<option value="award" selected>') == 2
    assert html.count('<option value="waiting" selected>') == 1
    data = sent(
        (first, "award", "375", ""), (second, "award", "100", "Nur ein Teil."), (third, "waiting", "", ""),
        awards="Gut.", others="Kein Geld.",
    )  # fmt: skip
    answer = worker.post(ranking(call, "prepare") + "?bis=2", data, follow=True)
    assert texts(answer) == ["3 decisions are prepared."]
    found = Decision.objects.order_by("application_id").values_list("kind", "amount", "reasons")
    assert list(found) == [("award", 375, "Gut."), ("partial", 100, "Nur ein Teil."), ("waiting", 0, "Kein Geld.")]


def test_nothing_is_prepared_while_something_is_wrong(worker, call):
    first, second = make_decidable(call), make_decidable(call)
    data = sent((first, "award", "400", ""), (second, "rejection", "", ""), awards="Gut.", others="")
    answer = worker.post(ranking(call, "prepare"), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "at most €375.00" in html
    assert "Write the reasons, here or above for all." in html
    assert 'value="400"' in html
    assert not Decision.objects.exists()


def test_what_the_pot_is_not_enough_for_is_told_and_the_rest_is_prepared(worker, call):
    cases = [make_decidable(call) for _one in range(3)]
    data = sent(*((one, "award", "375", "") for one in cases), awards="Gut.")
    answer = worker.post(ranking(call, "prepare") + "?bis=3", data, follow=True)
    assert texts(answer)[0] == "2 decisions are prepared."
    assert texts(answer)[1].startswith(f"{cases[2].reference}: There is not so much money in the pot")
    assert pots.of(call).reserved == 750


def test_what_is_decided_later_is_left_alone(worker, call):
    data = sent((make_decidable(call), "later", "375", ""))
    answer = worker.post(ranking(call, "prepare"), data, follow=True)
    assert texts(answer) == ["Nothing was prepared."]


def test_the_second_person_cannot_prepare(client, call):
    application = make_decidable(call)
    for user in (second_person(), make_user("Redaktion")):
        let_in(client, user)
        client.post(ranking(call, "prepare"), sent((application, "award", "375", ""), awards="Gut."))
        client.post(page(application, "decide", "award"), AWARD)
    assert not Decision.objects.exists()

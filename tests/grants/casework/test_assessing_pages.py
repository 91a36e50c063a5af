"""The pages of the assessment in the case file: nothing that was typed is lost, and nobody overwrites a colleague."""

from decimal import Decimal

import pytest
from django.urls import reverse

from grants.casework import assessing, scoring
from grants.models import Application, Appraisal, Conflict
from tests.grants.cases import State, case_worker, make_case, second_person, tied_case_worker
from tests.members import english
from tests.office import let_in
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
FEW = "Fewer hours."


@pytest.fixture
def case(db):
    return make_case(State.ASSESSING)


@pytest.fixture
def worker(db):
    return case_worker()


@pytest.fixture
def office(client, worker):
    return let_in(client, worker)


def address(application, name):
    return english(reverse(f"admin:grants_application_{name}", args=[application.pk]))


def read(client, application, name):
    return main(tree(client.get(address(application, name))))


def fields(page):
    """{name: what stands in it} of the form as a browser would send it."""
    found = {one.get("name"): one.get("value", "") for one in page.iter("input") if one.get("type") != "radio"}
    found |= {one.get("name"): one.get("value") for one in page.iter("input") if one.get("checked") is not None}
    found |= {one.get("name"): (one.text or "").strip("\n") for one in page.iter("textarea")}
    return {name: value for name, value in found.items() if name and name != "csrfmiddlewaretoken"}


def send(client, application, name, typed):
    return client.post(address(application, name), typed)


def errors(page):
    return [text(one).removeprefix("Error: ") for one in by_class(page, "error")]


def lines(application):
    return list(application.budget_lines.filter(side="expense"))


def of_lines(application, *wanted):
    """What is typed for the cost lines: (recognised, reason) of each."""
    pairs = zip(lines(application), wanted, strict=True)
    return {f"{name}-{line.pk}": value for line, pair in pairs for name, value in zip(NAMES, pair, strict=True)}


NAMES = ("recognised", "reason")


def cut_typed(client, application, *wanted):
    return fields(read(client, application, "cuts")) | of_lines(application, *wanted)


# Cutting the cost


def test_cuts_are_typed_in_german_notation_and_read_again(office, case):
    answer = send(office, case, "cuts", cut_typed(office, case, ("450", FEW), ("1.000,00", "Too dear.")))
    assert (answer.status_code, answer["Location"]) == (302, address(case, "change") + "#plan")
    assert [one.recognised for one in lines(case)] == [Decimal("450.00"), Decimal("1000.00")]
    page = read(office, case, "cuts")
    assert of_lines(case, ("450,00", FEW), ("1000,00", "Too dear.")).items() <= fields(page).items()


def test_after_saving_the_page_shows_what_the_plan_comes_to(office, case, worker):
    assessing.cut(case, {lines(case)[1].pk: (Decimal("1000.00"), "Too dear.")}, worker)
    page = read(office, case, "cuts")
    row = next(one for one in page.iter("tr") if one.get("class") == "of-highest")
    assert [text(one) for one in row] == ["Highest possible grant", "€375.00", "€140.50"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("450", ""), ["Say why less is recognised."]),
        (("600,01", FEW), ["No more than was asked for: €600.00."]),
        (("", FEW), ["All of it is recognised. Enter less, or leave the reason empty."]),
        (("600", FEW), ["All of it is recognised. Enter less, or leave the reason empty."]),
        (("-1", FEW), ["Enter the amount without a minus."]),
        (("450", "x" * 251), ["1 character too long."]),
    ],
)
def test_what_does_not_go_is_said_beside_the_field_and_kept(typed, told, office, case):
    everything = cut_typed(office, case, typed, ("1000", "Too dear."))
    answer = send(office, case, "cuts", everything)
    page = main(tree(answer))
    assert (answer.status_code, errors(page)) == (422, told)
    assert fields(page) == everything
    assert [one.recognised for one in lines(case)] == [None, None]


def test_all_lines_are_saved_or_none(office, case):
    send(office, case, "cuts", cut_typed(office, case, ("450", FEW), ("1000", "")))
    assert [one.recognised for one in lines(case)] == [None, None]


def test_two_who_cut_at_once_see_both_values_and_lose_nothing(office, case):
    mine = cut_typed(office, case, ("450", FEW), ("", ""))
    assessing.cut(case, {lines(case)[0].pk: (Decimal("300.00"), "Half of it.")}, case_worker(first_name="Fatma"))
    answer = send(office, case, "cuts", mine)
    page = main(tree(answer))
    assert answer.status_code == 409
    assert [text(one) for one in by_class(page, "cut-note")] == ["Saved meanwhile: €300.00: Half of it."]
    again = fields(page)
    assert {name: value for name, value in again.items() if name != "seen"} == {
        name: value for name, value in mine.items() if name != "seen"
    }
    assert lines(case)[0].recognised == Decimal("300.00")
    assert send(office, case, "cuts", again).status_code == 302
    assert lines(case)[0].recognised == Decimal("450.00")


def test_the_same_sent_twice_is_no_quarrel(office, case):
    mine = cut_typed(office, case, ("450", FEW), ("", ""))
    assert [send(office, case, "cuts", mine).status_code for _twice in range(2)] == [302, 302]


@pytest.mark.parametrize("name", ["cuts", "appraisal", "scores"])
def test_outside_the_assessment_the_pages_say_that_nothing_can_be_changed(name, office):
    page = read(office, make_case(State.DECIDING), name)
    assert "ready for the decision" in text(by_class(page, "notice")[0])
    assert [one for one in page.iter("button") if one.get("type") == "submit"] == []


def test_what_was_typed_stays_when_the_assessment_ended_meanwhile(office, case):
    mine = cut_typed(office, case, ("450", FEW), ("", ""))
    Application.objects.filter(pk=case.pk).update(state=State.DECIDING)
    answer = send(office, case, "cuts", mine)
    assert answer.status_code == 409
    assert of_lines(case, ("450", FEW), ("", "")).items() <= fields(main(tree(answer))).items()
    assert lines(case)[0].recognised is None


# The appraisal


def appraisal_typed(client, application, **typed):
    return fields(read(client, application, "appraisal")) | typed


def test_an_appraisal_begins_with_the_calls_type_and_the_most_that_is_possible(office, case):
    found = fields(read(office, case, "appraisal"))
    assert (found["financing"], found["amount"]) == ("deficit", "375,00")


def test_each_type_says_its_highest_grant(office, case, worker):
    assessing.cut(case, {lines(case)[1].pk: (Decimal("1000.00"), "Too dear.")}, worker)
    labels = [text(one) for one in read(office, case, "appraisal").iter("label")]
    assert labels[0] == "part of the deficit, as the call says – highest possible grant €140.50"
    assert len([one for one in labels if "highest possible grant" in one]) == 4


def test_an_appraisal_is_saved(office, case, worker):
    typed = appraisal_typed(office, case, amount="120,50", need="Nobody else does it.")
    assert send(office, case, "appraisal", typed).status_code == 302
    found = Appraisal.objects.get()
    assert (found.amount, found.need, found.by) == (Decimal("120.50"), "Nobody else does it.", worker)


def test_too_much_is_said_with_the_figure_and_kept(office, case):
    typed = appraisal_typed(office, case, amount="375,01", note="Please.")
    answer = send(office, case, "appraisal", typed)
    page = main(tree(answer))
    assert (answer.status_code, fields(page)) == (422, typed)
    assert errors(page) == ["With “part of the deficit” at most €375.00 are possible."]


def test_two_who_appraise_at_once_see_both_and_lose_nothing(office, case):
    mine = appraisal_typed(office, case, amount="120,50", need="Nobody else does it.")
    other = case_worker(first_name="Fatma")
    assessing.appraise(case, other, financing="full", amount=Decimal("200.00"), need="Because.")
    answer = send(office, case, "appraisal", mine)
    page = main(tree(answer))
    assert answer.status_code == 409
    assert "€200.00" in text(by_class(page, "case-appraisal")[0])
    again = fields(page)
    assert (again["amount"], again["need"]) == ("120,50", "Nobody else does it.")
    assert Appraisal.objects.get().amount == Decimal("200.00")
    assert send(office, case, "appraisal", again).status_code == 302
    assert Appraisal.objects.get().amount == Decimal("120.50")


# Scores


def test_scores_are_typed_with_a_justification_and_may_be_given_in_parts(office, case, worker):
    typed = {"points-bedarf": "4", "why-bedarf": "Much is missing.", "why-wirkung": ""}
    assert send(office, case, "scores", typed).status_code == 302
    found = {key: (one.points, one.justification) for key, one in scoring.own(case, worker).items()}
    assert found == {"bedarf": (4, "Much is missing.")}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"points-bedarf": "4"}, "Say why. Others will read it."),
        ({"why-bedarf": "Much is missing."}, "Choose the points."),
    ],
)
def test_points_and_justification_belong_together(typed, told, office, case):
    answer = send(office, case, "scores", typed)
    assert (answer.status_code, errors(main(tree(answer)))) == (422, [told])
    assert typed.items() <= fields(main(tree(answer))).items()
    assert case.scores.count() == 0


def test_what_was_given_can_be_changed_but_not_taken_away(office, case, worker):
    scoring.score(case, worker, {"bedarf": (4, "Much.")})
    answer = send(office, case, "scores", {"why-bedarf": ""})
    assert errors(main(tree(answer))) == ["Choose the points.", "Say why. Others will read it."]
    assert case.scores.get().points == 4


def test_points_above_the_scale_are_refused(office, case):
    answer = send(office, case, "scores", {"points-bedarf": "6", "why-bedarf": "More than full."})
    assert (answer.status_code, case.scores.count()) == (422, 0)


# The case file


def panel(client, application, key):
    """The part of the case file, None where it is not there."""
    page = read(client, application, "change")
    return next((one for one in page.iter("section") if one.get("id") == key), None)


def test_the_file_shows_others_scores_only_after_ones_own(office, case, worker):
    everything = {key: (3, "Middling indeed.") for key in ("bedarf", "wirkung")}
    scoring.score(case, second_person(), everything)
    hidden = text(panel(office, case, "scores"))
    assert ("Middling" in hidden, "60" in hidden) == (False, False)
    scoring.score(case, worker, {key: (5, "Fully.") for key in everything})
    shown = text(panel(office, case, "scores"))
    assert ("Middling" in shown, "80.0 % of the points" in shown) == (True, True)


def test_the_file_shows_the_cut_with_its_reason_and_the_appraisal(office, case, worker):
    assessing.cut(case, {lines(case)[0].pk: (Decimal("450.00"), FEW)}, worker)
    assessing.appraise(case, worker, financing="deficit", amount=Decimal("100.00"), need="Nobody else does it.")
    assert FEW in text(panel(office, case, "plan"))
    assert "Nobody else does it." in text(panel(office, case, "appraisal"))


@pytest.mark.parametrize("name", ["cuts", "appraisal", "scores"])
def test_for_somebody_who_is_tied_the_pages_do_not_exist(name, client, case):
    assert let_in(client, tied_case_worker(case)).get(address(case, name)).status_code == 404
    declared = case_worker(first_name="Fatma")
    Conflict.objects.create(user=declared, organisation=case.organisation)
    assert let_in(client, declared).post(address(case, name), {}).status_code == 404


def test_who_only_decides_scores_but_neither_cuts_nor_appraises(client, case):
    let_in(client, second_person())
    opened = {name: client.get(address(case, name)).status_code for name in ("cuts", "appraisal", "scores")}
    assert opened == {"cuts": 403, "appraisal": 403, "scores": 200}

"""The page of the cost and financing plan: what it shows while it is written and once it is saved is the same."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from grants import publishing, writing
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_application, make_call
from tests.grants.planning import cost, income, typed
from tests.members import as_, english
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
LINES = {"costs": [cost("honorare", "Leitung", "8", "50"), cost(amount="100")], "income": [income(amount="125")]}


@pytest.fixture
def application():
    return make_application(make_organisation(), make_call(costs=("Honorare", "Material")))


@pytest.fixture
def member(client, application):
    return as_(client, make_member(application.organisation))


def address(application):
    return english(reverse("grants:section", args=[application.handle, "plan"]))


def send(client, application, action="list", **lines):
    return client.post(address(application), {**typed(**lines).dict(), "seen": "0", "action": action})


def figures(page):
    """{label: value} of the summary."""
    return {text(one.find("dt")): text(one.find("dd")) for one in by_class(page, "plan-figure")}


def notes(page):
    """{id: words} of all that is said at lines, tables and the requested sum."""
    found = [one for name in ("plan-notes", "plan-remarks") for one in by_class(page, name)]
    return {one.get("id"): text(one) for one in found if text(one)}


def saved(application):
    data = writing.typed_of(application, "plan")
    return data and data.dict()


def test_the_sums_are_shown_without_saving_anything(member, application):
    page = tree(send(member, application, "sums", **LINES, requested="400"))
    assert figures(page) == {
        "Cost": "€500.00",
        "Income of the project": "€0.00",
        "Own money": "€125.00",
        "Deficit": "€500.00",
        "Share of the deficit": "75%",
        "At most": "€500.00",
        "Highest possible grant": "€375.00",
        "Requested sum": "€400.00",
        "Too much": "€25.00",
    }
    assert notes(page)["kosten-0-notes"] == "8 × €50.00 are €400.00."
    assert notes(page)["requested-notes"].endswith("There is €25.00 more money than the project costs.")
    assert saved(application) is None


amounts = st.decimals(0, 900, places=2).map(lambda number: str(number).replace(".", ",")) | st.sampled_from(["", "x"])
lines = st.lists(st.tuples(st.sampled_from(["honorare", "material", ""]), amounts, amounts, amounts), max_size=4)


@settings(max_examples=10)
@given(lines=lines, own=amounts, requested=amounts)
def test_the_live_sums_are_those_of_the_saved_page(member, application, lines, own, requested):
    plan = {
        "costs": [cost(kind, "Stoff", *numbers) for kind, *numbers in lines],
        "income": [income(amount=own)],
        "requested": requested,
    }
    live = tree(send(member, application, "sums", **plan))
    application.sections.all().delete()
    send(member, application, **plan)
    page = tree(member.get(address(application)))
    assert figures(page) == figures(live)
    # Lines that stayed empty are not shown again.
    assert notes(page) == notes(live)


def test_the_highest_possible_sum_is_taken_on_request(member, application):
    answer = send(member, application, "highest", **LINES, requested="5")
    assert answer.headers["Location"] == f"{address(application)}#id_requested"
    assert saved(application)["requested"] == "375,00"
    page = main(tree(member.get(address(application))))
    assert [text(one) for one in by_class(page, "good")] == ["Cost and money are equal."]


def test_more_lines_are_saved_lines_and_three_empty_ones(member, application):
    answer = send(member, application, "more-kosten", **LINES)
    assert answer.headers["Location"] == f"{address(application)}#id_kosten"
    html = member.get(address(application)).content.decode()
    found = {name for name in re.findall(r'name="(kosten-\d+-label)"', html)}
    assert found == {f"kosten-{number}-label" for number in range(5)}


def test_what_cannot_be_read_stays_and_is_told_at_its_field(member, application):
    answer = send(member, application, costs=[cost(amount="12.50")])
    assert answer.status_code == 422
    page = main(tree(answer))
    field = next(one for one in page.iter("input") if one.get("name") == "kosten-0-amount")
    assert (field.get("value"), field.get("aria-invalid")) == ("12.50", "true")
    told = next(one for one in page.iter() if one.get("id") == field.get("aria-describedby"))
    assert "Write cents behind a comma" in text(told)
    assert saved(application)["kosten-0-amount"] == "12.50"


def errors(page):
    """{name of the field: what is wrong with it}"""
    found = by_class(page, "plan-wrong")
    return {one.get("id").removeprefix("id_").removesuffix("_error"): text(one) for one in found if text(one)}


def test_while_typing_what_is_wrong_is_told_and_taken_back_at_the_field(member, application):
    wrong = tree(send(member, application, "sums", costs=[cost(amount="12.50")], requested="x"))
    assert errors(wrong) == {
        "kosten-0-amount": "Error: Write cents behind a comma, for example 12,50. A dot groups thousands.",
        "requested": "Error: Enter an amount such as 250 or 1.250,50.",
    }
    mended = tree(send(member, application, "sums", costs=[cost(amount="12,50")], requested="5"))
    assert errors(mended) == {}
    places = {one.get("id"): one.get("data-hx-swap-oob") for one in by_class(mended, "plan-wrong")}
    assert places["id_kosten-0-amount_error"] == places["id_requested_error"] == "innerHTML"


def test_while_typing_what_is_only_missing_is_no_error(member, application):
    live = tree(send(member, application, "sums", costs=[cost()], requested=""))
    assert errors(live) == {}
    assert notes(live)["kosten-0-notes"] == "Still missing: Amount"


def test_further_lines_are_sent_again_with_the_page(member, application):
    send(member, application, costs=[cost(amount="1")] * 101)
    assert saved(application)["kosten-100-amount"] == "1"
    page = main(tree(member.get(address(application))))
    hidden = {one.get("name"): one.get("value") for one in page.iter("input") if one.get("type") == "hidden"}
    assert (hidden["kosten-100-amount"], hidden["kosten-100-category"]) == ("1", "material")
    assert "At most 100 lines count" in notes(page)["kosten-notes"]


def test_every_line_and_field_has_a_name_and_says_where_its_notes_are(member, application):
    send(member, application, **LINES)
    page = main(tree(member.get(address(application))))
    ids = {one.get("id") for one in page.iter()}
    labelled = {one.get("for") for one in page.iter("label")}
    fields = [one for tag in ("input", "select") for one in page.iter(tag) if one.get("type") != "hidden"]
    assert {one.get("id") for one in fields} == labelled
    described = {name for one in page.iter() for name in one.get("aria-describedby", "").split()}
    assert described - ids == set()
    assert all(text(line.find("legend")) for line in by_class(page, "plan-line"))


def test_saving_works_in_any_state(member, application):
    answer = send(member, application, costs=[cost(amount="100")], requested="5000")
    assert answer.status_code == 302
    assert saved(application)["requested"] == "5000"


def test_strangers_find_no_sums(client, application):
    as_(client, make_member(make_organisation()))
    assert send(client, application, "sums", **LINES).status_code == 404


def test_the_help_says_how_far_a_category_counts(client):
    call = make_call(publish=False)
    call.cost_categories.create(key="essen", name="Essen", cap=Decimal(200), example="Obst", position=9)
    publishing.publish(call, None)
    call.refresh_from_db()
    application = make_application(make_organisation(), call)
    as_(client, make_member(application.organisation))
    helped = by_class(main(tree(client.get(address(application)))), "plan-categories")[0]
    assert [text(one) for one in helped.iter("dd")] == ["", "", "Example: Obst counts up to €200.00"]

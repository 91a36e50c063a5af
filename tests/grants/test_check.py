"""The check before the log-in, as somebody uses it who has no account."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from grants import publishing
from grants.models import Call
from tests.grants.factories import make_call
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
RULES = {
    "legal_forms": ["ev"],
    "register_court": "Darmstadt",
    "charitable": True,
    "limit": 1,
    "period": "quarter",
    "lead_days": 14,
    "own_share": Decimal(10),
    "voluntary_rate": Decimal(10),
    "contact_name": "Erika Anis",
    "contact_email": "anis@example.org",
}
CHOICES = {"legal_form": "ev", "register": "yes", "charitable": "yes", "local": "yes", "begun": "no"}
COST = {"eligible_cost": "800", "other_cost": "50", "income": "100", "own": "150", "hours": "2,5", "requested": "500"}
OTHER_FORM = "Your legal form is not in our list. We look at it together with you."
LIVE = {"HTTP_HX_REQUEST": "true"}


def url(call):
    return f"/en/foerderung/{call.slug}/check/"


@pytest.fixture
def call():
    return make_call(**RULES)


def fitting(**more):
    begins = timezone.localdate() + timedelta(days=30)
    days = {"begins_on": begins.isoformat(), "ends_on": begins.isoformat()}
    return CHOICES | days | {"used": "0"} | COST | more


def check(client, call, **typed):
    return client.post(url(call), fitting(**typed))


def answer(response):
    return next(one for one in main(tree(response)).iter("div") if one.get("id") == "check-result")


def big_word(response):
    return [text(one) for one in by_class(answer(response), "check-word")]


def rules(response):
    """[(verdict, reason)] as they are read."""
    lines = by_class(answer(response), "check-verdict")
    return [(text(line.find("strong")), text(line.find("span"))) for line in lines]


def names(response):
    fields = [one.get("name") for one in main(tree(response)).iter("input")]
    return [*dict.fromkeys(name for name in fields if name and name != "csrfmiddlewaretoken")]


def test_only_what_the_rules_need_is_asked(client, call):
    plain = make_call(local=False, not_begun=False)
    money = ["eligible_cost", "other_cost", "income", "own", "requested"]
    assert names(client.get(url(plain))) == money
    assert names(client.get(url(call))) == [
        *("legal_form", "register", "charitable", "used", "local", "begun", "begins_on"),
        *money[:4],
        "hours",
        "requested",
    ]


def test_every_question_has_help_with_an_example_or_a_word_what_is_meant(client, call):
    page = main(tree(client.get(url(call))))
    fields = [one for one in by_class(page, "field") if one.get("id", "").startswith("div_id_")]
    assert [one.get("id") for one in fields if not by_class(one, "hint")] == []


def test_yes_with_the_sum_and_how_it_came_about(client, call):
    response = check(client, call)
    assert (response.status_code, big_word(response)) == (200, ["Yes"])
    assert [verdict for verdict, _reason in rules(response)] == ["Yes"] * 11
    assert [text(one) for one in by_class(answer(response), "check-sum")[0].iter("p")][:3] == [
        "Highest possible grant €500.00",
        "€800.00 of cost less €100.00 of income leave a deficit of €700.00.",
        "75% of €700.00 are €525.00; at most €500.00.",
    ]


def test_from_a_yes_one_goes_on_to_apply(client, call):
    addresses = [link.get("href") for link in answer(check(client, call)).iter("a")]
    assert addresses == [f"/en/foerderung/{call.slug}/antrag/"]


@pytest.mark.parametrize(
    ("typed", "word", "reason"),
    [
        ({"legal_form": "none"}, "No", "Your legal form is another one: group without legal form."),
        (
            {"legal_form": "other"},
            "Please ask us",
            "Your legal form is not in our list. We look at it together with you.",
        ),
        ({"register": "no"}, "No", "Your association is not in this register."),
        ({"local": "unsure"}, "Please ask us", "It is not clear yet whether your project concerns Darmstadt."),
        ({"used": "1"}, "No", "Your association has 1 other application that counts."),
        ({"used": ""}, "Please ask us", "It is not known yet how often your association has applied."),
        ({"own": "0", "hours": ""}, "No", "Needed are €85.00, you contribute €0.00."),
        ({"eligible_cost": "", "own": "90", "requested": ""}, "No", "There is no eligible cost in the plan."),
    ],
)
def test_another_answer_names_its_reason_and_whom_to_ask(client, call, typed, word, reason):
    response = check(client, call, **typed)
    assert (response.status_code, big_word(response)) == (200, [word])
    assert [text for verdict, text in rules(response) if verdict != "Yes"] == [reason]
    assert [text(one) for one in by_class(answer(response), "whom")] == ["Erika Anis anis@example.org"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, []),
        ({"requested": "500,01"}, ["Request at most €500.00."]),
        ({"income": "800"}, ["With these sums no grant is possible."]),
    ],
)
def test_a_sum_too_high_excludes_nobody_but_says_how_much_to_request(client, call, typed, said):
    response = check(client, call, **typed)
    assert big_word(response) == ["Yes"]
    assert [text(one) for one in by_class(answer(response), "check-most")] == said


def test_each_rule_names_itself_and_the_paper_that_settles_it(client, call):
    register = by_class(answer(check(client, call)), "check-rules")[0][1]
    assert [text(one) for one in register.iter("p")] == [
        "Yes Your association is in this register.",
        "Rule: The organisation must be entered in the register of associations of Darmstadt.",
        "This paper settles it: extract from the register",
    ]


def test_a_verdict_is_never_colour_alone(client, call):
    for line in by_class(answer(check(client, call, local="no", charitable="unsure")), "check-verdict"):
        assert [len([*line.iter("svg")]), bool(text(line.find("strong")))] == [1, True]


def test_unanswered_questions_stand_beside_their_fields_and_what_was_typed_stays(client, call):
    typed = {"own": "12.50", "begins_on": "Ende Mai", "income": "100"}
    response = client.post(url(call), CHOICES | typed | {"local": ""})
    page = main(tree(response))
    wrong = {one.get("id"): [text(p) for p in by_class(one, "error")] for one in by_class(page, "has-error")}
    assert response.status_code == 422
    assert wrong == {
        "div_id_local": ["Error: Choose an answer. If you do not know, choose “not sure”."],
        "div_id_begins_on": ["Error: Write the day like this: 31.12.2030."],
        "div_id_own": ["Error: Write cents behind a comma, for example 12,50. A dot groups thousands."],
    }
    values = {one.get("name"): one.get("value") for one in page.iter("input")}
    assert {name: values[name] for name in typed} == typed
    assert [one.get("value") for one in page.iter("input") if "checked" in one.attrib] == ["ev", "yes", "yes", "no"]


def test_an_end_before_the_beginning_is_told_beside_its_field(client):
    call = make_call(project_until=date(2030, 1, 1))
    typed = {"local": "yes", "begun": "no", "begins_on": "02.05.2027", "ends_on": "01.05.2027"}
    response = client.post(url(call), typed)
    assert [one.get("id") for one in by_class(main(tree(response)), "has-error")] == ["div_id_ends_on"]
    assert response.status_code == 422


def test_without_cost_the_rules_are_judged_without_money(client, call):
    response = check(client, call, **dict.fromkeys(COST, ""))
    assert (big_word(response), len(rules(response)), by_class(answer(response), "check-sum")) == (["Yes"], 8, [])


def live(client, call, **typed):
    return client.post(url(call), typed, **LIVE)


def test_while_typing_the_sum_follows_before_all_is_answered(client, call):
    response = live(client, call, eligible_cost="400", income="100", local="no")
    assert response.status_code == 200
    page = tree(response)
    assert text(by_class(page, "check-sum")[0]).startswith("Highest possible grant €225.00")
    assert [text(one) for one in by_class(page, "check-verdict")] == [
        "No Your project does not concern Darmstadt.",
        "Yes The deadline has not passed.",
        "Yes Eligible are €400.00.",
        "No Needed are €40.00, you contribute €0.00.",
    ]
    assert (by_class(page, "check-word"), len(by_class(page, "check-open")[0].findall("ul/li"))) == ([], 4)


def test_while_typing_the_answer_is_said_in_one_short_line(client, call):
    page = tree(client.post(url(call), fitting(), **LIVE))
    said = [one for one in page.iter("p") if one.get("hx-swap-oob") == "innerHTML:#check-said"]
    assert [text(one) for one in said] == ["Yes. Highest possible grant: €500.00"]


def moved(call, opens, closes):
    now = timezone.now()
    Call.objects.filter(pk=call.pk).update(opens_at=now + opens, closes_at=now + closes)
    publishing.publish(call, None, "Moved")


def test_a_closed_call_says_so_and_judges_all_the_same(client, call):
    moved(call, timedelta(days=-9), timedelta(days=-1))
    response = check(client, call)
    assert text(by_class(main(tree(response)), "warning")[0]).startswith("This call closed on ")
    assert (big_word(response), [reason for verdict, reason in rules(response) if verdict == "No"]) == (
        ["No"],
        ["The deadline has passed."],
    )


def test_a_call_that_opens_later_says_when_and_is_judged_as_on_that_day(client, call):
    moved(call, timedelta(days=20), timedelta(days=40))
    begins = {days: (timezone.localdate() + timedelta(days=days)).isoformat() for days in (33, 35)}
    response = check(client, call, begins_on=begins[35])
    assert text(by_class(main(tree(response)), "notice")[0]).startswith("This call opens on ")
    assert (big_word(response), [*answer(response).iter("a")]) == (["Yes"], [])
    assert big_word(check(client, call, begins_on=begins[33])) == ["No"]


def test_a_call_of_the_past_whose_rules_nobody_knows_has_no_check(client):
    assert client.get(url(make_call(rules_known=False))).status_code == 404


def test_a_call_that_is_not_published_has_no_check(client):
    assert client.get(url(make_call(publish=False))).status_code == 404


@pytest.mark.parametrize("headers", [{}, LIVE])
def test_nothing_is_stored(client, call, headers, caplog):
    client.get(url(call))
    with CaptureQueriesContext(connection) as queries:
        response = client.post(url(call), fitting(own="77,77"), **headers)
    writing = [one["sql"] for one in queries if not one["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE", "SET"))]
    assert (writing, {*client.cookies}, caplog.records) == ([], set(), [])
    assert "no-store" in response["Cache-Control"]


def test_a_check_needs_no_token_and_so_no_cookie(call):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(url(call), fitting()).status_code == 200


@pytest.mark.parametrize(("typed", "anchor"), [({}, "section"), ({"local": ""}, "div")])
def test_what_follows_while_typing_never_replaces_the_form(client, call, typed, anchor):
    """The button leads to the answer, or to the errors; htmx always fills the answer."""
    page = main(tree(check(client, call, **typed)))
    form = next(one for one in page.iter("form") if one.get("hx-post") is not None)
    named = {one.get("id"): one for one in page.iter() if one.get("id")}
    assert form.get("hx-target") == "#check-result"
    assert [*named["check-result"].iter("form")] == []
    assert (form.get("action"), named["antwort"].tag) == ("#antwort", anchor)


def test_answers_never_stand_in_the_address(client, call):
    form = next(one for one in main(tree(client.get(url(call)))).iter("form") if one.get("hx-post") is not None)
    assert (form.get("method"), form.get("action"), form.get("hx-post")) == ("post", "#antwort", "")
    assert big_word(client.get(f"{url(call)}?local=no")) == []

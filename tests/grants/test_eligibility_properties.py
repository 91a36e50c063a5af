"""The check before the log-in and the judgement of an application agree, whatever is answered and whatever the rules.

The same case is typed once into the check's form and once told as the answers of an application.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darmstadt_mso.lib.money import plain
from grants import publishing, terms
from grants.eligibility import facts_of_answers, facts_of_check, judge, overall
from grants.forms.checking import CheckForm
from grants.models import Application
from tests.factories import make_organisation
from tests.grants.factories import make_application, make_call

pytestmark = pytest.mark.django_db
FORMS = ["ev", "none", "ggmbh", "public", "other"]
COURTS = {"yes": "Amtsgericht Darmstadt", "no": "Frankfurt am Main", "unsure": ""}
FIRST_DAY = date(2026, 1, 1)
SENT = datetime(2026, 2, 1, tzinfo=UTC)
ANSWER = st.sampled_from(["yes", "no", "unsure"])
DAYS = st.integers(0, 400).map(lambda days: FIRST_DAY + timedelta(days=days))
AMOUNTS = st.decimals(min_value=0, max_value=3000, places=2)
PERCENT = st.none() | st.decimals(min_value=1, max_value=100, places=2)
RULES = st.fixed_dictionaries(
    {
        "legal_forms": st.lists(st.sampled_from(FORMS), unique=True, max_size=3),
        "register_court": st.sampled_from(["", "Darmstadt"]),
        **{name: st.booleans() for name in ("charitable", "local", "not_begun")},
        "lead_days": st.none() | st.integers(0, 60),
        "limit": st.none() | st.integers(1, 3),
        "project_from": st.none() | DAYS,
        "project_until": st.none() | DAYS,
        "financing": st.sampled_from(["deficit", "share", "fixed", "full"]),
        "share": st.decimals(min_value=1, max_value=100, places=2),
        "maximum": AMOUNTS,
        "own_share": PERCENT,
        "voluntary_rate": st.none() | st.just(Decimal("12.50")),
        "voluntary_share": PERCENT,
    }
)
CASES = st.fixed_dictionaries(
    {
        "legal_form": st.sampled_from(FORMS),
        **{name: ANSWER for name in ("register", "charitable", "local", "begun")},
        "days": st.lists(DAYS, min_size=2, max_size=2).map(sorted),
        "used": st.integers(0, 3),
        **{name: AMOUNTS for name in ("eligible_cost", "other_cost", "income", "own", "requested")},
        "hours": st.integers(0, 100),
    }
)
MOMENTS = st.datetimes(datetime(2026, 1, 2), datetime(2027, 1, 15), timezones=st.just(UTC))


@pytest.fixture
def application():
    """In a call with three more applications of the same association, of which a case counts as many as it says."""
    call = make_call(
        opens_at=datetime(2026, 1, 1, tzinfo=UTC), closes_at=datetime(2026, 12, 1, tzinfo=UTC), costs=["Material"]
    )
    call.cost_categories.create(key="miete", name="Miete", eligible=False)
    call.refresh_from_db()
    publishing.publish(call, None)
    call.refresh_from_db()
    organisation = make_organisation()
    for _one in range(3):
        make_application(organisation, call)
    return make_application(organisation, call)


def ruled(application, rules):
    """The application under other rules than those published."""
    found = msgspec.structs.replace(terms.of_version(application.version), **rules)
    application.version.content = terms.as_json(found)
    return found


def others_submitted(application, count):
    others = Application.objects.filter(call=application.call).exclude(pk=application.pk).order_by("pk")
    others.update(state="draft", reference=None, submitted_at=None)
    for number, other in enumerate(others[:count]):
        sent = {
            "state": "submitted",
            "reference": f"2026-ANI-{number}",
            "submitted_at": datetime(2026, 2, 1, tzinfo=UTC),
        }
        Application.objects.filter(pk=other.pk).update(**sent)


def typed(case):
    """As somebody types it into the check."""
    choices = {name: case[name] for name in ("legal_form", "register", "charitable", "local", "begun")}
    amounts = {name: plain(case[name]) for name in ("eligible_cost", "other_cost", "income", "own", "requested")}
    days = {"begins_on": case["days"][0].isoformat(), "ends_on": case["days"][1].isoformat()}
    return choices | amounts | days | {"used": str(case["used"]), "hours": str(case["hours"])}


def line(kind, amount):
    return {"kind": kind, "label": "", "amount": str(amount), "quantity": None, "rate": None}


def answered(case):
    """As a submission keeps it."""
    return {
        "verein": {"charitable": case["charitable"]},
        "projekt": {
            "local": case["local"],
            "begun": case["begun"],
            "begins_on": case["days"][0].isoformat(),
            "ends_on": case["days"][1].isoformat(),
        },
        "plan": {
            "costs": [line("material", case["eligible_cost"]), line("miete", case["other_cost"])],
            "income": [line("fees", case["income"]), line("own", case["own"])],
            "voluntary": [{"label": "", "hours": str(case["hours"])}],
            "requested": str(case["requested"]),
        },
        "anlagen": [],
    }


@settings(max_examples=100)
@given(rules=RULES, case=CASES, at=MOMENTS)
def test_the_check_and_the_application_are_judged_alike(application, rules, case, at):
    call = ruled(application, rules)
    others_submitted(application, case["used"])
    application.organisation.legal_form = case["legal_form"]
    application.organisation.register_court = COURTS[case["register"]]
    form = CheckForm(typed(case), terms=call, at=at)
    assert form.is_valid(), form.errors
    in_check = {one.key: one for one in judge(call, form.facts)}
    in_application = {one.key: one for one in judge(call, facts_of_answers(application, answered(case), at))}
    known_to_both = in_check.keys() & in_application.keys()
    assert {key: in_check[key] for key in known_to_both} == {key: in_application[key] for key in known_to_both}
    assert in_application.keys() - in_check.keys() <= {"balanced", "papers", "requested"}
    assert in_check.keys() - in_application.keys() == set()
    if overall(in_check.values()) == "no":
        assert overall(in_application.values()) == "no"


@settings(max_examples=40)
@given(rules=RULES, at=st.datetimes(datetime(2026, 1, 2), datetime(2026, 11, 30), timezones=st.just(UTC)))
def test_what_is_not_answered_is_never_a_no(application, rules, at):
    call = ruled(application, rules)
    verdicts = {one.key: str(one.verdict) for one in judge(call, facts_of_check(call, {}, at))}
    assert verdicts == dict.fromkeys(verdicts, "ask") | {"in_time": "yes"}

"""A page asks the database the same number of times, however much there is to show."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grants.models import Call
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_application, make_call, type_section
from tests.grants.paperwork import ASKED, add, make_call_for_papers
from tests.grants.submitting.making import PLAN, PROJEKT, VEREIN, make_sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def signatory():
    return make_member(make_organisation(), "signatory")


@pytest.fixture
def organisation(signatory):
    return signatory.memberships.get().organisation


@pytest.fixture
def browser(signatory):
    client = Client()
    client.force_login(signatory)
    return client


def queries(browser, url):
    """Of a page that nobody asked for yet, in a process that has answered others."""
    browser.get(f"{url}?other=1")
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(url)
    assert answer.status_code == 200
    return [query["sql"] for query in captured]


def make_written(organisation, signatory, papers=1):
    """A draft with a text in each section, and so many files."""
    draft = make_application(organisation, make_call_for_papers(asked=ASKED))
    for key, typed in {"verein": VEREIN, "projekt": PROJEKT, "plan": PLAN}.items():
        type_section(draft, key, signatory, **typed)
    for pages in range(1, papers + 1):
        add(draft, signatory, pages=pages)
    return draft


def test_the_list_of_calls_costs_the_same_for_three_and_thirty(client):
    Call.objects.update(archived=True)
    day, now = timedelta(days=1), timezone.now().replace(microsecond=0)
    states = [
        {},
        {"opens_at": now + day, "closes_at": now + 9 * day},
        {"opens_at": now - 9 * day, "closes_at": now - day},
    ]
    for fields in states:
        make_call(**fields)
    url = reverse("grants:calls")
    few = queries(client, url)
    for fields in states * 9:
        make_call(**fields)
    many = queries(client, url)
    assert len(many) == len(few), "\n".join(many)


def test_comparing_costs_the_same_for_one_call_and_ten(client):
    Call.objects.update(archived=True)
    make_call()
    url = reverse("grants:compare")
    few = queries(client, url)
    for _more in range(9):
        make_call(costs=[f"Art {number}" for number in range(5)])
    assert len(queries(client, url)) == len(few)


def test_a_call_costs_the_same_with_few_rules_and_with_many(client):
    small, large = make_call(costs=["Honorare"]), make_call_for_papers(costs=[f"Art {n}" for n in range(20)])
    found = [len(queries(client, reverse("grants:call", args=[one.slug]))) for one in (small, large)]
    assert found[0] == found[1]


def test_ones_applications_cost_the_same_for_one_and_twenty(browser, organisation):
    url = reverse("grants:applications")
    make_sent(organisation)
    few = queries(browser, url)
    for _more in range(19):
        make_sent(organisation)
    many = queries(browser, url)
    assert len(many) == len(few), "\n".join(many)


def test_what_is_missing_in_a_draft_costs_few_queries_each(browser, organisation, signatory):
    """An association writes few at once, and each is judged as a whole."""
    url = reverse("grants:applications")
    found = []
    for _more in range(3):
        make_written(organisation, signatory, papers=5)
        found.append(len(queries(browser, url)))
    assert [later - before for before, later in pairwise(found)] == [5, 5]


@pytest.mark.parametrize("name", ["application", "review", "papers", "history"])
def test_a_drafts_pages_cost_the_same_with_much_in_it(browser, organisation, signatory, name):
    empty, full = make_written(organisation, signatory), make_written(organisation, signatory, papers=5)
    for number in range(20):
        type_section(full, "inhalt", signatory, **{"q-ziel": f"Text {number}"})
    # Neither call asks this any more, which costs a query once.
    type_section(empty, "inhalt", signatory, **{"q-ziel": "Text"})
    type_section(full, "plan", signatory, **many_lines(12))
    found = [queries(browser, reverse(f"grants:{name}", args=[one.handle])) for one in (empty, full)]
    assert len(found[0]) == len(found[1]), "\n".join(found[1])


@pytest.mark.parametrize("key", ["verein", "projekt", "inhalt", "plan", "erklaerungen"])
def test_a_section_costs_the_same_with_much_in_it(browser, organisation, signatory, key):
    empty, full = make_written(organisation, signatory), make_written(organisation, signatory, papers=5)
    type_section(empty, key, signatory, **(many_lines(1) if key == "plan" else {"x": "x"}))
    for number in range(9):
        type_section(full, key, signatory, **(many_lines(12) if key == "plan" else {"x": f"x{number}"}))
    found = [queries(browser, reverse("grants:section", args=[one.handle, key])) for one in (empty, full)]
    assert len(found[0]) == len(found[1]), "\n".join(found[1])


def many_lines(number):
    lines = {"kosten-TOTAL_FORMS": str(number), "kosten-INITIAL_FORMS": "0"}
    for place in range(number):
        fields = {"category": "material", "label": f"Heft {place}", "amount": "5,00"}
        lines |= {f"kosten-{place}-{name}": value for name, value in fields.items()}
    return PLAN | lines

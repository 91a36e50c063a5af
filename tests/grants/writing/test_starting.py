"""The beginning of an application."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grants.models import Application
from tests.factories import make_member, make_membership, make_organisation, make_user
from tests.grants.factories import make_application, make_call, make_programme, type_section
from tests.members import english
from tests.pages import links, main, tree

from .conftest import browser
from .pages import form_of, words

pytestmark = pytest.mark.django_db
EARLIER_PROJECT = {"title": "Fest", "begins_on": "2020-01-01", "events": "1.1.", "begun": "no", "place": "Park"}


@pytest.fixture
def call():
    return make_call()


def page_of(call):
    return f"/en/foerderung/{call.slug}/antrag/"


def begin(person, call, organisation, **more):
    return person.post(page_of(call), {"organisation": organisation.slug, **more})


def minutes_ago(application, minutes):
    Application.objects.filter(pk=application.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))


def test_a_draft_is_begun(person, call, organisation, member):
    answer = begin(person, call, organisation)
    draft = Application.objects.get()
    assert answer["Location"] == f"/en/antraege/{draft.draft_key}/"
    assert (draft.organisation, draft.call, draft.version) == (organisation, call, call.published)
    assert (draft.created_by, draft.is_draft, draft.sections.count()) == (member, True, 0)


def test_the_only_association_is_chosen_already(person, call):
    chosen = [one.get("value") for one in form_of(person.get(page_of(call))).iter("input") if "checked" in one.attrib]
    assert chosen == ["anis"]


def test_only_ones_own_associations_can_be_chosen(person, call):
    answer = begin(person, call, make_organisation(index=False))
    assert (answer.status_code, Application.objects.count()) == (422, 0)


def test_one_that_is_dissolved_cannot_apply(person, call, organisation):
    organisation.state = "dissolved"
    organisation.save()
    assert "Your account is not connected with an association yet." in words(person.get(page_of(call)))


def test_whoever_speaks_for_nobody_is_told_what_to_do(call):
    page = browser(make_user()).get(page_of(call))
    targets = {href for _text, href in links(main(tree(page)))}
    assert {english(reverse(f"organisations:{name}")) for name in ("join", "register_organisation")} <= targets
    assert page.status_code == 200


def test_log_in_comes_first(client, call):
    assert client.get(page_of(call))["Location"].startswith("/en/konto/login/")


@pytest.mark.parametrize(
    ("opens", "closes", "says"),
    [(1, 2, "This call is not open yet"), (-2, -1, "This call is closed")],
)
def test_too_early_or_too_late(person, organisation, opens, closes, says):
    now = timezone.now()
    call = make_call(opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes))
    assert says in words(person.get(page_of(call)))
    assert says in words(begin(person, call, organisation))
    assert Application.objects.count() == 0


def test_a_call_that_is_not_published_does_not_exist(person):
    assert person.get(page_of(make_call(publish=False))).status_code == 404


def test_a_draft_that_exists_is_offered_first(person, call, organisation):
    draft = make_application(organisation, call, title="Fest")
    page = person.get(page_of(call))
    assert "There is a draft for this call already." in words(page)
    assert f"/en/antraege/{draft.draft_key}/" in page.content.decode()


def test_a_second_draft_is_begun_only_knowingly(person, call, organisation):
    make_application(organisation, call)
    assert begin(person, call, organisation).status_code == 422
    assert Application.objects.count() == 1
    assert begin(person, call, organisation, again="on").status_code == 302
    assert Application.objects.count() == 2


def test_a_double_click_makes_one_draft(person, call, organisation):
    answers = {begin(person, call, organisation)["Location"] for _twice in range(2)}
    assert (len(answers), Application.objects.count()) == (1, 1)


def test_later_one_is_asked_again(person, call, organisation):
    begin(person, call, organisation)
    minutes_ago(Application.objects.get(), 2)
    assert begin(person, call, organisation).status_code == 422


def test_a_used_up_limit_is_told(person, organisation):
    programme = make_programme()
    call = make_call(programme, limit=1, period="year")
    submitted = {"state": "submitted", "reference": "2030-BIL-0001", "submitted_at": timezone.now()}
    make_application(organisation, make_call(programme), **submitted)
    said = "Anisverein has submitted as many applications as this call allows in the period (1)."
    assert said in words(person.get(page_of(call)))
    assert begin(person, call, organisation).status_code == 302


def test_it_can_begin_with_an_earlier_one(person, call, organisation, member):
    earlier = make_application(organisation, title="Fest")
    type_section(earlier, "projekt", member, **EARLIER_PROJECT)
    type_section(earlier, "inhalt", member, **{"q-1": "Warum"})
    type_section(earlier, "erklaerungen", member, **{"d-1": "on"})
    begin(person, call, organisation, earlier=earlier.draft_key)
    draft = Application.objects.get(copied_from=earlier)
    typed = {one.key: one.typed for one in draft.sections.all()}
    assert typed == {"projekt": {"title": ["Fest"], "place": ["Park"]}, "inhalt": {"q-1": ["Warum"]}}
    assert (draft.title, draft.organisation) == ("Fest", organisation)


def test_texts_do_not_pass_to_another_association(person, call, organisation, member):
    other = make_organisation(index=False)
    make_membership(member, other)
    earlier = make_application(other)
    type_section(earlier, "projekt", member, title="Fest")
    answer = begin(person, call, organisation, earlier=earlier.draft_key)
    assert (answer.status_code, "This application is of another association." in words(answer)) == (422, True)


def test_texts_of_strangers_are_not_offered(person, call, organisation):
    stranger = make_organisation(index=False)
    earlier = make_application(stranger)
    type_section(earlier, "projekt", make_member(stranger), title="Geheim")
    assert "Geheim" not in person.get(page_of(call)).content.decode()
    begin(person, call, organisation, earlier=earlier.draft_key)
    assert Application.objects.get(organisation=organisation).sections.count() == 0

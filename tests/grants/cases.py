"""Cases of the office in any state, and the people who work on them."""

from grants import publishing
from grants.models import Application
from organisations.models import Role
from tests.factories import make_member, make_membership, make_user
from tests.grants.submissions import make_asking_call, submit

State = Application.State


def make_case(state=State.SUBMITTED, call=None, organisation=None, signatory=None, **sections):
    """A submitted application brought to the state without its steps; `sections` change what was sent."""
    submission = submit(call or published_call(), signatory, organisation, **sections)
    Application.objects.filter(pk=submission.application_id).update(state=state)
    return Application.objects.select_related("organisation", "call", "version").get(pk=submission.application_id)


def published_call(**fields):
    """Asks a question, a paper (not required) and two declarations, has two criteria and an advisory body."""
    call = make_asking_call(**{"advisory": True, "advisory_name": "Beirat"} | fields)
    call.papers.update(required=False)
    call.criteria.create(key="bedarf", name="Bedarf", weight=2)
    call.criteria.create(key="wirkung", name="Wirkung", weight=1)
    publishing.publish(call, None)
    call.refresh_from_db()
    return call


def case_worker(**names):
    return make_user("Förderung", **{"first_name": "Frida", "last_name": "Förder"} | names)


def second_person(**names):
    return make_user("Entscheidung", **{"first_name": "Emil", "last_name": "Entscheid"} | names)


def head(**names):
    return make_user("Leitung", **{"first_name": "Lena", "last_name": "Leit"} | names)


def board_member(**names):
    return make_user("Beirat", **{"first_name": "Bao", "last_name": "Beirat"} | names)


def signatory_of(application):
    return make_member(application.organisation, Role.SIGNATORY)


def tied_case_worker(application):
    """Somebody of the office who speaks for the association, too."""
    user = case_worker(first_name="Tied")
    make_membership(user, application.organisation, Role.EDITOR)
    return user

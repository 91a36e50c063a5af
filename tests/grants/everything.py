"""One of everything of the grants that the history remembers."""

from grants import publishing
from grants.models import PARTS
from tests.factories import make_organisation, make_user

from .casework import traces
from .factories import make_application, make_call


def make_part(model, call):
    """A row of a call's list, as plain as the database allows."""
    return model.objects.create(call=call)


def make():
    call = make_call(publish=False)
    for model in PARTS:
        make_part(model, call)
    publishing.publish(call, None)
    call.refresh_from_db()
    organisation, user = make_organisation(index=False), make_user("Förderung")
    application = make_application(organisation, call)
    traces.leave(application, user)
    return application

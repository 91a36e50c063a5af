"""One of everything of the grants that the history remembers."""

from grants.models import PARTS
from tests.factories import make_organisation

from .factories import make_application, make_call


def make_part(model, call):
    """A row of a call's list, as plain as the database allows."""
    return model.objects.create(call=call)


def make():
    call = make_call(publish=False)
    for model in PARTS:
        make_part(model, call)
    make_application(make_organisation(index=False))

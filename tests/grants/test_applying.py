"""A draft is begun by the rules that are valid at that moment, whatever the page was read from."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grants import applying, publishing
from grants.models import Application, Call
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_call

pytestmark = pytest.mark.django_db


def seen_before(**later):
    """The call as somebody read it, before what is given was published."""
    seen = make_call()
    Call.objects.filter(pk=seen.pk).update(**later)
    version = publishing.publish(Call.objects.get(pk=seen.pk), None)
    return seen, version


def test_a_draft_has_the_version_that_was_published_meanwhile():
    seen, version = seen_before(title="Neu")
    organisation = make_organisation()
    assert applying.start(seen, organisation, make_member(organisation)).version == version


@pytest.mark.parametrize("later", [{"closes_at": timezone.now() - timedelta(minutes=5)}, {"archived": True}])
def test_no_draft_is_begun_where_the_call_was_closed_meanwhile(later):
    seen, _version = seen_before(**later)
    organisation = make_organisation()
    with pytest.raises(applying.NotOpen):
        applying.start(seen, organisation, make_member(organisation))
    assert not Application.objects.exists()


def test_a_draft_that_came_late_is_late_no_more_when_the_deadline_moves():
    organisation, now = make_organisation(), timezone.now()
    call = make_call(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    Application.objects.create(call=call, version=call.published, organisation=organisation, late_at=now)
    publishing.publish(changed(call, title="Neu"), None)
    assert Application.objects.get().late_at == now
    publishing.publish(changed(call, closes_at=now + timedelta(days=5)), None)
    assert Application.objects.get().late_at is None


def changed(call, **fields):
    Call.objects.filter(pk=call.pk).update(**fields)
    return Call.objects.get(pk=call.pk)

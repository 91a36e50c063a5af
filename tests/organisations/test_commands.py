"""The directory's commands where they refuse; what they do is tested with the module that does it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from organisations.models import Organisation, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def load_demo(*options):
    call_command("load_demo", *options, stdout=StringIO())


def test_without_demo_nothing_invented_is_loaded(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="only with DEMO=1"):
        load_demo()
    assert (Organisation.objects.count(), User.objects.count()) == (3, 0)


def test_beside_real_people_nothing_invented_is_loaded(settings):
    settings.DEMO = True
    make_user(email="erika@darmstadt.example")
    with pytest.raises(CommandError, match="accounts of real people"):
        load_demo()
    assert (Organisation.objects.count(), User.objects.count()) == (3, 1)

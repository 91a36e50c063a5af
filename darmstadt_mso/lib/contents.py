"""Contents that come with the portal. An app brings its own in the modules that the settings name.

`load()` of a module in STARTING or DEMONSTRATION loads what is missing and returns in words what that was; one in
DEMONSTRATION also has `remove()`.
"""

from importlib import import_module

from django.conf import settings


class OtherPeople(Exception):
    """The database holds accounts that are not the demo's."""


def load_start():
    return [words for name in settings.STARTING for words in import_module(name).load()]


def load_demo():
    """Raises OtherPeople beside real people's accounts."""
    return [words for name in settings.DEMONSTRATION for words in import_module(name).load()]


def remove_demo():
    """The last first, because it builds on those before it."""
    for name in reversed(settings.DEMONSTRATION):
        import_module(name).remove()

"""What waits on the office's desk; each module in settings.DESK makes its own boxes."""

from dataclasses import dataclass, field
from importlib import import_module

from django.conf import settings


@dataclass
class Box:
    """Work of one kind; `items` are the first few as (label, note, url). With a count of 0 nothing waits.

    `is_quiet`: to be seen on the desk, but nobody needs a mail about it.
    """

    key: str
    title: str
    count: int
    url: str
    done: str
    items: list = field(default_factory=list)
    is_quiet: bool = False


def modules():
    return [import_module(path) for path in settings.DESK]


def boxes(user):
    return [box for module in modules() for box in module.boxes(user)]


def actions(user):
    """(label, address) of what the person can begin."""
    return [action for module in modules() for action in module.actions(user)]

"""What the portal keeps of people, why, and until when: one table that is printed, obeyed and walked through.

Every room has its part: a module named in settings.PRIVACY with a list REGISTER of rows. The privacy page prints it,
`manage.py purge` and a daily job obey it, and a person's export and erasure go through it row by row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

TO_BE_CONFIRMED = _("[To be confirmed by the office]")


@dataclass(frozen=True)
class Person:
    """Whose account goes; still known when its row is gone. Names are no key: everybody chooses their own.

    `proven`: the address is known to be the person's own. `forgets_contacts`: also as an association's contact.
    """

    pk: int
    email: str
    proven: bool = False
    forgets_contacts: bool = False

    @classmethod
    def of(cls, user, **options):
        return cls(user.pk, user.email, is_proven(user), **options)


def is_proven(user):
    """Confirmed by mail; an account that the office made has nothing to confirm, it counts once it was used."""
    claims = user.emailaddress_set
    if not claims.exists():
        return user.last_login is not None
    return claims.filter(email__iexact=user.email, verified=True).exists()


@dataclass(frozen=True)
class Due:
    """What is to go: `count()` says how much that is, `carry_out()` lets it go and returns how much that was."""

    count: Callable[[], int]
    carry_out: Callable[[], int]


NOTHING = Due(lambda: 0, lambda: 0)


def deletion(found):
    """The rows of a queryset are deleted."""

    def carry_out():
        _all, deleted = found.delete()
        return deleted.get(found.model._meta.label, 0)

    return Due(found.count, carry_out)


def together(*dues):
    return Due(lambda: sum(due.count() for due in dues), lambda: sum(due.carry_out() for due in dues))


@dataclass(frozen=True)
class Row:
    """Data of one kind, in words and in deeds.

    `models` are the labels of the tables it is kept in. `until()` says the end in words. `expired(now)` is what is to
    go at this moment. `of(user)` is a person's own data as a list of {label: value}; rows without it hold nothing by
    which a person with an account is found. `erase(person)` lets go of what hangs on the account before the account
    does, `erase_address(person)` then of what carries their address, if that is proven to be theirs;
    `erase_last(person)` when nothing refers to it any more. `stays` says what remains of a person without account, and
    why; nothing if all of it goes.
    """

    key: str
    what: str
    whose: str
    why: str
    until: Callable[[], str]
    models: tuple = ()
    basis: str = TO_BE_CONFIRMED
    stays: str = ""
    expired: Callable = lambda now: NOTHING
    of: Callable | None = None
    erase: Callable[[Person], None] = lambda person: None
    erase_address: Callable[[Person], None] = lambda person: None
    erase_last: Callable[[Person], None] = lambda person: None


def register():
    return [row for path in settings.PRIVACY for row in import_module(path).REGISTER]


# How long


def since(now, name):
    """The moment before which data of this kind is too old."""
    return now - timedelta(days=settings.RETENTION[name])


def period(name):
    """The same in words; what nobody has set is a proposal."""
    said = length(settings.RETENTION[name])
    return said if name in settings.RETENTION_CONFIRMED else gettext("%(period)s (proposal)") % {"period": said}


def length(days):
    years, rest = divmod(days, 365)
    if years and not rest:
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


# What is done with it


def purge(now, dry_run=False):
    """Lets go of what is due, each row for itself; yields (row, how much)."""
    for row in register():
        due = row.expired(now)
        with transaction.atomic():
            number = due.count() if dry_run else due.carry_out()
        yield row, number


def export(user):
    """{what: [{label: value}]} of everything that is kept of this person; rows without anything are left out."""
    found = {str(row.what): row.of(user) for row in register() if row.of}
    return {what: entries for what, entries in found.items() if entries}


def told(things, columns):
    """Things as a list of {label: value}; a column is the name of an attribute or a function of the thing."""
    return [{str(label): plain(thing, column) for label, column in columns.items()} for thing in things]


def plain(thing, column):
    value = column(thing) if callable(column) else getattr(thing, column)
    value = value() if callable(value) else value
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@transaction.atomic
def erase(person):
    rows = register()
    for row in rows:
        row.erase(person)
    for row in rows if person.proven else ():
        row.erase_address(person)
    for row in rows:
        row.erase_last(person)

"""Which entry a row of the list means: by its identifier, its register number, or exactly its name.

Everything is looked up for the whole list at once. What is unsure is no match: somebody has to decide.
"""

from collections import defaultdict, namedtuple
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models.fields.json import KT
from django.utils.translation import gettext

from ..duplicates import Facts
from ..models import Organisation
from ..models.fields import NameKey

# The columns by which a row finds its entry.
KEYS = ("uuid", "name", "register_court", "register_number")


@dataclass
class Meaning:
    """The entry's id; or, where more than one may be meant, theirs; `error` is (code of the column, message)."""

    organisation: int | None = None
    candidates: list = field(default_factory=list)
    error: tuple = ()


class Key(namedtuple("Key", ["pk", "number", "chosen", "decided", "organisation", *KEYS, "name_key"])):
    """What a row says of itself."""

    @cached_property
    def register(self):
        """(court, kind and number), if both are told."""
        found = facts(self.register_court, self.register_number)
        return (found.court, found.register) if found.court and found.register else None


def facts(court, number):
    return Facts(name="", register_court=court or "", register_number=number or "")


def keys_of(run):
    texts = [KT(f"cells__{code}") for code in KEYS]
    columns = ("pk", "number", "chosen", "decided", "organisation_id", *texts, NameKey(KT("cells__name")))
    return map(Key._make, run.rows.order_by("number").values_list(*columns))


class Entries:
    """The directory's entries that the rows may mean, by all that names them."""

    def __init__(self, keys):
        self.by_uuid = self.uuids({uuid for key in keys if (uuid := parsed(key.uuid))})
        self.by_register = self.registers() if any(key.register for key in keys) else {}
        self.by_name = self.names({key.name_key for key in keys if key.name_key})

    def uuids(self, wanted):
        return dict(Organisation.objects.filter(uuid__in=wanted).values_list("uuid", "pk"))

    def registers(self):
        found = defaultdict(list)
        told = Organisation.objects.exclude(state=Organisation.State.MERGED).exclude(register_number="")
        for pk, court, number in told.values_list("pk", "register_court", "register_number"):
            one = facts(court, number)
            found[one.court, one.register].append(pk)
        return found

    def names(self, wanted):
        """name → [(id, register)]; the name of an entry that was merged leads to the other one, but not surely."""
        found = defaultdict(list)
        columns = ("name_key", "pk", "merged_into", "register_court", "register_number")
        for name, pk, merged_into, court, number in Organisation.objects.filter(name_key__in=wanted).values_list(
            *columns
        ):
            found[name].append((merged_into or pk, bool(merged_into), facts(court, number).register))
        return found

    def meant_by(self, key):
        if key.decided:
            return Meaning(key.organisation)
        if key.uuid:
            return self.meant_by_uuid(key.uuid)
        registered = self.by_register.get(key.register, [])
        return Meaning(registered[0]) if len(registered) == 1 else self.meant_by_name(key, registered)

    def meant_by_uuid(self, text):
        if found := self.by_uuid.get(parsed(text)):
            return Meaning(found)
        wrong = gettext("No entry has this identifier. Leave the cell empty if the entry is new.")
        return Meaning(error=("uuid", wrong))

    def meant_by_name(self, key, registered):
        """Sure where only one entry has the name and no other register number."""
        named = self.by_name.get(key.name_key, [])
        own = facts(key.register_court, key.register_number).register
        sure = [pk for pk, merged, register in named if not merged and not (own and register and own != register)]
        if len(sure) == len(named) == 1 and not registered:
            return Meaning(sure[0])
        return Meaning(candidates=list(dict.fromkeys([*registered, *(pk for pk, *_rest in named)])))


def parsed(text):
    try:
        return UUID(text or "")
    except ValueError:
        return None


class Meanings:
    """What all rows of a run mean, and which of them mean the same."""

    def __init__(self, run):
        self.keys = {key.pk: key for key in keys_of(run)}
        entries = Entries(self.keys.values())
        self.meanings = {pk: entries.meant_by(key) for pk, key in self.keys.items()}

    def of(self, row):
        return self.meanings[row.pk]

    @cached_property
    def groups(self):
        """Rows that share a sign, in their order; the same entry, the same number, the same name."""
        groups = defaultdict(list)
        for pk, key in self.keys.items():
            for sign in self.signs(key):
                groups[sign].append(pk)
        return groups

    def signs(self, key):
        signs = {"entry": self.meanings[key.pk].organisation, "register": key.register, "name": key.name_key}
        return [sign for sign in signs.items() if sign[1]]

    def together(self, pks):
        """These rows and all that share a sign with any of them."""
        signs = {sign for pk in pks for sign in self.signs(self.keys[pk])}
        return set(pks).union(*(self.groups[sign] for sign in signs))

    def shared(self, pks):
        """All rows that share a sign with another one, one of both being among these."""
        wanted = set(pks)
        groups = (group for group in self.groups.values() if len(group) > 1 and not wanted.isdisjoint(group))
        return set().union(*groups)

    def twin(self, row):
        """The number of the first chosen row before this one that means the same, else None."""
        key = self.keys[row.pk]
        earlier = (self.keys[pk] for sign in self.signs(key) for pk in self.groups[sign])
        found = (one.number for one in earlier if one.chosen and one.number < key.number and self.same(one, key))
        return min(found, default=None) if key.chosen else None

    def same(self, one, other):
        """Different entries may have the same name, and so may new ones with different register numbers."""
        entries = {self.meanings[one.pk].organisation, self.meanings[other.pk].organisation}
        if None not in entries:
            return len(entries) == 1
        numbers = {facts(key.register_court, key.register_number).register for key in (one, other)}
        return len(numbers - {""}) < 2

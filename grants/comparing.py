"""Two texts of one page of an application, part by part; a part is what is chosen as one."""

from dataclasses import dataclass

from . import continuing

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Difference:
    """`mine` and `theirs` as one reads them."""

    part: str
    label: str
    mine: str
    theirs: str


def of_part(form, typed, part):
    """{name: [texts]} of what belongs to this part, without fields that were left empty."""
    return continuing.filled({name: texts for name, texts in typed.items() if form.part_of(name) == part})


def differences(mine, theirs, typed, newest):
    """`mine` and `theirs` are forms bound to `typed` and `newest`, {name: [texts]} both.

    Each may hold parts that are no longer asked.
    """
    parts = dict(mine.all_parts()) | dict(theirs.all_parts())
    parts = [one for one in parts.items() if of_part(mine, typed, one[0]) != of_part(theirs, newest, one[0])]
    return [Difference(part, label, mine.shown(part), theirs.shown(part)) for part, label in parts]


def chosen(form, typed, newest, choices):
    """The newest text with those parts of `typed` for which `choices` ({part: MINE or THEIRS}) says so."""
    mine = {part for part, choice in choices.items() if choice == MINE}
    kept = {name: texts for name, texts in newest.items() if form.part_of(name) not in mine}
    return kept | {name: texts for name, texts in typed.items() if form.part_of(name) in mine}

"""How a finding names its place: sheet, row, and column with letter and heading."""

from django.utils.text import capfirst
from django.utils.translation import gettext


class Unreadable(Exception):
    """A file that cannot be taken as it is; `messages` say, in the reader's language, what is wrong and where."""

    def __init__(self, *messages):
        super().__init__(*messages)
        self.messages = list(messages)


def letter(position):
    """The column's letters as spreadsheet programs name it, counted from 1.

    >>> letter(1), letter(27)
    ('A', 'AA')
    """
    name = ""
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def place(sheet="", row=None, column=None, heading=""):
    """For example: Sheet “Members”, row 7, column C (Telephone)."""
    parts = [gettext("sheet “%s”") % sheet] if sheet else []
    parts += [gettext("row %s") % row] if row else []
    if column:
        parts.append(gettext("column %s") % (f"{letter(column)} ({heading})" if heading else letter(column)))
    return capfirst(", ".join(parts))


def at(message, *where, **more):
    where = place(*where, **more)
    return f"{where}: {message}" if where else message

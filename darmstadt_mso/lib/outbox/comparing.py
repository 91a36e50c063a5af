"""What a template would write today, beside what stands in a held mail."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from . import deciding
from .rendering import EmptyPlaceholder, fingerprint


@dataclass
class Change:
    """`lines` are (kind, line) with the kinds same, gone and new; or the placeholder that cannot be filled."""

    lines: list = field(default_factory=list)
    missing: str = ""


def change(message):
    """None as long as the template gives what it gave when the mail was made."""
    if not message.made:
        return None
    try:
        subject, text = deciding.anew(message)
    except EmptyPlaceholder as empty:
        return Change(missing=empty.placeholder)
    if fingerprint(subject, text) == message.made:
        return None
    return Change(difference([message.subject, *lines(message.text)], [subject, *lines(text)]))


def lines(text):
    return text.replace("\r\n", "\n").split("\n")


def difference(before, after):
    found = []
    for kind, start, end, start_new, end_new in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = kind == "equal"
        found += [("same" if same else "gone", line) for line in before[start:end]]
        found += [] if same else [("new", line) for line in after[start_new:end_new]]
    return found

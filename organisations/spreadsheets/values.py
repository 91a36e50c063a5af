"""How a value is written in a cell of the office's list, in German, and how it is read back.

`text` writes, "" for nothing. `read` understands what people write and raises ValidationError in the reader's
language; "" means nothing. `from_number` writes what a spreadsheet program has turned into a number.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cache

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext

from ..models import District, Language, Quarter, TargetGroup, Topic

YES, NO, UNKNOWN = "ja", "nein", "unbekannt"
WRITTEN = {True: YES, False: NO, None: UNKNOWN}
WORDS = {
    True: {YES, "j", "x", "1", "wahr", "true", "yes", "y"},
    False: {NO, "n", "0", "falsch", "false", "no"},
    None: {UNKNOWN, "unknown"},
}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
DAY = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})(?:,? \d{1,2}:\d{2}(?::\d{2})?)?")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?")
# Days that a spreadsheet program counts from here, its 1900 having one too many.
FIRST_DAY = date(1899, 12, 30)
YEARS = range(1900, 2101)
# Five digits from 18 May 1927 on: 2020 is a year, not a day of 1905.
SERIAL = re.compile(r"([1-7]\d{4})(?:[.,]\d+)?")
SEPARATORS = re.compile(r"[;\n]")


def plain(text):
    """What is compared of headings, labels and names: small letters and digits, with ä as ae.

    >>> plain("Straße und Nr. *")
    'strasseundnr'
    """
    text = unicodedata.normalize("NFC", text).casefold().translate(UMLAUTS)
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if letter.isalnum())


def nearest(text, known):
    """The one of the known texts that may be meant, else ""."""
    spellings = {plain(one): one for one in known}
    found = get_close_matches(plain(text), spellings, n=1, cutoff=0.7)
    return spellings[found[0]] if found else ""


def not_known(text, known):
    """Names what may be meant, or a few of what there is."""
    if guess := nearest(text, known):
        return gettext("“%(text)s” is not known. Do you mean “%(guess)s”?") % {"text": text, "guess": guess}
    shown = ", ".join(list(known)[:8]) + (" …" if len(known) > 8 else "")
    return gettext("“%(text)s” is not known. Possible are: %(known)s") % {"text": text, "known": shown}


@cache
def labels(choices):
    """value → German label"""
    with translation.override("de"):
        return {value: str(label) for value, label in choices.choices}


@dataclass
class Lists:
    """The vocabularies and places, by everything that they may be called."""

    things: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)

    @classmethod
    def gather(cls):
        lists = cls()
        for model in (Topic, TargetGroup, Language):
            lists.add(model, model.objects.all())
        for model in (District, Quarter):
            lists.add(model, model.objects.defer("shape"))
        return lists

    def add(self, model, things):
        things = list(things)
        self.names[model] = [thing.name for thing in things]
        by_code = {plain(thing.code): thing for thing in things}
        self.things[model] = by_code | {plain(thing.name): thing for thing in reversed(things)}

    def find(self, model, text):
        """Raises ValidationError where there is no such thing."""
        if found := self.things[model].get(plain(text)):
            return found
        raise ValidationError(not_known(text, self.names[model]))


class Text:
    width = 24

    def text(self, value):
        return value or ""

    def read(self, text, lists):
        return text

    def from_number(self, number):
        """12.0 is a whole number that went through a program without such."""
        return str(int(number)) if isinstance(number, int) or number.is_integer() else str(number)

    def allowed(self, lists):
        return []


class Digits(Text):
    """A number that is no quantity: 64283.0 means 64283."""

    width = 10

    def read(self, text, lists):
        return re.sub(r"^(\d+)[.,]0+$", r"\1", text)

    def from_number(self, number):
        """A postcode of four digits has lost its zero."""
        text = super().from_number(number)
        return text.zfill(5) if len(text) == 4 else text


class Year(Text):
    width = 10

    def text(self, value):
        return str(value or "")

    def read(self, text, lists):
        """The year, also that of a whole date."""
        found = re.fullmatch(r"(?:\d{1,2}\. ?\d{1,2}\. ?)?(\d{4})(?:[.,]0+)?", text)
        if text and not found:
            raise ValidationError(gettext("Write the year with four digits, for example 1998."))
        return int(found[1]) if found else None


class Phone(Text):
    width = 20

    def from_number(self, number):
        """As a number it has lost the + or the zero that stood in front; short ones are local and had none."""
        text = super().from_number(number)
        if not text.isdigit() or len(text) < 9:
            return text
        return f"+{text}" if text.startswith("49") and len(text) > 10 else f"0{text}"


class Address(Text):
    """An address on the web; without scheme it is meant with https."""

    width = 32

    def read(self, text, lists):
        return text if not text or "://" in text else f"https://{text}"


class Addresses(Address):
    def text(self, value):
        return "; ".join(value or [])

    def read(self, text, lists):
        parts = (part.strip(";,") for part in text.split())
        return [super(Addresses, self).read(part, lists) for part in parts if part]


class Date(Text):
    width = 14

    def text(self, value):
        return value.strftime("%d.%m.%Y") if value else ""

    def read(self, text, lists):
        try:
            day = self.day(text) if text else None
        except ValueError:
            raise ValidationError(gettext("Write the day like this: 31.12.2026.")) from None
        if day and day.year not in YEARS:
            raise ValidationError(gettext("The year is missing or wrong. Write the day like this: 31.12.2026."))
        return day

    def day(self, text):
        """German, ISO, or as the number under which a spreadsheet program keeps it."""
        if found := DAY.fullmatch(text):
            day, month, year = map(int, found.groups())
            century = 0 if len(found[3]) == 4 else 2000 if year < 70 else 1900
            return date(century + year, month, day)
        if found := ISO_DAY.fullmatch(text):
            return date(*map(int, found.groups()))
        if found := SERIAL.fullmatch(text):
            return FIRST_DAY + timedelta(days=int(found[1]))
        raise ValueError(text)


class YesNo(Text):
    width = 12

    def text(self, value):
        return {True: YES, False: NO, None: ""}[value]

    def read(self, text, lists):
        if not text:
            raise ValidationError(gettext("Write yes or no here: “%(yes)s” or “%(no)s”.") % {"yes": YES, "no": NO})
        for value, words in WORDS.items():
            if plain(text) in words and WRITTEN[value] in self.allowed(lists):
                return value
        raise ValidationError(not_known(text, self.allowed(lists)))

    def allowed(self, lists):
        return [YES, NO]


class YesNoUnknown(YesNo):
    def read(self, text, lists):
        return super().read(text or UNKNOWN, lists)

    def allowed(self, lists):
        return [YES, NO, UNKNOWN]


class Choice(Text):
    """One of the model's choices by its German label, its code or another usual word; some may not come by a list."""

    def __init__(self, choices, refused=(), **usual):
        self.choices, self.refused, self.usual = choices, set(refused), usual

    def text(self, value):
        return labels(self.choices).get(value, value or "")

    def read(self, text, lists):
        codes = {plain(value): value for value in self.choices.values}
        known = codes | self.usual | {plain(label): value for value, label in labels(self.choices).items()}
        if not text:
            return ""
        if (value := known.get(plain(text))) is None:
            raise ValidationError(not_known(text, self.allowed(lists)))
        if value in self.refused:
            raise ValidationError(gettext("“%s” cannot be set by a list.") % text)
        return value

    def allowed(self, lists):
        return [label for value, label in labels(self.choices).items() if value not in self.refused]


class Terms(Text):
    """Terms of a vocabulary by their German names or codes, in several lines or with ";" between them."""

    width = 36

    def __init__(self, model):
        self.model = model

    def text(self, value):
        return "; ".join(term.name for term in value)

    def read(self, text, lists):
        found, unknown = {}, []
        for part in filter(None, map(str.strip, SEPARATORS.split(text))):
            try:
                found |= {term.pk: term for term in self.meant(part, lists)}
            except ValidationError as error:
                unknown += error.messages
        if unknown:
            raise ValidationError(unknown)
        return sorted(found.values(), key=lambda term: (term.position, term.code))

    def meant(self, part, lists):
        """Names may contain commas, so these separate only where the whole is no name."""
        try:
            return [lists.find(self.model, part)]
        except ValidationError:
            if "," not in part:
                raise
            return [lists.find(self.model, one) for one in map(str.strip, part.split(",")) if one]

    def allowed(self, lists):
        return lists.names[self.model]


class Place(Text):
    """A district or quarter by its name or official code."""

    def __init__(self, model):
        self.model = model

    def text(self, value):
        return value.name if value else ""

    def read(self, text, lists):
        return lists.find(self.model, text) if text else None

    def allowed(self, lists):
        return lists.names[self.model]


class Identifier(Text):
    width = 38

    def text(self, value):
        return str(value)


def from_cell(value, way):
    """The text of what a spreadsheet program keeps in a cell."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime):
        at_midnight = not (value.hour or value.minute) or isinstance(way, Date)
        return value.strftime("%d.%m.%Y" if at_midnight else "%d.%m.%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    return way.from_number(value) if isinstance(value, int | float) else str(value)

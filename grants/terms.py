"""A call's terms: all that the public reads and applications are judged by, as one value.

`of_call` reads what staff have written so far (for a preview), `of_version` what was published. Texts are given in
every language: {"de": …, "en": …}; `in_language` chooses. Amounts are EUR, shares percent, moments aware.
"""

import hashlib
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from django.utils.translation import get_language

ORIGINAL = "de"
BERLIN = ZoneInfo("Europe/Berlin")
Text = dict[str, str]


class CostKind(msgspec.Struct, frozen=True):
    key: str
    name: Text
    help: Text
    example: Text
    eligible: bool
    unit: Text
    rate_max: Decimal | None = None
    cap: Decimal | None = None
    cap_share: Decimal | None = None


class Question(msgspec.Struct, frozen=True):
    key: str
    text: Text
    help: Text
    example: Text
    kind: str
    limit: int
    required: bool


class Paper(msgspec.Struct, frozen=True):
    key: str
    name: Text
    help: Text
    applicants: str
    required: bool
    on_file: str

    def is_for(self, first):
        """Whether applicants who apply for the first time (or not) are asked for it."""
        return self.applicants == "all" or (self.applicants == "first") == first


class Declaration(msgspec.Struct, frozen=True):
    key: str
    text: Text
    help: Text
    required: bool


class Criterion(msgspec.Struct, frozen=True):
    key: str
    name: Text
    help: Text
    weight: int


class Milestone(msgspec.Struct, frozen=True):
    key: str
    kind: str
    text: Text
    on: date | None = None


class File(msgspec.Struct, frozen=True):
    """`size` in bytes."""

    sha256: str
    size: int


# Without what is not there, so that versions from before there were guidelines keep their fingerprint.
class ProgrammeTerms(msgspec.Struct, frozen=True, omit_defaults=True):
    slug: str
    code: str
    name: Text
    purpose: Text
    legal_basis: Text
    guideline: Text = {}
    guideline_file: File | None = None


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """See `models.Call` for what each means; `Call` and this name their fields alike."""

    slug: str
    programme: ProgrammeTerms
    title: Text
    year: int
    summary: Text
    text: Text
    focus: Text
    note: Text
    opens_at: datetime
    closes_at: datetime
    grace_minutes: int
    project_from: date | None
    project_until: date | None
    lead_days: int | None
    pot: Decimal | None
    show_pot: bool
    financing: str
    maximum: Decimal | None
    share: Decimal | None
    own_share: Decimal | None
    voluntary_rate: Decimal | None
    voluntary_share: Decimal | None
    voluntary_cap: Decimal | None
    limit: int | None
    period: str
    counts_withdrawn: bool
    # False for a call of the past: then moments, sums and shares are placeholders that nobody may be shown.
    rules_known: bool = True
    legal_forms: list[str]
    register_court: str
    charitable: bool
    local: bool
    not_begun: bool
    advisory: bool
    advisory_name: Text
    contact_name: Text
    contact_phone: str
    contact_email: str
    cost_categories: list[CostKind]
    questions: list[Question]
    papers: list[Paper]
    declarations: list[Declaration]
    criteria: list[Criterion]
    milestones: list[Milestone]

    def is_open(self, at):
        return self.opens_at <= at and self.is_in_time(at)

    def is_in_time(self, at):
        """Whether the moment still counts: the deadline with the whole second that it names, without grace."""
        return at < self.closes_at.replace(microsecond=0) + timedelta(seconds=1)

    def is_taken(self, at):
        """Whether an application that arrives at this moment is taken: in time, or within the grace."""
        return self.opens_at <= at and self.is_in_time(at - timedelta(minutes=self.grace_minutes))

    def papers_for(self, first):
        return [paper for paper in self.papers if paper.is_for(first)]

    def cost_kind(self, key):
        return next((kind for kind in self.cost_categories if kind.key == key), None)


LISTS = {
    "cost_categories": CostKind,
    "questions": Question,
    "papers": Paper,
    "declarations": Declaration,
    "criteria": Criterion,
    "milestones": Milestone,
}


def in_language(text):
    """A text of the terms in the page's language, else in German."""
    return text.get(get_language() or ORIGINAL) or text.get(ORIGINAL, "")


def texts(thing, name):
    """{language: text} of a translated field, without empty ones."""
    i18n = thing.i18n or {}
    other = {key.removeprefix(f"{name}_"): text for key, text in i18n.items() if key.rpartition("_")[0] == name}
    return {code: text for code, text in ({ORIGINAL: getattr(thing, name)} | other).items() if text}


def values(thing, kind):
    """The fields of the thing that `kind` names, translated ones as texts."""
    translated = type(thing)._meta.get_field("i18n").fields
    names = [field.name for field in msgspec.structs.fields(kind) if hasattr(thing, field.name)]
    return {name: texts(thing, name) if name in translated else getattr(thing, name) for name in names}


def of_call(call):
    """What staff have written, read from the rows; call and lists as they are now."""
    plain = {name: value for name, value in values(call, Terms).items() if name not in {*LISTS, "programme"}}
    moments = {name: getattr(call, name).astimezone(BERLIN) for name in ("opens_at", "closes_at")}
    lists = {name: [kind(**values(row, kind)) for row in getattr(call, name).all()] for name, kind in LISTS.items()}
    programme = of_programme(call.programme)
    return Terms(**plain | moments | lists | {"programme": programme})


def of_programme(programme):
    file = programme.guideline_file
    facts = {"guideline_file": of_file(file.name, file.storage) if file else None}
    return ProgrammeTerms(**values(programme, ProgrammeTerms) | facts)


def of_file(name, storage):
    try:
        return read_file(name, storage)
    except FileNotFoundError:
        return None


@lru_cache
def read_file(name, storage):
    """Read once: another file gets another name, which nobody can guess."""
    with storage.open(name) as file:
        content = file.read()
    return File(hashlib.sha256(content).hexdigest(), len(content))


def of_version(version):
    return msgspec.convert(version.content, Terms)


def as_json(terms):
    """What goes into `CallVersion.content`."""
    return msgspec.to_builtins(terms)


def fingerprint(content):
    """SHA-256 of JSON in its one canonical form: UTF-8, keys in order, no spaces."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(content):
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

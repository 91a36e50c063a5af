"""What a row of the list would make of an entry: nothing is saved here.

The model's own rules speak for each cell. A cell that is empty or says what the entry says leaves it as it is, even
where the rules have become stricter since.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext

from ..duplicates import dialled
from ..models import Contact, District, Language, Organisation, TargetGroup, Topic
from .columns import CLEARING, COLUMNS, CONTACT, KIND, YES_NO, unusable

TERMS = {"topics": Topic, "target_groups": TargetGroup, "languages": Language}
PLACES = ("district", "quarter")
# A new contact without one; in the language of all contents.
ROLE = "Kontakt"


@dataclass
class Draft:
    """An entry with its contact as they would be.

    `changes` are {code of the column: [what the entry says, what the list says]}, `errors` {code: [message, …]} with
    "" for what concerns the whole row.
    """

    organisation: Organisation
    contact: Contact | None
    terms: dict = field(default_factory=dict)
    taken: set = field(default_factory=set)
    errors: dict = field(default_factory=lambda: defaultdict(list))
    changes: dict = field(default_factory=dict)

    @property
    def is_new(self):
        return self.organisation.pk is None

    def thing(self, column):
        return self.contact if column.of_contact else self.organisation

    def value(self, column):
        if column.code in self.terms:
            return self.terms[column.code]
        thing = self.thing(column)
        if column.code in TERMS:
            return getattr(thing, column.field).all() if thing.pk else []
        return getattr(thing, column.field) if thing else None

    def put(self, column, value):
        self.taken.add(column.code)
        if column.code in TERMS:
            self.terms[column.code] = value
        else:
            setattr(self.thing(column), column.field, value)

    def texts(self):
        """{code: text} as an export would write it now."""
        values = ((column, self.value(column)) for code, column in COLUMNS.items() if code != "uuid")
        return {column.code: column.written(value) for column, value in values if value is not None}

    def present(self):
        """The same of what is in the directory already."""
        texts = self.texts()
        saved = {False: bool(self.organisation.pk), True: bool(self.contact and self.contact.pk)}
        return {code: text for code, text in texts.items() if saved[COLUMNS[code].of_contact]}


def with_all(organisations):
    """The entries with what the columns show, and without the long texts that belong to places and terms."""
    terms = [Prefetch(name, model.objects.only("code", "name", "position")) for name, model in TERMS.items()]
    places = organisations.select_related("district", "quarter").defer("district__shape", "quarter__shape")
    return places.prefetch_related(*terms)


def drafted(cells, organisation, lists, constraints):
    """`organisation` is an entry with its relations fetched, or a new one."""
    draft = Draft(organisation, contact_of(organisation, cells))
    before = draft.present()
    for code, text in cells.items():
        if code != "uuid" and text and text != before.get(code, "") and draft.thing(COLUMNS[code]):
            take(draft, COLUMNS[code], "" if text in CLEARING else text, lists)
    if draft.taken or draft.is_new:
        imply_district(draft, cells, lists)
        refuse(draft, before)
        validate(draft, constraints)
        draft.changes = changes(before, draft.texts())
    return draft


def take(draft, column, text, lists):
    try:
        if why := unusable(text):
            raise ValidationError(why)
        draft.put(column, column.way.read(text, lists))
    except ValidationError as error:
        draft.errors[column.code] += error.messages


def changes(before, after):
    codes = (code for code in COLUMNS if before.get(code, "") != after.get(code, ""))
    return {code: [before.get(code, ""), after.get(code, "")] for code in codes}


def contact_of(organisation, cells):
    """The contact that the row speaks of: the first public one; never another whose facts nobody may see."""
    told = {code.removeprefix(CONTACT): text for code, text in cells.items() if code.startswith(CONTACT) and text}
    if not told:
        return None
    contacts = list(organisation.contacts.all()) if organisation.pk else []
    public = says_public(told)
    found = [one for one in contacts if one.public and (public is not False or set(told) == {"public"})]
    found += [one for one in contacts if public is not True and is_same(one, told)]
    if found or set(told) == {"public"}:
        return found[0] if found else None
    position = max((one.position for one in contacts), default=-1) + 1
    return Contact(organisation=organisation, role=ROLE, public=bool(public), position=position)


def says_public(told):
    try:
        return YES_NO.read(told.get("public", ""), None)
    except ValidationError:
        return None


def is_same(contact, told):
    """Whether the row tells an address or number of this contact, or without such its person or role."""
    reaches = {told.get("email", "").lower(), dialled(told.get("phone", ""))} - {"", *CLEARING}
    if reaches:
        return bool(reaches & {contact.email.lower(), dialled(contact.phone)})
    return contact.person == told["person"] if "person" in told else contact.role == told.get("role")


def imply_district(draft, cells, lists):
    """Whoever is in a quarter is in its district."""
    quarter = draft.organisation.quarter
    if "quarter" in draft.taken and quarter and not cells.get("district"):
        draft.put(COLUMNS["district"], lists.find(District, quarter.district_id))


def refuse(draft, before):
    """What the list may not do."""
    if draft.organisation.merged_into_id:
        wrong = gettext("This entry was merged into “%s”. Change that one.")
        draft.errors[""].append(wrong % draft.organisation.merged_into)
    if "kind" in draft.taken and before.get("kind") == KIND.text(Organisation.Kind.OFFICE):
        draft.errors["kind"].append(gettext("This is the city office itself, which cannot become something else."))


def validate(draft, constraints):
    validate_thing(draft, draft.organisation, "", {"name"}, constraints)
    if draft.contact and (not draft.contact.pk or any(code.startswith(CONTACT) for code in draft.taken)):
        validate_thing(draft, draft.contact, CONTACT, {"role"}, constraints)


def validate_thing(draft, thing, prefix, required, constraints):
    """The model's rules for what the row fills and for how that goes together with the rest."""
    names = {field.name for field in thing._meta.fields}
    filled = {name for name in names if f"{prefix}{name}" in draft.taken} | (set() if thing.pk else required)
    # Places come from the lists, so the database need not be asked whether they exist.
    note(draft, prefix, thing.clean_fields, exclude=names - (filled - set(PLACES)))
    note(draft, prefix, thing.clean)
    sound = {name for name in names if f"{prefix}{name}" in COLUMNS and f"{prefix}{name}" not in draft.errors}
    note(draft, prefix, constraints.check, thing=thing, sound=sound)


def note(draft, prefix, rule, **options):
    try:
        rule(**options)
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in told.items():
            code = f"{prefix}{name}"
            draft.errors[code if code in COLUMNS else ""] += messages

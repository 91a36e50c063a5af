"""Facts are written into an entry, all of them or none."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from .. import indexing
from ..models import Contact, Organisation
from . import facts, telling

ADDRESS = {"street", "postcode", "city"}
SPOT = {"latitude", "longitude"}


class Impossible(Exception):
    """Why these facts cannot stand together, in words; `thing` says where."""

    def __init__(self, thing, reason):
        super().__init__(reason)
        self.thing = thing


def lock(pk):
    """The organisation as it is now; it and its parts cannot be written by anybody else until the transaction ends."""
    organisation = Organisation.objects.select_for_update().get(pk=pk)
    for parts in (organisation.contacts, organisation.offers):
        list(parts.select_for_update().order_by("pk").values_list("pk"))
    return organisation


@transaction.atomic
def apply(organisation, changes):
    """Writes {key: value} into the locked organisation and into the search; raises Impossible."""
    for thing in sorted({thing for thing, _name in changes}):
        own = {name: found for (other, name), found in changes.items() if other == thing}
        try:
            write(organisation, thing, own)
        except ValidationError as error:
            raise Impossible(thing, reason(thing, error)) from None
    indexing.index([organisation.pk])


def reason(thing, error):
    """What is wrong, with the names of the fields where it is about one."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(one for name, wrong in error.message_dict.items() for one in told(thing, name, wrong))


def told(thing, name, messages):
    if name in (NON_FIELD_ERRORS, "i18n"):
        return messages
    return [f"{telling.label(thing, name)}: {message}" for message in messages]


def write(organisation, thing, own):
    if "" in own:
        return write_whole(organisation, thing, own[""])
    target = facts.find(organisation, thing)
    if target is not None:
        write_fields(target, own)


def write_whole(organisation, thing, whole):
    if whole is not None:
        return write_fields(make(organisation, thing), whole)
    if part := facts.find(organisation, thing):
        part.delete()


def make(organisation, thing):
    """A part that is not saved yet; a contact comes behind the others."""
    part = facts.model_of(thing)(organisation=organisation)
    if isinstance(part, Contact):
        last = organisation.contacts.aggregate(last=Max("position"))["last"]
        part.position = 0 if last is None else last + 1
    return part


def write_fields(thing, own):
    columns = {put(thing, name, found) for name, found in own.items() if is_column(thing, name)}
    if isinstance(thing, Organisation) and columns & ADDRESS:
        # The point on the map was that of the former address.
        thing.latitude = thing.longitude = None
        columns |= SPOT
    check(thing, columns)
    save(thing, columns)
    for name, found in own.items():
        if not is_column(thing, name):
            put_relation(thing, name, found)


def is_column(thing, name):
    return name != facts.OPENING_HOURS and not facts.is_choice(thing, name)


def put_relation(thing, name, found):
    if name != facts.OPENING_HOURS:
        return facts.put_terms(thing, name, found)
    try:
        facts.put_opening_hours(thing, found or [])
    except ValidationError as error:
        raise ValidationError({facts.OPENING_HOURS: error.messages}) from None


def put(thing, name, found):
    return put_logo(thing, found) if name == "logo" else facts.put(thing, name, found)


def put_logo(organisation, path):
    """Copies the picture that waits in the storage, so that the proposal can still show it."""
    if not path:
        organisation.logo = ""
        return "logo"
    if not default_storage.exists(path):
        raise ValidationError({"logo": gettext("This picture is no longer there. It must be uploaded again.")})
    with default_storage.open(path) as file:
        organisation.logo = ContentFile(file.read(), name=path)
    return "logo"


def check(thing, columns):
    names = {field.name for field in thing._meta.fields}
    thing.clean_fields(exclude=names - columns - {"i18n"} if thing.pk else {"organisation"})
    thing.clean()
    thing.validate_constraints()


def save(thing, columns):
    if not thing.pk:
        return thing.save()
    if columns:
        dated = {"changed_at"} if isinstance(thing, Organisation) else set()
        thing.save(update_fields=sorted(columns | dated))

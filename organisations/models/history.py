"""What the history remembers: every change of these things, by whomever and by whatever way, kept by the database.

The rows are append-only: triggers refuse to change, delete or truncate them. Erasing a person's data needs a
documented purge that switches the triggers off by name.
"""

import pghistory
import pgtrigger
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.history import CHOICES, PARTS, WAYS

from .contact import Contact
from .freshness import FreshnessStep
from .membership import JoinRequest, Membership
from .offer import Offer
from .opening_hours import OpeningHours
from .organisation import FormerSlug, InternalRecord, Organisation, OrganisationMembership
from .page import Page
from .place import District, Quarter
from .report import ErrorReport
from .user import User
from .vocabulary import Language, Synonym, TargetGroup, Topic

NEVER_EMPTIED = pgtrigger.Trigger(
    name="never_emptied",
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    level=pgtrigger.Statement,
    func="RAISE EXCEPTION 'The history cannot be emptied.';",
)


def remember(*events, **options):
    """Who did it stands in the row itself, so that it is as safe as the rest."""
    return pghistory.track(
        *events,
        append_only=True,
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
        meta={"triggers": [NEVER_EMPTIED], "default_permissions": ()},
        **options,
    )


def remember_things(*models, exclude=()):
    """Each state of the thing, from its creation to its end; a save that changed nothing is no event."""
    for model in models:
        options = {"exclude": list(exclude)} if exclude else {}
        remember(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options)(model)


def remember_choices(model, name):
    """What was added to and taken from a many-to-many relation, by a proxy, since the table itself has no class."""
    through = getattr(model, name).through
    label = "".join(part.capitalize() for part in through.__name__.split("_"))
    meta = type("Meta", (), {"proxy": True, "app_label": "organisations", "default_permissions": ()})
    chosen = type(f"{label}Choice", (through,), {"Meta": meta, "__module__": __name__})
    return remember(pghistory.InsertEvent("added"), pghistory.DeleteEvent("removed"), obj_field=None)(chosen)


remember_things(Organisation, exclude=["name_key", "created_at", "changed_at", "translated_from"])
remember_things(Contact, Offer, OpeningHours, exclude=["translated_from"])
remember_things(OrganisationMembership, FormerSlug, InternalRecord, FreshnessStep)
# Who speaks for whom; what people wrote to each other about it is not repeated here.
remember_things(Membership)
remember_things(JoinRequest, exclude=["message", "reason"])
remember_things(Topic, TargetGroup, Language, Synonym)
remember_things(Page, exclude=["translated_from"])
remember_things(District, Quarter, exclude=["shape"])
# Whoever reported an error is not remembered.
remember_things(ErrorReport, exclude=["email"])
remember_things(User, exclude=["password", "last_login", "date_joined"])
CHOICES |= {
    (owner, name): remember_choices(owner, name)
    for owner, names in (
        (Organisation, ("topics", "target_groups", "languages")),
        (Offer, ("topics", "target_groups", "languages")),
        (Contact, ("languages",)),
        (User, ("groups",)),
    )
    for name in names
}
PARTS[Organisation] = [
    *(Contact, Offer, OpeningHours, OrganisationMembership, FormerSlug, InternalRecord, ErrorReport),
    *(Membership, JoinRequest, FreshnessStep),
]
WAYS |= {
    ("proposal", "accepted"): _("by an accepted proposal"),
    ("proposal", "at_once"): _("by the association, published at once"),
    "import": _("by an imported list"),
    "merged": _("by merging two entries"),
    "bulk": _("for several at once"),
    "freshness": _("because nobody confirmed the entry"),
    "confirmed": _("by the link in a mail"),
    "without_signatory": _("although nobody signs for the association then"),
}

"""Invented associations and accounts, so that the portal can be tried. Never beside real people's accounts."""

import json
from datetime import date, time, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from allauth.account.models import EmailAddress
from anyascii import anyascii
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from darmstadt_mso.lib.contents import OtherPeople

from . import geometry, indexing
from .models import (
    Contact,
    District,
    InternalRecord,
    JoinRequest,
    Language,
    Membership,
    Offer,
    OpeningHours,
    Organisation,
    OrganisationMembership,
    Quarter,
    Role,
    User,
)
from .starting import set_terms

FOLDER = Path(__file__).parent / "demo"
SOURCE = "Demo (erfunden)"
PASSWORD = "demo-darmstadt"
DOMAIN = "@demo.example"
STAFF = {
    "leitung": "Leitung",
    "redaktion": "Redaktion",
    "foerderung": "Förderung",
    "entscheidung": "Entscheidung",
    "beirat": "Beirat",
}
# Whom they speak for: the number of the demo association and the role, or nobody.
MEMBERS = {
    "vorstand": ("Vorstand", 0, Role.SIGNATORY),
    "mitglied": ("Mitglied", 0, Role.EDITOR),
    "fremd": ("Fremd", 1, Role.SIGNATORY),
    "neu": ("Neu", None, None),
}
REQUEST = "Ich helfe beim Sommerfest und möchte die Termine eintragen. (erfunden)"
PLAIN = (
    "name short_name native_name kind legal_form founded register_number street postcode website state"
    " step_free accessible_toilet hearing_loop"
).split()
TRANSLATED = ("summary", "description", "access_note")
TERMS = ("topics", "target_groups", "languages")
# When an offer takes place, as days from today.
SEASONS = {"always": (None, None), "now": (-30, 60), "past": (-200, -20), "future": (30, 150)}


def associations():
    files = sorted(FOLDER.glob("associations_*.json"))
    return [facts for file in files for facts in json.loads(file.read_text(encoding="utf-8"))]


@transaction.atomic
def load(today=None):
    """Loads accounts and associations that are missing; returns in words what came in."""
    if User.objects.exclude(email__endswith=DOMAIN).exists():
        raise OtherPeople
    make_accounts()
    known = set(Organisation.objects.filter(source=SOURCE).values_list("uuid", flat=True))
    missing = [facts for facts in associations() if uuid_of(facts["name"]) not in known]
    made = [make_association(facts, today or timezone.localdate()) for facts in missing]
    if made:
        indexing.index([organisation.pk for organisation in made])
    make_members(today or timezone.localdate())
    return [f"{len(made)} invented associations"] if made else []


@transaction.atomic
def remove():
    """Takes the demo's associations and accounts away again."""
    Organisation.objects.filter(source=SOURCE).delete()
    User.objects.filter(email__endswith=DOMAIN).delete()
    indexing.reindex()


def make_accounts():
    for name, role in STAFF.items():
        if user := make_account(name, role, is_staff=True):
            user.groups.add(Group.objects.get(name=role))


def make_account(name, last_name, **fields):
    """Somebody with a proved address, or None where the account is there already."""
    email = name + DOMAIN
    if User.objects.filter(email=email).exists():
        return None
    user = User.objects.create_user(email, PASSWORD, first_name="Demo", last_name=last_name, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_members(today):
    """People of associations, and one of them who asks to join another one."""
    entries = Organisation.objects.filter(source=SOURCE, kind=Organisation.Kind.ASSOCIATION)
    entries = entries.published().order_by("name_key")[:2]
    for name, (last_name, number, role) in MEMBERS.items():
        user = make_account(name, last_name)
        if user and number is not None:
            since = today - timedelta(days=400)
            Membership.objects.create(organisation=entries[number], user=user, role=role, since=since)
        if user and name == "fremd":
            JoinRequest.objects.create(organisation=entries[0], user=user, message=REQUEST)


def uuid_of(name):
    """The same for the same name, so that an entry is known again whatever staff changed of it."""
    return uuid5(NAMESPACE_URL, f"https://demo.example/{name}")


def slug_of(name):
    return slugify(anyascii(name.replace("e.V.", ""))).strip("-")[:100]


def make_association(facts, today):
    confirmed = today - timedelta(days=30 * facts["confirmed_months_ago"])
    organisation = Organisation(
        uuid=uuid_of(facts["name"]),
        slug=slug_of(facts["name"]),
        source=SOURCE,
        basis=Organisation.Basis.CONSENT,
        consent_on=confirmed,
        confirmed_on=confirmed if facts["state"] not in ("draft", "pending") else None,
        rooms=facts["rooms"],
        register_court="Darmstadt" if facts["register_number"] else "",
        social_links=facts["social"],
        **{name: facts[name] for name in PLAIN},
        **translated(facts, TRANSLATED),
    )
    place(organisation, facts)
    organisation.save()
    set_terms(organisation, facts)
    add_parts(organisation, facts, today)
    return organisation


def translated(facts, fields):
    """German into the columns, other languages into i18n."""
    base = {field: facts[field].get("de", "") for field in fields}
    i18n = {f"{field}_{code}": text for field in fields for code, text in facts[field].items() if code != "de" and text}
    return {**base, "i18n": i18n}


def place(organisation, facts):
    if not facts["quarter"]:
        organisation.address_public = False
        return
    organisation.quarter = Quarter.objects.get(pk=facts["quarter"])
    organisation.district = District.objects.get(pk=organisation.quarter.district_id)
    if facts["street"]:
        organisation.longitude, organisation.latitude = geometry.point_inside(organisation.quarter.shape, facts["name"])


def add_parts(organisation, facts, today):
    for row in facts["opening_hours"]:
        OpeningHours.objects.create(
            organisation=organisation,
            weekday=row["weekday"],
            opens=time.fromisoformat(row["from"]),
            closes=time.fromisoformat(row["to"]),
            **translated(row, ["note"]),
        )
    for position, contact in enumerate(facts["contacts"]):
        make_contact(organisation, contact, position)
    for offer in facts["offers"]:
        make_offer(organisation, offer, today)
    if facts["umbrella"]:
        # The real umbrella gets no invented members.
        umbrella = Organisation.objects.get(kind=Organisation.Kind.UMBRELLA, source=SOURCE)
        OrganisationMembership.objects.create(umbrella=umbrella, member=organisation, since=date(today.year - 2, 1, 1))
    if facts["internal"]:
        InternalRecord.objects.create(organisation=organisation, **facts["internal"])


def make_contact(organisation, facts, position):
    plain = {name: facts[name] for name in ("person", "phone", "email", "public")}
    contact = Contact.objects.create(
        organisation=organisation, position=position, **plain, **translated(facts, ["role"])
    )
    contact.languages.set(Language.objects.filter(code__in=facts["languages"]))


def make_offer(organisation, facts, today):
    begins, ends = SEASONS[facts["season"]]
    offer = Offer.objects.create(
        organisation=organisation,
        cost=facts["cost"],
        childcare=facts["childcare"],
        online=facts["online"],
        active_from=today + timedelta(days=begins) if begins else None,
        active_to=today + timedelta(days=ends) if ends else None,
        **translated(facts, ["title", "text", "when", "where", "cost_note"]),
    )
    set_terms(offer, facts)

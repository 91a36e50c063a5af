"""Things for tests: as plain as the database allows, everything else is said in the test."""

from io import BytesIO
from itertools import count

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from organisations import indexing
from organisations.models import Contact, Membership, Offer, Organisation, Role, User

_numbers = count(1)


def make_organisation(index=True, topics=(), target_groups=(), languages=(), **fields):
    """A published association; `index=False` keeps it out of the search."""
    number = next(_numbers)
    fields = {
        "name": f"Verein {number}",
        "slug": f"verein-{number}",
        "state": Organisation.State.PUBLISHED,
        "basis": Organisation.Basis.PUBLIC_SOURCE,
        "confirmed_on": timezone.localdate(),
    } | fields
    organisation = Organisation.objects.create(**fields)
    organisation.topics.set(topics)
    organisation.target_groups.set(target_groups)
    organisation.languages.set(languages)
    if index:
        indexing.index([organisation.pk])
    return organisation


def make_offer(organisation, index=True, topics=(), target_groups=(), languages=(), **fields):
    offer = Offer.objects.create(organisation=organisation, **({"title": "Sprachcafé"} | fields))
    offer.topics.set(topics)
    offer.target_groups.set(target_groups)
    offer.languages.set(languages)
    if index:
        indexing.index([organisation.pk])
    return offer


def make_contact(organisation, **fields):
    fields = {"role": "Vorstand", "email": "vorstand@verein.example", "public": True} | fields
    return Contact.objects.create(organisation=organisation, **fields)


def make_user(role=None, **fields):
    """Somebody with an account; with a role, a member of staff."""
    fields = {"email": f"person{next(_numbers)}@example.org", "is_staff": role is not None} | fields
    user = User.objects.create_user(**fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_membership(user, organisation, role=Role.EDITOR, **fields):
    return Membership.objects.create(user=user, organisation=organisation, role=role, **fields)


def make_member(organisation, role=Role.EDITOR):
    """Somebody who speaks for the organisation."""
    user = make_user()
    make_membership(user, organisation, role)
    return user


def make_picture(format="PNG", size=(20, 10), name="logo.png"):
    """A file as somebody uploads it."""
    buffer = BytesIO()
    Image.new("RGB", size).save(buffer, format)
    return SimpleUploadedFile(name, buffer.getvalue())

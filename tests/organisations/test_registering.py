"""An association that the directory does not have is registered, and the office approves it or not."""

import pytest
from django.utils import timezone

from organisations import joining, registering
from organisations.duplicates import Facts
from organisations.models import FormerSlug, JoinRequest, Organisation, SearchEntry
from organisations.permissions import may_edit, signs_for
from tests import mails
from tests.factories import make_organisation, make_user

pytestmark = pytest.mark.django_db
NAME = "Qwimpel Kulturverein e.V."


def register(user=None, name=NAME, role="signatory"):
    entry = Organisation(name=name, summary="Musik für alle", city="Darmstadt")
    contact = {"email": "kontakt@qwimpel.example", "phone": ""}
    return registering.register(user or make_user(), entry, contact, role, "Vorsitz")


def test_a_registered_association_waits_for_the_office_and_nobody_sees_it(client):
    request = register()
    entry = request.organisation
    facts = (entry.state, entry.slug, entry.basis, entry.consent_on, entry.source, entry.confirmed_on)
    assert facts == ("pending", "qwimpel-kulturverein", "consent", timezone.localdate(), "Anmeldung im Portal", None)
    assert [(one.role, one.email, one.public) for one in entry.contacts.all()] == [
        ("Verein", "kontakt@qwimpel.example", True)
    ]
    assert (request.registers, request.role, request.message) == (True, "signatory", "Vorsitz")
    assert client.get(entry.get_absolute_url()).status_code == 404
    assert may_edit(request.user, entry) and not signs_for(request.user, entry)


@pytest.mark.parametrize(
    "name, slug",
    [
        ("Café Zentral e.V.", "cafe-zentral"),
        ("جمعية الياسمين", "jmyh-lysmyn"),
        ("!!!", "verein"),
        ("a" * 200, "a" * 100),
    ],
)
def test_the_address_is_made_from_the_name(name, slug):
    assert register(name=name).organisation.slug == slug


def test_an_address_that_is_or_was_somebodys_is_not_taken():
    make_organisation(slug="qwimpel-kulturverein")
    FormerSlug.objects.create(slug="qwimpel-kulturverein-2", organisation=make_organisation())
    assert register().organisation.slug == "qwimpel-kulturverein-3"


def test_a_second_click_registers_nothing_more():
    user = make_user()
    assert register(user).pk == register(user).pk
    assert Organisation.objects.filter(name=NAME).count() == 1


def test_nobody_registers_without_end():
    user = make_user()
    for number in range(registering.MOST_OPEN):
        register(user, f"Verein {number}")
    with pytest.raises(registering.TooMany):
        register(user, "Noch einer")


def test_only_public_entries_are_shown_as_likely_duplicates():
    shown = make_organisation(name="Qwimpel Kulturverein")
    make_organisation(name="Qwimpel Kulturverein", state="pending")
    found = registering.likely(Facts("Qwimpel-Kulturverein e.V."))
    assert [(one, bool(why)) for one, why in found] == [(shown, True)]


def test_the_office_publishes_and_accepts_in_one_go(client):
    request, office = register(), make_user("Redaktion")
    joining.accept(request, office, "signatory", seen=registering.fingerprint(request.organisation))
    entry = Organisation.objects.get(name=NAME)
    assert (entry.state, entry.confirmed_on, entry.confirmed_by) == ("published", timezone.localdate(), request.user)
    assert signs_for(request.user, entry)
    assert client.get(entry.get_absolute_url()).status_code == 200
    assert SearchEntry.objects.filter(organisation=entry).exists()
    (mail,) = mails.sent()
    assert mail.to == [request.user.email] and "/konto/vereine/qwimpel-kulturverein/" in mail.body


@pytest.mark.parametrize("part", ["the entry", "its contact"])
def test_what_was_changed_since_the_office_looked_is_not_published(part):
    request, office = register(), make_user("Redaktion")
    seen = registering.fingerprint(request.organisation)
    if part == "the entry":
        Organisation.objects.filter(name=NAME).update(description="Jetzt kaufen")
    else:
        request.organisation.contacts.update(phone="06151 1")
    for unread in (seen, ""):
        with pytest.raises(registering.Unseen):
            joining.accept(request, office, "signatory", seen=unread)
    assert (Organisation.objects.get(name=NAME).state, JoinRequest.objects.get().state) == ("pending", "open")
    assert (signs_for(request.user, request.organisation), mails.sent()) == (False, [])


def test_a_refused_registration_is_hidden_and_its_author_reads_why():
    request = register()
    joining.refuse(request, make_user("Redaktion"), "Den Verein gibt es schon.")
    assert Organisation.objects.get(name=NAME).state == "hidden"
    assert not may_edit(request.user, Organisation.objects.get(name=NAME))
    (mail,) = mails.sent()
    assert "Den Verein gibt es schon." in mail.body


def test_a_withdrawn_registration_is_hidden():
    joining.withdraw(register())
    assert Organisation.objects.get(name=NAME).state == "hidden"


@pytest.mark.parametrize("deed", ["refuse", "withdraw"])
def test_an_entry_that_the_office_has_published_meanwhile_stays(deed):
    request = register()
    Organisation.objects.filter(name=NAME).update(state="published")
    request = JoinRequest.objects.get(pk=request.pk)
    joining.withdraw(request) if deed == "withdraw" else joining.refuse(request, make_user("Redaktion"), "Nein")
    assert Organisation.objects.get(name=NAME).state == "published"

"""A submitted application for tests of what follows; what its pages ask is answered here, without their forms."""

import copy

from django.utils import timezone

from grants import submitting
from organisations.models import Role
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_application, make_call

ANSWERS = {
    "verein": {
        "contact_name": "Almaz Tesfaye",
        "contact_role": "Kassenwartin",
        "contact_phone": "06151 12345",
        "contact_email": "kasse@verein.example",
        "account_holder": "Kulturverein",
        "iban": "DE02120300000000202051",
        "bic": "",
        "charitable": "yes",
        "vat": "no",
    },
    "projekt": {
        "title": "Sprachcafé im Martinsviertel",
        "kind": "new",
        "begins_on": "2027-03-01",
        "ends_on": "2027-06-30",
        "events": "jeden Dienstag",
        "place": "Nachbarschaftsheim",
        "district": "",
        "participants": 25,
        "partners": "",
        "topics": [],
        "local": "yes",
        "begun": "no",
        "other_grants": "no",
        "other_grants_text": "",
    },
    "inhalt": {"ziel": "Menschen lernen Deutsch.\n\nتعلم اللغة ሰላም 🎉"},
    "plan": {
        "costs": [
            {"kind": "honorare", "label": "Lehrerin", "quantity": "20.00", "rate": "30.00", "amount": "600.00"},
            {"kind": "material", "label": "Hefte", "quantity": None, "rate": None, "amount": "1234.50"},
        ],
        "income": [{"kind": "own", "label": "Vereinskasse", "amount": "1459.50"}],
        "voluntary": [{"label": "Betreuung", "hours": "12.50"}],
        "requested": "375.00",
    },
    "anlagen": [],
    "erklaerungen": {"wahr": True},
}
PAPER = {"paper": "satzung", "key": "abc", "name": "Satzung 2024.pdf", "sha256": "a1" * 32, "size": 20480, "pages": 3}


def answers(**sections):
    """The same for everybody, with what the test says of single sections."""
    found = copy.deepcopy(ANSWERS)
    for key, given in sections.items():
        found[key] = found[key] | given if isinstance(given, dict) else given
    return found


def make_asking_call(**fields):
    """It asks one question, one paper and two declarations, and promises two dates."""
    call = make_call(publish=False, **fields)
    call.questions.create(key="ziel", text="Was ist das Ziel?")
    call.papers.create(key="satzung", name="Satzung")
    call.declarations.create(key="wahr", text="Alle Angaben sind wahr.")
    call.declarations.create(key="fotos", text="Fotos dürfen gezeigt werden.", required=False)
    return call


def submit(call, user=None, organisation=None, **sections):
    """The submission of a signatory's application, with its papers as the answers name them."""
    organisation = organisation or make_organisation(name="Kulturverein Asmara", short_name="KVA")
    user = user or make_member(organisation, Role.SIGNATORY)
    draft = make_application(organisation, call, title=ANSWERS["projekt"]["title"])
    return submitting.submit(draft, answers(**sections), {}, user, timezone.now())

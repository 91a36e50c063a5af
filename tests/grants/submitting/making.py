"""Applications that are ready to be submitted."""

from grants import submitting
from grants.forms.whole import Whole
from grants.models import Application
from organisations.models import Topic
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_application, make_call, type_section

ANSWERS = {
    "verein": {"contact_name": "Ada Lenz", "iban": "DE02120300000000202051"},
    "projekt": {"title": "Lesen", "begins_on": "2027-03-01", "ends_on": "2027-06-30"},
    "inhalt": {},
    "plan": {
        "costs": [
            {"kind": "honorare", "label": "Trainerin", "quantity": "10.00", "rate": "30.00", "amount": "300.00"},
            {"kind": "material", "label": "", "quantity": None, "rate": None, "amount": "200.00"},
        ],
        "income": [{"kind": "own", "label": "", "amount": "125.00"}],
        "voluntary": [{"label": "Betreuung", "hours": "12.50"}],
        "requested": "375.00",
    },
    "erklaerungen": {},
    "anlagen": [],
}


def make_draft(organisation=None, call=None, signatory=None):
    """(draft in which a signatory typed a title, that signatory)"""
    organisation = organisation or make_organisation()
    signatory = signatory or make_member(organisation, "signatory")
    draft = make_application(organisation, call or make_call())
    type_section(draft, "projekt", signatory, title="Lesen")
    return fresh(draft), signatory


def fresh(application):
    return Application.objects.get(pk=application.pk)


def numbers_of(application):
    return dict(application.sections.values_list("key", "number"))


def send(application, user, at=None, answers=ANSWERS):
    at = at or submitting.arrival()
    return submitting.submit(application, answers, numbers_of(application), user, at)


VEREIN = {
    "contact_name": "Ada Lenz",
    "contact_phone": "06151 12345",
    "contact_email": "ada@verein.example",
    "account_holder": "Lesekreis e.V.",
    "iban": "DE02 1203 0000 0000 2020 51",
    "charitable": "yes",
    "vat": "no",
}
PROJEKT = {
    "title": "Lesen",
    "kind": "new",
    "begins_on": "01.03.2027",
    "ends_on": "30.06.2027",
    "place": "Bürgerhaus",
    "participants": "25",
    "local": "yes",
    "begun": "no",
    "other_grants": "no",
}


def management(prefix, total):
    return {f"{prefix}-TOTAL_FORMS": str(total), f"{prefix}-INITIAL_FORMS": "0"}


PLAN = {
    **management("kosten", 1),
    "kosten-0-category": "honorare",
    "kosten-0-label": "Trainerin",
    "kosten-0-quantity": "10",
    "kosten-0-rate": "50,00",
    **management("einnahmen", 1),
    "einnahmen-0-kind": "own",
    "einnahmen-0-label": "Vereinskasse",
    "einnahmen-0-amount": "125,00",
    **management("ehrenamt", 0),
    "requested": "375,00",
}


def make_complete(organisation=None, call=None):
    """(draft in which nothing is missing, a signatory)"""
    draft, signatory = make_draft(organisation, call)
    topic = Topic.objects.first().code
    for key, typed in {"verein": VEREIN, "projekt": PROJEKT | {"topics": [topic]}, "plan": PLAN}.items():
        type_section(draft, key, signatory, **typed)
    return fresh(draft), signatory


def make_sent(organisation=None, call=None):
    """(submitted application, the signatory who did it)"""
    draft, signatory = make_complete(organisation, call)
    whole = Whole(draft)
    assert whole.is_complete
    send(draft, signatory, answers=whole.answers())
    return fresh(draft), signatory

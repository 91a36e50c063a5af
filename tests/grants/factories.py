"""Things of the grants for tests: a call with the published rules of 2008, open now; everything else the test says."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from grants import publishing, writing
from grants.models import Application, Call, Document, Programme, StatusChange

from .casework import traces

_numbers = count(1)


def make_programme(**fields):
    number = next(_numbers)
    # R to Z: none that the starting content, the demo or a test has.
    letters = chr(82 + number // 676 % 9) + chr(65 + number // 26 % 26) + chr(65 + number % 26)
    fields = {"slug": f"programm-{number}", "code": letters, "name": f"Programm {number}"} | fields
    return Programme.objects.create(**fields)


def make_call(programme=None, publish=True, costs=("Honorare", "Material"), **fields):
    """Takes 75 % of the deficit, at most 500 EUR; opened yesterday, closes in ten days. `costs` are eligible."""
    number, now = next(_numbers), timezone.now().replace(microsecond=0)
    fields = {
        "programme": programme or make_programme(),
        "slug": f"aufruf-{number}",
        "title": f"Ausschreibung {number}",
        "year": 2026,
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=10),
        "share": Decimal(75),
        "maximum": Decimal(500),
    } | fields
    call = Call.objects.create(**fields)
    for position, name in enumerate(costs):
        call.cost_categories.create(key=name.lower(), name=name, position=position)
    if publish:
        publishing.publish(call, None)
        call.refresh_from_db()
    return call


def make_application(organisation, call=None, **fields):
    """A draft in which nothing was typed yet."""
    call = call or make_call()
    return Application.objects.create(organisation=organisation, call=call, version=call.published, **fields)


def type_section(application, key, user, **typed):
    """What the person typed last in this section; a value is a text or a list of texts."""
    texts = {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    section = application.sections.filter(key=key).first()
    seen = section.number if section else 0
    return writing.save(application, key, texts, seen=seen, user=user).section


def leave_traces(user, organisation):
    """The person has published a call, written an application for it, submitted that, sent a paper and worked on it."""
    call = make_call(publish=False)
    publishing.publish(call, user)
    call.refresh_from_db()
    application = make_application(organisation, call)
    type_section(application, "projekt", user, title="Chor")
    StatusChange.objects.create(
        application=application, step="submit", before="draft", after="submitted", by=user, at=timezone.now()
    )
    Document.objects.create(organisation=organisation, name="Satzung.pdf", size=1, uploaded_by=user)
    traces.leave(application, user)

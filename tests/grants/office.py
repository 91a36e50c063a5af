"""The grants' rows in the table of who may open what in the administration; for the signs see tests/test_access.py."""

from functools import partial

from grants.models import PARTS, Application, Call, Programme

from .everything import make_part
from .factories import make_call, make_programme
from .submitting.making import make_sent

READERS, WRITERS = "llxx+++l", "llxx+x+l"
ADDRESSES = {
    "admin:grants_application_pdf": READERS,
    "admin:grants_call_preview": READERS,
    "admin:grants_call_publish": WRITERS,
    "admin:grants_call_copy": WRITERS,
    "admin:grants_call_archive": WRITERS,
}
KINDS = [Application, Programme, Call, *PARTS]
CALLS = (READERS, WRITERS, "llxx+r+l", WRITERS)
MODELS = {
    # Drafts are the associations' own; what was submitted is only read.
    "grants_application": (READERS, "llxxxxxl", "llxxrrrl", "llxxxxxl"),
    "grants_programme": CALLS,
    "grants_call": CALLS,
    # The rows of a call: one comes to them from its page, and is led there.
    **{f"grants_{part._meta.model_name}": ("ll>>>>>l", "llxxxxxl", *CALLS[2:]) for part in PARTS},
}


def made():
    """{model: what makes something to change or delete}"""
    parts = {part: lambda part=part: make_part(part, make_call(publish=False)) for part in PARTS}
    return {
        Application: lambda: make_sent()[0],
        Programme: make_programme,
        Call: partial(make_call, publish=False),
        **parts,
    }


def arguments(name):
    """What stands in the address of this name."""
    thing = made()[Application if "application" in name else Call]()
    return [thing.pk]

"""Publishing a call: what staff have written becomes a version that never changes again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from organisations.models import DirectoryVersion

from . import change_mails, terms
from .models import Application, Call, CallVersion


class Refused(Exception):
    """Says in words why a call was not published."""


@transaction.atomic
def publish(call, user, note=""):
    """The new version, or the present one where nothing has changed; drafts move on to it.

    `note` tells applicants what changed and why; from the second version on there must be one.
    """
    call = lock(call)
    content = terms.as_json(terms.of_call(call))
    sha256, last = terms.fingerprint(content), call.published
    if last and last.sha256 == sha256:
        return last
    number = call.versions.count() + 1
    moments = {"opens_at": call.opens_at, "closes_at": call.closes_at}
    version = CallVersion.objects.create(
        call=call, number=number, content=content, sha256=sha256, note=note, published_by=user, **moments
    )
    Call.objects.filter(pk=call.pk).update(published=version)
    take_along(call, version)
    DirectoryVersion.renew()
    return version


def take_along(call, version):
    """Drafts are judged by the new version; whoever came too late is not late where the deadline has moved."""
    drafts = Application.objects.filter(call=call, state=Application.State.DRAFT)
    is_taken = terms.of_version(version).is_taken(timezone.now())
    drafts.update(version=version, **{"late_at": None} if is_taken else {})


@transaction.atomic
def release(call, user, *, seen, note=""):
    """Publishes exactly what was shown (`seen`: its `fingerprint`) and tells those concerned; returns (version, mails).

    Raises Refused where somebody else was faster, something is missing, or the note is.
    """
    call = lock(call)
    if not has_changes(call):
        raise Refused(gettext("There is nothing to publish: it may just have been published by somebody else."))
    if seen != fingerprint(call):
        raise Refused(gettext("Somebody has changed the call while you were reading. Please look at it again."))
    if call.published and not note.strip():
        raise Refused(gettext("Say what changes and why. Applicants read it."))
    if missing := obstacles(call):
        raise Refused(" ".join(missing))
    is_change = call.published is not None
    version = publish(call, user, note.strip() if is_change else "")
    return version, change_mails.tell(call, version) if is_change else 0


def lock(call):
    """Whoever writes the call, its lists or its programme waits until this is done.

    Rows that only point to them do not: the first submission of a year would wait for this, and this for its draft.
    """
    locked = Call.objects.select_for_update(of=["self", "programme"], no_key=True)
    return locked.select_related("programme").get(pk=call.pk)


def fingerprint(call):
    """Of what staff have written so far."""
    return terms.fingerprint(terms.as_json(terms.of_call(call)))


def has_changes(call):
    """Whether something was written that is not published."""
    return call.published is None or call.published.sha256 != fingerprint(call)


def with_changes(calls):
    """Those of the calls whose published version is older than what staff have written."""
    found = calls.filter(published__isnull=False, archived=False).select_related("programme", "published")
    return [call for call in found.prefetch_related(*terms.LISTS) if has_changes(call)]


def obstacles(call):
    """What is missing before anybody may read it, in sentences."""
    written = terms.of_call(call)
    contact = written.contact_name or written.contact_phone or written.contact_email
    checks = [
        (written.summary or written.text, gettext("A text is missing: say in one sentence what the call is for.")),
        (written.cost_categories or not written.rules_known, gettext("A cost category is missing.")),
        (contact or not written.rules_known, gettext("A contact is missing: whom can applicants ask?")),
    ]
    return [words for there, words in checks if not there]


@transaction.atomic
def archive(call, archived=True):
    """Takes a call from the public pages, or shows it there again; applications stay as they are."""
    call = lock(call)
    call.archived = archived
    call.save(update_fields=["archived", "changed_at"])
    DirectoryVersion.renew()

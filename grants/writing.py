"""Writing an application: what is typed is kept before anything judges it, and nobody overwrites a colleague."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from . import asked_before, continuing, sections
from .models import Application, Revision, Section
from .permissions import is_open

NEVER_KEPT = {"csrfmiddlewaretoken", "seen", "auto", "action"}
TITLE = "title"
# Of the autosaves of one person that go on from each other, one stays for each such time.
ONE_SITTING = timedelta(minutes=10)
MOST_CHARACTERS = 200_000


class NotADraft(Exception):
    """It was submitted or withdrawn meanwhile, or the office has not asked for this section."""


class TooMuch(Exception):
    """More than MOST_CHARACTERS in one section; nothing was saved."""


@dataclass(frozen=True)
class Saved:
    """`aside` is the revision that holds what was sent, where a colleague had saved the section meanwhile; `is_older`
    says that the page's script sent it after one's own newer text, beside which it is kept."""

    section: Section
    aside: Revision | None = None
    is_older: bool = False


def typed_of(application, key):
    """What the section holds, as if its form had just been sent; None where nobody ever saved it."""
    section = application.sections.filter(key=key).first()
    return as_post(section.typed) if section and section.number else None


def as_post(typed):
    data = QueryDict(mutable=True)
    for name, texts in typed.items():
        data.setlist(name, texts)
    return data


def of_post(post):
    """{name: [texts]} of a form that was sent, without what only its sending needs; and without NUL, for PostgreSQL."""
    sent = {name: texts for name, texts in post.lists() if name not in NEVER_KEPT}
    return {name.replace("\0", ""): [text.replace("\0", "") for text in texts] for name, texts in sent.items()}


def characters(typed):
    return sum(len(name) + len(text) for name, texts in typed.items() for text in texts)


@transaction.atomic
def save(application, key, typed, *, seen, user, auto=False, anew=False):
    """Keeps what was typed ({name: [texts]}) as the newest state of the section.

    `seen` is the number of the state that the person had before their eyes. If a colleague saved another one since,
    theirs stays and this is kept aside, for the person to choose. `anew` is for texts that do not go on from the last
    ones, such as older ones. What is no longer asked stays. Raises NotADraft where it cannot be written, and TooMuch.
    """
    if characters(typed) > MOST_CHARACTERS:
        raise TooMuch
    draft = Application.objects.select_for_update().get(pk=application.pk)
    if not is_open(draft, key):
        raise NotADraft
    Section.objects.get_or_create(application=draft, key=key)
    section = Section.objects.select_for_update().get(application=draft, key=key)
    return keep(draft, section, typed, seen if seen <= section.number else 0, user, auto, anew)


def keep(draft, section, typed, seen, user, auto, anew):
    if not anew:
        typed = asked_before.still_typed(draft, section.key, section.typed) | typed
    if section.typed == typed and section.number:
        return Saved(section if auto else confirmed(section))
    if is_overtaken(section, seen, user):
        is_same = continuing.is_same(section.typed, typed)
        return Saved(section, None if is_same else put_aside(section, typed, user))
    if auto and section.number != seen and continuing.removed(section.typed, typed):
        add_revision(section, Revision.Kind.AUTO, typed, user)
        return Saved(section, is_older=True)
    if section.number == seen and not anew:
        forget_last_autosave(section, typed, user)
    return Saved(put_first(draft, section, typed, user, auto))


def confirmed(section):
    """The button was pressed for what the script had saved."""
    same = section.revisions.filter(number=section.number, kind=Revision.Kind.AUTO, typed=section.typed)
    same.update(kind=Revision.Kind.SAVED)
    return section


def is_overtaken(section, seen, user):
    """One's own second window overwrites nobody; a colleague's newer text is never overwritten."""
    others = section.revisions.filter(number__gt=seen).exclude(kind=Revision.Kind.ASIDE).exclude(by=user)
    return section.number != seen and others.exists()


def put_first(application, section, typed, user, auto):
    section.number, section.typed = section.number + 1, typed
    section.edited_by, section.edited_at = user, timezone.now()
    section.save(update_fields=["number", "typed", "edited_by", "edited_at"])
    kind = Revision.Kind.AUTO if auto else Revision.Kind.SAVED
    add_revision(section, kind, typed, user)
    settle_same(section)
    # What was sent keeps its title until the answer to the office is sent.
    if section.key == sections.PROJECT and application.is_draft:
        title = " ".join(typed.get(TITLE, [""])[0].split())[:200]
        Application.objects.filter(pk=application.pk).update(title=title)
    return section


def forget_last_autosave(section, typed, user):
    """One's own, of which this text loses nothing; the one before it, with which the sitting began, stays."""
    before = section.revisions.exclude(kind=Revision.Kind.ASIDE).reverse()[:2]
    if not all(one.kind == Revision.Kind.AUTO and one.by_id == user.pk for one in before):
        return
    last, first = before if len(before) > 1 else (None, None)
    is_one_sitting = first and first.at > timezone.now() - ONE_SITTING and continuing.goes_on(last.typed, typed)
    if last and (is_one_sitting or last.typed == typed):
        last.delete()


def put_aside(section, typed, user):
    """Beside each state of the colleague's one for each window, under an address that stays while one types on."""
    mine = section.revisions.filter(kind=Revision.Kind.ASIDE, by=user, settled_at=None, number=section.number)
    aside = next((one for one in mine.reverse() if continuing.goes_on(one.typed, typed)), None)
    if aside is None:
        return add_revision(section, Revision.Kind.ASIDE, typed, user)
    aside.typed, aside.at = typed, timezone.now()
    aside.save(update_fields=["typed", "at"])
    return aside


def add_revision(section, kind, typed, user):
    return section.revisions.create(number=section.number, kind=kind, typed=typed, by=user, at=timezone.now())


def kept_aside(application, user):
    """What this person typed while a colleague saved, and nobody has chosen yet."""
    return unsettled(application).filter(by=user)


def unsettled(application):
    """The same of everybody who can still choose."""
    aside = Revision.objects.filter(section__application=application, kind=Revision.Kind.ASIDE, settled_at=None)
    return aside.exclude(by=None).select_related("section", "by")


def settle(aside):
    """Somebody has chosen: with it, whatever else they had kept aside of this section that it holds already."""
    for one in waiting(aside.section).filter(by_id=aside.by_id):
        if one.pk == aside.pk or not continuing.removed(one.typed, aside.typed):
            close(one)


def settle_same(section):
    """Where the same stands there now, nothing is left to choose."""
    for one in waiting(section):
        if continuing.is_same(one.typed, section.typed):
            close(one)


def waiting(section):
    return section.revisions.filter(kind=Revision.Kind.ASIDE, settled_at=None)


def close(aside):
    aside.settled_at = timezone.now()
    aside.save(update_fields=["settled_at"])

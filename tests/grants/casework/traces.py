"""What people leave in the file of an application: of the office, of an advisory body, of its association."""

from django.utils import timezone

from grants.models import AdvisorySession, Appraisal, Conflict, LetterText, Notice, Service


def leave(application, user):
    """One of everything, each by this person."""
    make_casework(application, user)
    make_vote(application, user)
    make_letter(application, user)
    Conflict.objects.create(user=user, organisation=application.organisation)


def make_casework(application, user):
    """What somebody of the office writes down, sends and decides, and a request of the association."""
    at, by = timezone.now(), {"by": user}
    application.budget_lines.create(side="expense")
    application.check_marks.create(key="in_time", verdict="yes", reason="x", at=at, **by)
    asked = {"asked_by": user, "asked_at": at, "due_at": at}
    application.queries.create(number=1, sections=["plan"], text="Bitte erklären Sie das.", **asked)
    Appraisal.objects.create(application=application, financing="deficit", amount=1, at=at, **by)
    score = {"criterion": "bedarf", "points": 3, "justification": "Es ist nötig.", "at": at}
    application.scores.create(assessor=user, **score)
    application.messages.create(from_office=True, text="Guten Tag", at=at, **by)
    application.requests.create(kind="early_start", text="Wir möchten beginnen.", asked_by=user, received_at=at)
    application.consents.create(given_by=user, given_at=at)


def make_vote(application, user):
    session = AdvisorySession.objects.create(body="Beirat", held_at=timezone.now())
    seat = session.seats.create(user=user, name="Bao Beirat", present=True)
    return session.items.create(application=application).votes.create(seat=seat, choice="for")


def make_letter(application, user):
    """Of a decision that the person has prepared."""
    at = timezone.now()
    decision = application.decisions.create(kind="rejection", reasons="x", prepared_by=user, prepared_at=at)
    last = LetterText.objects.filter(kind="rejection").first()
    text = LetterText.objects.create(kind="rejection", number=last.number + 1 if last else 1, title="x", body="x")
    notice = Notice.objects.create(
        application=application,
        decision=decision,
        kind="rejection",
        text=text,
        data={},
        fingerprint=f"{application.pk}",
        made_at=at,
    )
    Service.objects.create(notice=notice, asked_at=at, fetched_by=user, fetched_at=at)
    return notice

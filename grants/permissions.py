"""Who may do what with an application, each question a function (user, application) → bool."""

from organisations.permissions import signs_for, speaks_for

from .models import Application, Conflict

State = Application.State
# As long as nothing was paid, an association may take its application back.
TAKEN_BACK = (
    State.SUBMITTED,
    State.CHECKING,
    State.QUERIED,
    State.ASSESSING,
    State.ADVISING,
    State.DECIDING,
    State.WAITING,
    State.AWARDED,
)


def is_conflicted(user, application):
    """Whether the person speaks for the association or has said that they are tied to it (§ 25 HGO)."""
    declared = Conflict.objects.open().filter(user=user, organisation=application.organisation_id)
    return speaks_for(user, application.organisation) or declared.exists()


def may_read(user, application):
    """Its association's people at any time, staff of the grants once it was submitted."""
    return may_read_case(user, application) or speaks_for(user, application.organisation)


def may_read_case(user, application):
    """The office's file of it."""
    office = user.has_perm("grants.view_application") and application.reference is not None
    return office and not is_conflicted(user, application)


def may_work_on(user, application):
    """Casework: check, ask, assess, refer, answer."""
    return user.has_perm("grants.change_application") and may_read_case(user, application)


def may_prepare(user, application):
    return user.has_perm("grants.add_decision") and may_read_case(user, application)


def may_release(user, application):
    """As the second person; that it is another one than who prepared it, the decision itself knows."""
    return user.has_perm("grants.release_decision") and may_read_case(user, application)


def may_score(user, application):
    """Whoever works on it and whoever decides may give scores while it is assessed."""
    return application.state == State.ASSESSING and (may_work_on(user, application) or may_release(user, application))


def may_write(user, application, section=None):
    """A draft; of what was submitted, the sections that the office asks about. Without a section: any of it."""
    return is_open(application, section) and speaks_for(user, application.organisation)


def is_open(application, section=None):
    """Whether the section (any) can be written."""
    if application.is_draft:
        return True
    query = application.open_query
    return query is not None and (section is None or section in query.sections)


def may_submit(user, application):
    return application.is_draft and signs_for(user, application.organisation)


def may_answer(user, application):
    return application.open_query is not None and signs_for(user, application.organisation)


def may_withdraw(user, application):
    return application.state in TAKEN_BACK and signs_for(user, application.organisation)


def may_discard(user, application):
    """A draft that nobody wants any more is deleted by whoever may write it."""
    return application.is_draft and may_write(user, application)


def may_end(user, conflict):
    """The head of the office ends what somebody declared; nobody their own."""
    return user.has_perm("grants.change_conflict") and conflict.user_id != user.pk

"""Who may do what with an application, each question a function (user, application) → bool."""

from organisations.permissions import signs_for, speaks_for

from .models import Application

State = Application.State


def may_read(user, application):
    """Its association's people at any time, staff of the grants once it was submitted."""
    office = user.has_perm("grants.view_application") and application.reference is not None
    return office or speaks_for(user, application.organisation)


def may_write(user, application):
    return application.is_draft and speaks_for(user, application.organisation)


def may_submit(user, application):
    return application.is_draft and signs_for(user, application.organisation)


def may_withdraw(user, application):
    return application.state == State.SUBMITTED and signs_for(user, application.organisation)


def may_discard(user, application):
    """A draft that nobody wants any more is deleted by whoever may write it."""
    return may_write(user, application)

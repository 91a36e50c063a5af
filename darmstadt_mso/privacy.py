"""What the roof keeps of people: how they log in, their sessions, what the administration logs, rates."""

from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import CASCADE, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .lib import kept_forms
from .lib.privacy import Due, Row, deletion, length, period, since, together, told

MEMBERS, DAY = _("People with an account"), timedelta(days=1)


# Sessions


def ended_sessions(now):
    ended = Session.objects.filter(expire_date__lt=now)
    devices = UserSession.objects.exclude(session_key__in=Session.objects.filter(expire_date__gte=now).values("pk"))
    return together(deletion(ended), deletion(devices), old_forms(now))


def old_forms(now):
    """Forms that somebody sent without log-in and never came back to."""

    def carry_out():
        return sum(forget_forms(session, now) for session in Session.objects.filter(expire_date__gte=now))

    def count():
        living = Session.objects.filter(expire_date__gte=now).iterator()
        return sum(kept_forms.forget_old(session.get_decoded(), now.timestamp()) for session in living)

    return Due(count, carry_out)


def forget_forms(session, now):
    data = session.get_decoded()
    number = kept_forms.forget_old(data, now.timestamp())
    if number:
        # Only if nobody went on with the session in the meantime; else it is done the next night.
        unchanged = Session.objects.filter(pk=session.pk, session_data=session.session_data)
        number *= unchanged.update(session_data=SessionStore().encode(data))
    return number


def end_sessions(person):
    """Everywhere, a log-in that was only begun too; sessions name the account only inside."""
    theirs = [session.pk for session in Session.objects.iterator() if names(session.get_decoded(), person)]
    Session.objects.filter(pk__in=theirs).delete()


def names(data, person):
    """Whether somebody is logged in as the person, or has begun to with their address."""
    address = person.email.lower()
    return data.get(SESSION_KEY) == str(person.pk) or person.proven and address in map(str.lower, texts(data))


def texts(value):
    """Every text in a session's data, each as a whole."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def devices(user):
    columns = {
        _("since"): "created_at",
        _("last seen"): "last_seen_at",
        _("browser"): "user_agent",
    }
    return told(UserSession.objects.filter(user=user), columns)


# Logging in


def means(user):
    """Ways to log in; secrets are nobody's business, not even in an export."""
    addresses = told(EmailAddress.objects.filter(user=user), {_("e-mail address"): "email", _("confirmed"): "verified"})
    factors = told(
        Authenticator.objects.filter(user=user),
        {_("means"): "get_type_display", _("set up"): "created_at", _("last used"): "last_used_at"},
    )
    elsewhere = told(
        SocialAccount.objects.filter(user=user),
        {_("account elsewhere"): "provider", _("number there"): "uid", _("told by it"): "extra_data"},
    )
    return [*addresses, *factors, *elsewhere]


def unfinished(now):
    return deletion(EmailConfirmation.objects.filter(created__lt=now - DAY, email_address__verified=True))


# The administration


def entries(user):
    return told(LogEntry.objects.filter(user=user), {_("moment"): "action_time", _("act"): "get_action_flag_display"})


def forget_entries(person):
    """Entries about the account and about what goes with it, which are called by the person's name."""
    model = get_user_model()
    LogEntry.objects.filter(about(model, [person.pk])).delete()
    for relation in model._meta.related_objects:
        if relation.on_delete is CASCADE:
            theirs = relation.related_model.objects.filter(**{relation.field.name: person.pk})
            LogEntry.objects.filter(about(relation.related_model, theirs.values_list("pk", flat=True))).delete()


def about(model, keys):
    return Q(content_type=ContentType.objects.get_for_model(model), object_id__in=[str(key) for key in keys])


def forget_named_entries(person):
    LogEntry.objects.filter(object_repr__iexact=person.email).delete()


# Rates


def old_rates(now):
    """Rows of the cache whose time is over; the cache itself only clears them when it is full."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    limit = datetime.fromtimestamp(now.timestamp(), UTC)

    def run(begin):
        with connection.cursor() as cursor:
            cursor.execute(f"{begin} FROM {table} WHERE expires < %s", [limit])
            return cursor.fetchone()[0] if cursor.description else cursor.rowcount

    return Due(lambda: run("SELECT count(*)"), lambda: run("DELETE"))


REGISTER = [
    Row(
        "log_in",
        what=_("Ways to log in: confirmed address, second factor, passkeys, connected accounts"),
        whose=MEMBERS,
        why=_("So that nobody but you can use your account."),
        until=lambda: gettext("Until you remove it or delete the account"),
        models=tuple(
            one._meta.label for one in (EmailAddress, EmailConfirmation, Authenticator, SocialAccount, SocialToken)
        ),
        expired=unfinished,
        of=means,
    ),
    Row(
        "sessions",
        what=_("Sessions: where you are logged in, with kind of browser and device; a form that was kept for you"),
        whose=_("People who log in"),
        why=_("So that you stay logged in, can end a session elsewhere, and lose nothing that you typed."),
        until=lambda: (
            gettext("Until you log out, %(days)s at the most; a form one day")
            % {"days": length(settings.SESSION_COOKIE_AGE // 86_400)}
        ),
        models=(Session._meta.label, UserSession._meta.label),
        expired=ended_sessions,
        of=devices,
        erase=end_sessions,
    ),
    Row(
        "office_log",
        what=_("Log of the administration: who of the staff changed which thing"),
        whose=_("The office's staff, and people whose account they changed"),
        why=_("So that the work in the administration can be explained."),
        until=lambda: period("history"),
        models=(LogEntry._meta.label,),
        expired=lambda now: deletion(LogEntry.objects.filter(action_time__lt=since(now, "history"))),
        of=entries,
        erase=forget_entries,
        erase_address=forget_named_entries,
    ),
    Row(
        "rates",
        what=_("How often something was tried from one connection, with its address on the net"),
        whose=_("Everybody who logs in or sends a form"),
        why=_("So that nobody guesses passwords or floods the office."),
        until=lambda: gettext("Until the following night"),
        expired=old_rates,
    ),
]

"""What the outbox keeps of people."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.privacy import Due, Row, deletion, period, since, together, told

from . import keeping
from .models import FINISHED, Attachment, Message, Unsubscribed


def short_lived(now):
    """Codes and links to log in, and the last mail to somebody who left."""
    found = Message.objects.filter(Q(confidential=True) | Q(template__in=settings.FAREWELL_MAILS))
    return found.filter(state__in=FINISHED, moved_at__lt=since(now, "farewells"))


def old_messages(now):
    # One set, so that what is old for both reasons counts once.
    return deletion(short_lived(now) | keeping.old(since(now, "mails")))


def old_files(now):
    """Without a mail server mails are files. Codes and last mails cannot be told apart in them, so all go as early;
    the outbox keeps the others readable."""
    limit = since(now, "farewells")
    paths = [path for path in files() if datetime.fromtimestamp(path.stat().st_mtime, UTC) < limit]
    return Due(lambda: len(paths), lambda: len([path.unlink(missing_ok=True) for path in paths]))


def files():
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.glob("*.log")) if folder.is_dir() else []


def messages(user):
    columns = {
        _("subject"): "subject",
        _("text"): lambda mail: gettext("is not shown, because it gives access") if mail.confidential else mail.text,
        _("attached files"): lambda mail: list(mail.attachments.values_list("name", flat=True)),
        _("state"): "get_state_display",
        _("written"): "created_at",
        _("sent"): "sent_at",
    }
    return told(keeping.of_address(user.email), columns)


def unsubscribed(user):
    return told(keeping.unsubscribed_of(user.email), {_("kind of mail"): "kind", _("since"): "created_at"})


REGISTER = [
    Row(
        "mails",
        what=_("Mails from the portal: address, subject, text and attached files"),
        whose=_("People to whom the portal writes"),
        why=_("So that each mail is sent once, and the office sees what did not arrive."),
        until=lambda: (
            gettext("%(period)s after sending; codes, links to log in and the last mail to you %(short)s")
            % {"period": period("mails"), "short": period("farewells")}
        ),
        models=(Message._meta.label, Attachment._meta.label),
        expired=lambda now: together(old_messages(now), old_files(now)),
        of=messages,
        erase_address=lambda person: keeping.of_address(person.email).delete(),
        stays=_("One last mail, which tells you that your account is deleted; it goes a few days later."),
    ),
    Row(
        "unsubscribed",
        what=_("Which kinds of mail somebody does not want; the address only as a value that nobody can read"),
        whose=_("People who have unsubscribed from mails"),
        why=_("So that the portal does not write to them again."),
        until=lambda: gettext("As long as the portal sends mails of this kind"),
        models=(Unsubscribed._meta.label,),
        of=unsubscribed,
        stays=_("That you do not want a kind of mail: without it we would write to you again."),
    ),
]

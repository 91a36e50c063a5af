import sys

from django.core.management.base import BaseCommand, CommandError

from ...bounces import NotFound, take


class Command(BaseCommand):
    help = "Reads a notice that a mail could not be delivered (RFC 3464) from standard input and marks the mail."

    def handle(self, **options):
        try:
            message = take(sys.stdin.buffer.read())
        except NotFound as reason:
            raise CommandError(str(reason), returncode=1) from None
        # By its number, because the caller's log is no place for an address.
        self.stdout.write(f"Mail {message.pk} came back ({message.error}).")

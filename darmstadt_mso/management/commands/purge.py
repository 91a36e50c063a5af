"""What is kept of people goes when its time is over. Prints kinds and numbers, never what stood there."""

from datetime import date, datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from darmstadt_mso.lib import privacy


class Command(BaseCommand):
    help = "Lets go of personal data whose time is over, as the privacy page says. The portal does it every night."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say what would go.")
        parser.add_argument(
            "--today", type=date.fromisoformat, metavar="YYYY-MM-DD", help="As if it were this day; with --dry-run."
        )

    def handle(self, *, dry_run, today, **options):
        if today and not dry_run:
            raise CommandError("--today is for looking ahead only, so it needs --dry-run.")
        now = timezone.make_aware(datetime.combine(today, time.min)) if today else timezone.now()
        for row, number in privacy.purge(now, dry_run):
            self.stdout.write(f"{number:7}  {row.what}")
            self.stdout.write(f"         {row.until()}")
        self.stdout.write("Nothing was deleted: this was a dry run." if dry_run else "Done.")

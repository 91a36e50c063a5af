from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from organisations.freshness import rounds, schedule
from organisations.freshness.schedule import Kind


class Command(BaseCommand):
    help = "Asks associations whether their entries are still right: does what is due today, once."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would go out and change nothing")
        parser.add_argument("--today", metavar="YYYY-MM-DD", help="with --dry-run: as if it were this day")

    def handle(self, dry_run, today, **options):
        if today and not dry_run:
            raise CommandError("--today only works together with --dry-run: real mails go out on the real day.")
        day = day_of(today) if today else timezone.localdate()
        steps = rounds.due(day)
        self.stdout.write(f"{day}, steps: {len(steps)}")
        for step in steps:
            for done in [step] if dry_run else rounds.carry_out(step.entry.pk, day):
                self.stdout.write(f"  {done.kind:<10} {done.entry.slug:<30} {told(done)}".rstrip())


def day_of(text):
    try:
        return parse_date(text) or refuse(text)
    except ValueError:
        refuse(text)


def refuse(text):
    raise CommandError(f"{text!r} is no day of the calendar; write it like 2027-01-31.")


def told(step):
    """How many people are written to, without their names and addresses."""
    if step.kind in schedule.LETTERS:
        people = Counter((one.kind, one.language) for one in step.recipients)
        return ", ".join(f"{kind} {language} {number}" for (kind, language), number in sorted(people.items()))
    if step.kind == Kind.DESK:
        return "nobody answered" if step.recipients else "nobody can be written to"
    return ""

from django.core.management.base import BaseCommand, CommandError

from organisations import scale, starting


class Command(BaseCommand):
    help = "Fills a throw-away database with synthetic associations, to measure the search with (see tests/bench)."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, help="how many associations there should be in the end")

    def handle(self, number, **options):
        starting.load()
        try:
            scale.fill(number, lambda done: self.stdout.write(f"{done} of {number}", ending="\r"))
        except scale.NotEmpty:
            raise CommandError("This database holds other organisations: measure in an empty one.") from None
        self.stdout.write(f"{number} synthetic associations are there.")

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from organisations import demonstration


class Command(BaseCommand):
    help = "Loads invented associations and demo accounts; only with DEMO=1 and while no other people have accounts."

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="take the demo content away again")

    def handle(self, remove, **options):
        if remove:
            demonstration.remove()
            self.stdout.write("The demo content is gone.")
            return
        if not settings.DEMO:
            raise CommandError("The demo content is loaded only with DEMO=1.")
        try:
            made = demonstration.load()
        except demonstration.OtherPeople:
            raise CommandError("This database holds accounts of real people: no demo content beside them.") from None
        self.stdout.write(f"Demo: {made} invented associations loaded." if made else "The demo content is there.")

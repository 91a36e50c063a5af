from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from darmstadt_mso.lib import contents


class Command(BaseCommand):
    help = "Loads invented content and demo accounts; only with DEMO=1 and while no other people have accounts."

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="take the demo content away again")

    def handle(self, remove, **options):
        if remove:
            contents.remove_demo()
            self.stdout.write("The demo content is gone.")
            return
        if not settings.DEMO:
            raise CommandError("The demo content is loaded only with DEMO=1.")
        try:
            made = contents.load_demo()
        except contents.OtherPeople:
            raise CommandError("This database holds accounts of real people: no demo content beside them.") from None
        self.stdout.write(f"Demo: {', '.join(made)} loaded." if made else "The demo content is there.")

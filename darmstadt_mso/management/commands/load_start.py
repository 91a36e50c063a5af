from django.core.management.base import BaseCommand

from darmstadt_mso.lib import contents


class Command(BaseCommand):
    help = "Loads the starting content (directory, texts, programmes) into tables that are still empty."

    def handle(self, **options):
        loaded = contents.load_start()
        self.stdout.write(f"Starting content loaded: {', '.join(loaded)}." if loaded else "Starting content is there.")

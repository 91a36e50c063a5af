from django.core.management.base import BaseCommand

from organisations import starting


class Command(BaseCommand):
    help = "Loads the starting content (districts, vocabularies, office, texts) into tables that are still empty."

    def handle(self, **options):
        loaded = starting.load()
        self.stdout.write(f"Starting content loaded: {', '.join(loaded)}." if loaded else "Starting content is there.")

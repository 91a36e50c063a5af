from django.core.management.base import BaseCommand

from organisations import indexing


class Command(BaseCommand):
    help = "Writes everything that the search reads anew, from the published entries and the vocabularies."

    def handle(self, **options):
        indexing.reindex(lambda done: self.stdout.write(f"{done} organisations", ending="\r"))
        self.stdout.write("The search is up to date.")

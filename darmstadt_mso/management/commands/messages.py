from django.core.management.base import BaseCommand

from darmstadt_mso import catalogues
from darmstadt_mso.lib import catalogue


class Command(BaseCommand):
    help = "Collects the messages of code and templates into the catalogues and compiles them; needs no GNU gettext."
    requires_system_checks = []

    def handle(self, **options):
        for locale, folders in catalogues.CATALOGUES.items():
            collected = catalogue.collect(folders, catalogues.ROOT)
            for language in catalogues.LANGUAGES:
                catalogue.merge(catalogues.po_path(locale, language), collected, language)
            self.stdout.write(f"{locale.relative_to(catalogues.ROOT)}: {len(collected)} messages")
        catalogue.compile_all(catalogues.FOLDERS)

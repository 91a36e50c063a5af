from django.core.management.base import BaseCommand

from darmstadt_mso import catalogues
from darmstadt_mso.lib import catalogue


class Command(BaseCommand):
    help = "Compiles the message catalogues that changed; needs no GNU gettext."
    requires_system_checks = []

    def handle(self, **options):
        if compiled := catalogue.compile_all(catalogues.FOLDERS):
            self.stdout.write(f"{compiled} catalogues compiled.")

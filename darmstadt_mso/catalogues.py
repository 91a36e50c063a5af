"""Which catalogue holds the messages of which folders."""

from django.conf import settings

ROOT = settings.BASE_DIR
# The roof's catalogue holds all templates, because they are one tree.
CATALOGUES = {
    ROOT / "darmstadt_mso" / "locale": [ROOT / "darmstadt_mso", ROOT / "templates"],
    ROOT / "organisations" / "locale": [ROOT / "organisations"],
}
# English is the language of the messages themselves.
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]


def po_path(locale, language):
    return locale / language / "LC_MESSAGES" / "django.po"

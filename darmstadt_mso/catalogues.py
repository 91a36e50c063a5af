"""Which catalogue holds the messages of which folders."""

from django.conf import settings

ROOT = settings.BASE_DIR
# The roof's catalogue holds all templates, because they are one tree.
CATALOGUES = {
    ROOT / "darmstadt_mso" / "locale": [ROOT / "darmstadt_mso", ROOT / "templates"],
    ROOT / "organisations" / "locale": [ROOT / "organisations"],
    ROOT / "grants" / "locale": [ROOT / "grants"],
}
# What we word otherwise than a library does; no source of ours names these messages, so they are never collected.
OF_LIBRARIES = ROOT / "darmstadt_mso" / "locale_of_libraries"
FOLDERS = [*CATALOGUES, OF_LIBRARIES]
# English is the language of the messages themselves.
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]


def po_path(locale, language):
    return locale / language / "LC_MESSAGES" / "django.po"

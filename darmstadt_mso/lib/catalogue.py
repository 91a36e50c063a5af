"""Message catalogues without GNU gettext: collected with Babel, merged and compiled with polib."""

from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
}
WRAP = 120


def sources(folders):
    """All files that may hold messages, in a fixed order."""
    for folder in folders:
        for pattern in ("**/*.py", "**/*.html", "**/*.txt"):
            yield from sorted(path for path in Path(folder).glob(pattern) if "migrations" not in path.parts)


def messages(path):
    """(context, singular, plural) of every message in a file."""
    text, method = path.read_text(encoding="utf-8"), "python"
    if path.suffix != ".py":
        # What templatize() leaves is no Python to the letter; Babel's JavaScript reader overlooks that.
        text, method = templatize(text, origin=str(path)), "javascript"
    found = extract(method, BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    for _line, message, _comments, context in found:
        singular, plural = message if isinstance(message, tuple) else (message, "")
        if singular:
            yield context or None, singular, plural


def collect(folders, root):
    """Every message below the folders with the files it stands in, relative to `root`."""
    collected = {}
    for path in sources(folders):
        for key in messages(path):
            collected.setdefault(key, set()).add(str(path.relative_to(root)))
    return collected


def merge(po_path, collected, language):
    """Brings the catalogue up to date: keeps translations, adds new messages empty, drops what is gone."""
    old = polib.pofile(str(po_path)) if po_path.exists() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    catalogue = polib.POFile(wrapwidth=WRAP)
    catalogue.metadata = {
        "Language": language,
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for (context, singular, plural), files in sorted(collected.items(), key=lambda item: (sorted(item[1]), item[0][1])):
        catalogue.append(entry(known.get((context, singular)), context, singular, plural, files, language))
    po_path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(po_path))


def entry(known, context, singular, plural, files, language):
    made = polib.POEntry(msgctxt=context, msgid=singular, msgid_plural=plural)
    made.occurrences = [(file, "") for file in sorted(files)]
    made.flags = ["python-format"] if "%(" in singular else []
    if plural:
        count = int(PLURALS[language].split(";")[0].removeprefix("nplurals="))
        translated = known.msgstr_plural if known else {}
        made.msgstr_plural = {number: translated.get(number, "") for number in range(count)}
    else:
        made.msgstr = known.msgstr if known else ""
    return made


def compile_all(locale_folders):
    """Writes the .mo beside every .po that is younger than it; returns how many."""
    stale = [po for folder in locale_folders for po in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")) if is_stale(po)]
    for po in stale:
        polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))
    return len(stale)


def is_stale(po):
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime

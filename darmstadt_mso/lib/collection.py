"""Static files are collected only when one of them changed: a portal beside this one may be serving them."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_changed():
    state, stamp = sources(), Path(settings.STATIC_ROOT) / "collected.txt"
    if stamp.exists() and stamp.read_text() == state:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


def sources():
    """A hash of what there is to collect and of how it is stored."""
    found = [storage.path(path) for finder in get_finders() for path, storage in finder.list([])]
    facts = [str(settings.STORAGES["staticfiles"]), *map(facts_of, sorted(found))]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def facts_of(path):
    facts = Path(path).stat()
    return f"{path} {facts.st_size} {facts.st_mtime_ns}"

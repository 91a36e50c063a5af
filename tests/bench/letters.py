"""A letter beside a bare PDF: how long each takes to make, and the first one of a process.

python tests/bench/letters.py
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
TIMES = 30
BARE = {"office": "", "title": "Titel", "note": "", "facts": [], "sections": []}


def seconds(make):
    began = perf_counter()
    make()
    return perf_counter() - began


def median(make):
    return statistics.median(seconds(make) for _time in range(TIMES))


def main():
    with tempfile.TemporaryDirectory() as var_dir:
        os.environ |= {"VAR_DIR": var_dir, "DJANGO_SETTINGS_MODULE": "darmstadt_mso.settings", "DEMO": "0"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("load_start", verbosity=0)
        from darmstadt_mso.lib import pdf
        from grants.casework import letters
        from tests.grants.casework.lettering import AT, issued

        notice = issued()
        first = seconds(lambda: letters.pdf_of(notice))
        bare = median(lambda: pdf.make("call.typ", BARE, title="x", at=AT))
        letter = median(lambda: letters.pdf_of(notice))
        print(f"\nbare PDF {bare * 1000:.0f} ms, letter {letter * 1000:.0f} ms = {letter / bare:.1f} bare PDFs")
        print(f"the first letter of a process: {first / bare:.1f} bare PDFs")


if __name__ == "__main__":
    main()

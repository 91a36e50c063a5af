"""Times the office's list from the file to the directory: seconds of each phase, and the most memory until then.

python tests/bench/spreadsheets.py 5000
"""

import resource
import sys
from contextlib import contextmanager
from io import BytesIO
from time import perf_counter

import django

django.setup()

from django.core.management import call_command  # noqa: E402 — needs the set-up above
from django.db import connection  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from organisations import scale  # noqa: E402
from organisations.models import Organisation, SearchEntry  # noqa: E402
from organisations.spreadsheets import checking, importing, writing  # noqa: E402
from organisations.spreadsheets.columns import COLUMNS  # noqa: E402

STEPS = "Sprachkurs Chor Beratung Hausaufgabenhilfe Tanzgruppe Frauentreff Kochkurs Elterncafé".split()


@contextmanager
def phase(name):
    begin = perf_counter()
    yield
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {name:<44}{perf_counter() - begin:>8.1f} s{memory:>8.0f} MB", flush=True)


def workbook(rows, size, street):
    """A list as an office may have it, with every row a published association of its own."""
    codes = [code for code in COLUMNS if code not in ("uuid", "quarter", "social_links")]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    sheet.append([COLUMNS[code].heading for code in codes])
    for number, entry in enumerate(rows):
        facts = facts_of(number, entry, street)
        sheet.append([facts.get(code, "") for code in codes])
    return writing.saved(book)


def facts_of(number, entry, street):
    examples = {code: column.example for code, column in COLUMNS.items()}
    own = {"name": f"{entry.name} {number}", "summary": entry.summary[:200], "description": entry.description}
    own |= {"short_name": "", "register_number": f"VR {10_000 + number}", "state": "veröffentlicht"}
    own |= {"district": "", "street": f"{street} {number}", "website": f"https://verein-{number}.example"}
    own |= {"contact_email": f"buero@verein-{number}.example", "contact_phone": f"+49 6151 {100_000 + number}"}
    return examples | own


def upload(data):
    file = BytesIO(data)
    file.name = "liste.xlsx"
    return importing.start(file, None, "de")


def measure(rows, size, street):
    with phase(f"writing {size} rows for this measurement"):
        data = workbook(rows, size, street)
    with phase(f"upload: reading {len(data) / 1e6:.1f} MB, storing the rows"):
        run = upload(data)
    with phase("check"):
        checking.check(run.pk)
    told = run.rows.exclude(likely=[])
    print(f"    undecided {told.count()}, {importing.obstacles(run)}")
    told.update(decided=True)
    run.refresh_from_db()
    importing.begin(run)
    with phase("import in one transaction, with the search"):
        importing.carry_out(run.pk)
    run.refresh_from_db()
    print(f"    {run.state}, {Organisation.objects.count()} entries, {SearchEntry.objects.count()} in the search")


def main(size):
    call_command("migrate", verbosity=0)
    call_command("load_start", verbosity=0)
    with phase("preparing"):
        materials = scale.Materials.gather()
        rows = [scale.make(number, materials) for number in range(size)]
    print(f"{size} new rows")
    measure(rows, size, "Alter Weg")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{size} changed rows")
    measure(rows, size, "Neuer Weg")
    with phase("export as XLSX"):
        data = writing.as_xlsx(Organisation.objects.all())
    with phase("export as CSV"):
        b"".join(writing.as_csv(Organisation.objects.all()))
    with phase("upload and check of the exported XLSX"):
        checking.check((run := upload(data)).pk)
    print(f"    {run.rows.filter(outcome='unchanged').count()} of {run.total} unchanged")


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["5000"])[0]))

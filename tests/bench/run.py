"""All measurements: `make bench`, or `make bench ARGS="1000 10000"` for other sizes of the directory.

The largest size takes about ten minutes to make and 3 GB of disk while it lasts.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = ("1000", "10000", "100000", "600000")


def run(script, *arguments, **environment):
    environment = (
        os.environ | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "darmstadt_mso.settings"} | environment
    )
    subprocess.run([sys.executable, ROOT / "tests" / "bench" / script, *arguments], env=environment, check=True)


if __name__ == "__main__":
    run("pages.py")
    run("applications.py")
    run("letters.py")
    with tempfile.TemporaryDirectory() as folder:
        run("search.py", *(sys.argv[1:] or SIZES), VAR_DIR=folder, DEMO="0")
    with tempfile.TemporaryDirectory() as folder:
        run("spreadsheets.py", VAR_DIR=folder, DEMO="0")

#!/usr/bin/env python3
import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "darmstadt_mso.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed for this Python: use `.venv/bin/python manage.py`; `make run` creates it.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

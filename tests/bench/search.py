"""Times the search at growing sizes: p50 and p95 of whole questions, beside what the SQL alone took.

python tests/bench/search.py 1000 10000 100000 600000
"""

import sys
from time import perf_counter

import django

django.setup()

from django.core.management import call_command  # noqa: E402 — needs the set-up above
from django.db import connection  # noqa: E402
from queries import KINDS, questions  # noqa: E402

from organisations import counting, facets  # noqa: E402
from organisations.models import DirectoryVersion, SearchEntry  # noqa: E402
from organisations.results import Results  # noqa: E402

QUESTIONS = 60


class Stopwatch:
    """Sums the time that is spent in the database."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self, execute, sql, params, many, context):
        begin = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += perf_counter() - begin


def measure(kind, version):
    """(seconds in all, seconds in SQL) for each question of a kind; the first, which fills caches, is not counted."""
    times = []
    for request in questions(kind, facets.vocabulary(version), QUESTIONS):
        watch, begin = Stopwatch(), perf_counter()
        with connection.execute_wrapper(watch):
            results = Results(SearchEntry.Kind.ORGANISATION, "", request, version)
            _answer = results.found, results.counts
        times.append((perf_counter() - begin, watch.seconds))
    return times[1:]


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


def report(size):
    version = DirectoryVersion.current()
    print(f"\n{size} associations (ms)     p50    p95   SQL p50  SQL p95   SQL/all")
    for kind in KINDS:
        times = measure(kind, version)
        whole, sql = [t for t, _s in times], [s for _t, s in times]
        row = [percentile(values, share) for values in (whole, sql) for share in (0.5, 0.95)]
        print(f"  {kind:<18}{row[0]:>9.1f}{row[1]:>7.1f}{row[2]:>9.1f}{row[3]:>9.1f}{sum(sql) / sum(whole):>9.2f}")


def main(sizes):
    call_command("migrate", verbosity=0)
    for size in sizes:
        call_command("load_scale", size, verbosity=0)
        counting.whole_list.cache_clear()
        report(size)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])

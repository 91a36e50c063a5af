"""For whoever watches the portal: does the process live, and can it work."""

from django.contrib.auth.decorators import login_not_required
from django.db import DEFAULT_DB_ALIAS, Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PLAIN = "text/plain; charset=utf-8"

_migrated = set()  # aliases found complete; migrations do not go away under a running process


@login_not_required
@never_cache
@require_safe
def healthz(request):
    return HttpResponse("ok\n", content_type=PLAIN)


@login_not_required
@never_cache
@require_safe
def readyz(request):
    reason = why_not_ready()
    return HttpResponse(f"{reason or 'ready'}\n", status=503 if reason else 200, content_type=PLAIN)


def why_not_ready():
    """A reason for the public: nothing of the error itself, which may name hosts and accounts."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return None if is_migrated() else "migrations are missing"
    except Error:
        return "the database does not answer"


def is_migrated(alias=DEFAULT_DB_ALIAS):
    if alias not in _migrated and not missing_migrations():
        _migrated.add(alias)
    return alias in _migrated


def missing_migrations():
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())

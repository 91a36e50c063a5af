"""One order for the whole history: all its tables draw their numbers from one sequence.

A history row's time is that of its transaction, so several rows of one act share it, and each table counting for
itself could not tell which came first.
"""

from django.db import migrations

SHARE = """
CREATE SEQUENCE IF NOT EXISTS portal_history;
DO $$
DECLARE found record;
BEGIN
    FOR found IN
        SELECT table_name FROM information_schema.columns
        WHERE table_schema = current_schema AND column_name = 'pgh_id' AND is_identity = 'YES'
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN pgh_id DROP IDENTITY', found.table_name);
        EXECUTE format(
            'ALTER TABLE %I ALTER COLUMN pgh_id SET DEFAULT nextval(''portal_history'')', found.table_name
        );
    END LOOP;
END $$
"""


class OneHistory(migrations.RunSQL):
    """To stand at the end of every migration that makes a table of the history."""

    def __init__(self):
        super().__init__(SHARE, migrations.RunSQL.noop)

    def deconstruct(self):
        return self.__class__.__name__, [], {}

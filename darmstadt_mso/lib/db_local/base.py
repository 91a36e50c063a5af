"""ENGINE "darmstadt_mso.lib.db_local": Django's PostgreSQL, started at the first connection.

So commands that need no database (check, collectstatic, makemessages) start none.
"""

import os

from django.db.backends.postgresql import base, client

from darmstadt_mso.lib.localpg import LocalPostgresError, binaries, cluster, ensure, server


def start(settings_dict):
    settings_dict["HOST"] = str(ensure(settings_dict["LOCAL_ROOT"]))
    settings_dict["PORT"] = str(server.PORT)  # else a PGPORT of the environment would win
    settings_dict["USER"] = settings_dict["USER"] or cluster.SUPERUSER


class DatabaseClient(client.DatabaseClient):
    def runshell(self, parameters):
        start(self.connection.settings_dict)
        folders = [*map(str, binaries.candidates()), os.environ.get("PATH", os.defpath)]
        os.environ["PATH"] = os.pathsep.join(folders)
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self):
        try:
            start(self.settings_dict)
        except LocalPostgresError as error:
            # Whoever copes with an absent database copes with this one.
            raise self.Database.OperationalError(str(error)) from error
        return super().get_connection_params()

    def get_new_connection(self, conn_params):
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            # It answered a moment ago and was killed since: its return is waited for, once.
            return super().get_new_connection(self.get_connection_params())

"""Database functions and columns that Django does not bring."""

from django.db import models


class NameKey(models.Func):
    """Sorting key of a name: lower case without accents, made by the SQL function portal_name_key."""

    function = "portal_name_key"
    output_field = models.TextField()


class DateMultirangeField(models.Field):
    """Several spans of days in one column (PostgreSQL datemultirange), as a psycopg Multirange."""

    def db_type(self, connection):
        return "datemultirange"

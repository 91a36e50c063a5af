from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.models.functions import Lower

from darmstadt_mso.lib.one_history import OneHistory

# Lists are imported, and a term that nothing uses any more may go.
MORE = ["add_spreadsheetimport", "change_spreadsheetimport", "view_spreadsheetimport", "delete_spreadsheetimport"]
MORE += ["delete_topic", "delete_targetgroup", "delete_language"]


def add(apps, schema_editor):
    create_permissions(installed.get_app_config("organisations"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    more = Permission.objects.filter(content_type__app_label="organisations", codename__in=MORE)
    for group in Group.objects.filter(name__in=["Redaktion", "Leitung"]):
        group.permissions.add(*more)


def lower_addresses(apps, schema_editor):
    """Logging in compares addresses in small letters."""
    apps.get_model("organisations", "User").objects.update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_history_merging_and_lists")]
    operations = [
        OneHistory(),
        migrations.RunPython(add, migrations.RunPython.noop),
        migrations.RunPython(lower_addresses, migrations.RunPython.noop),
    ]

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = ["view_conflict", "change_conflict"]


def add(apps, schema_editor):
    create_permissions(installed.get_app_config("grants"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    found = Permission.objects.filter(content_type__app_label="grants", codename__in=RIGHTS)
    Group.objects.get_or_create(name="Leitung")[0].permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("grants", "0006_casework_rights")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def add(apps, schema_editor):
    create_permissions(installed.get_app_config("outbox"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    rights = Permission.objects.filter(content_type__app_label="outbox", content_type__model="message")
    for group in Group.objects.filter(name__in=["Redaktion", "Förderung", "Leitung"]):
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_first"), ("organisations", "0007_members_rights")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

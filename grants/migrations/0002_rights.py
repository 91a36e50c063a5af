from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITTEN = ["programme", "call", "costcategory", "question", "requiredpaper", "declaration", "criterion", "milestone"]
SEEN = ["application", "submission", "statuschange", "budgetline", "document", "attachment", "callversion"]
# Calls are written by those who run them; a published one is not deleted, which its applications keep from happening.
WRITE = [f"{act}_{model}" for model in WRITTEN for act in ("add", "change", "delete", "view")]
READ = [f"view_{model}" for model in SEEN]
RIGHTS = {
    "Förderung": WRITE + READ,
    "Leitung": WRITE + READ,
    "Entscheidung": [f"view_{model}" for model in WRITTEN] + READ,
}


def add(apps, schema_editor):
    create_permissions(installed.get_app_config("grants"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, rights in RIGHTS.items():
        found = Permission.objects.filter(content_type__app_label="grants", codename__in=rights)
        Group.objects.get(name=name).permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("grants", "0001_initial"), ("organisations", "0007_members_rights")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

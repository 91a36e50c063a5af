from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.core.management import call_command
from django.db import migrations

EDITED = [
    "organisation",
    "organisationmembership",
    "internalrecord",
    "contact",
    "offer",
    "openinghours",
    "errorreport",
    "formerslug",
]
OFFICE_DATA = ["page", "synonym", "topic", "targetgroup", "language", "district", "quarter"]
READ = ["searchmiss", *EDITED, *OFFICE_DATA]
# Entries are hidden, never deleted; what belongs to an entry may be.
DELETED = ["organisationmembership", "contact", "offer", "openinghours", "synonym", "formerslug"]


def codes(actions, models):
    return [f"{action}_{model}" for action in actions for model in models]


EDITOR = codes(["add", "change", "view"], EDITED + OFFICE_DATA) + codes(["delete"], DELETED) + codes(["view"], READ)
ROLES = {
    "Redaktion": EDITOR,
    "Förderung": codes(["view"], ["organisation", "contact", "offer", "openinghours", "organisationmembership"]),
    "Entscheidung": codes(["view"], ["organisation", "contact", "offer", "openinghours", "organisationmembership"]),
    "Leitung": EDITOR + codes(["add", "change", "view"], ["user"]),
}


def make_roles(apps, schema_editor):
    create_permissions(installed.get_app_config("organisations"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, allowed in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(content_type__app_label="organisations", codename__in=allowed))


def make_version(apps, schema_editor):
    apps.get_model("organisations", "DirectoryVersion").objects.create()


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(make_version, migrations.RunPython.noop),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]

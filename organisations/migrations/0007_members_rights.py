from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

# The office decides who speaks for an association and what of a proposal is published.
MORE = ["add_membership", "change_membership", "view_membership", "change_joinrequest", "view_joinrequest"]
MORE += ["change_changeproposal", "view_changeproposal", "view_invitation"]


def add(apps, schema_editor):
    create_permissions(installed.get_app_config("organisations"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    more = Permission.objects.filter(content_type__app_label="organisations", codename__in=MORE)
    for group in Group.objects.filter(name__in=["Redaktion", "Leitung"]):
        group.permissions.add(*more)


def note_sources(apps, schema_editor):
    """Translations that are there already were made from the German text of today, as far as anybody knows."""
    for name in ("Organisation", "Contact", "Offer", "OpeningHours", "Page"):
        apps.get_model("organisations", name).objects.update(translated_from={})


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_members_and_proposals")]
    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
        migrations.RunPython(note_sources, migrations.RunPython.noop),
    ]

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

SEEN = [
    "checkmark", "query", "appraisal", "score", "decision", "notice", "service", "consent", "casemessage",
    "caserequest", "lettertext", "advisorysession",
]
READ = [f"view_{model}" for model in SEEN]
SESSIONS = ["add_advisorysession", "change_advisorysession"]
WORK = [*READ, "change_application", "add_decision", "add_casemessage", *SESSIONS]
RIGHTS = {
    "Förderung": WORK,
    "Leitung": [*WORK, "release_decision", "change_lettertext"],
    "Entscheidung": [*READ, "release_decision"],
    # Members of the advisory body: their sessions, and nothing of the case files.
    "Beirat": ["view_advisorysession"],
}


def add(apps, schema_editor):
    create_permissions(installed.get_app_config("grants"), verbosity=0, apps=apps)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, rights in RIGHTS.items():
        found = Permission.objects.filter(content_type__app_label="grants", codename__in=rights)
        Group.objects.get_or_create(name=name)[0].permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("grants", "0005_casework")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

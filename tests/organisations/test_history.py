"""Who changed what: kept by the database, whatever way it was changed, and never altered."""

import pghistory
import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from pghistory.core import event_models

from darmstadt_mso.lib import history
from organisations.models import Organisation, Topic
from tests.factories import make_contact, make_offer, make_organisation, make_user
from tests.grants import everything as grants_everything
from tests.office import let_in
from tests.organisations import everything
from tests.pages import main, text, tree

pytestmark = pytest.mark.django_db


def told(thing):
    """The history as (who, [(act, thing, [(field, before, after)])]), latest first."""
    return [(step.who, list(map(plain, step.events))) for step in history.steps(list(history.rows(thing)))]


def plain(event):
    return str(event.act), event.thing, [(change.field, change.before, change.after) for change in event.changes]


def last(thing):
    """Who did the last thing, and that."""
    who, events = told(thing)[0]
    return who, events[-1]


@pytest.fixture
def erika():
    return make_user("Redaktion", first_name="Erika", last_name="Muster")


def test_a_change_names_the_person_the_field_and_both_values(erika):
    organisation = make_organisation(name="Anis")
    with pghistory.context(user=erika.pk):
        Organisation.objects.filter(pk=organisation.pk).update(name="Birne", district="100", step_free=True)
    changes = [("Name", "Anis", "Birne"), ("Stadtteil", "", "Darmstadt-Mitte"), ("Zugang ohne Stufen", "", "ja")]
    who, (act, thing, found) = last(organisation)
    assert (who, act, thing, sorted(found)) == ("Erika Muster", "geändert", "Organisation: Birne", sorted(changes))


def test_sql_by_hand_is_remembered_too():
    organisation = make_organisation(name="Anis")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_organisation SET name = 'Birne' WHERE id = %s", [organisation.pk])
    who, (_act, _thing, changes) = last(organisation)
    assert (who, changes) == ("ohne Anmeldung", [("Name", "Anis", "Birne")])


def test_a_save_that_changes_nothing_is_no_event():
    organisation = make_organisation()
    before = history.length(organisation)
    Organisation.objects.get(pk=organisation.pk).save()
    assert (before > 0, history.length(organisation)) == (True, before)


def test_topics_contacts_and_offers_belong_to_the_organisations_history():
    organisation = make_organisation(name="Anis")
    organisation.topics.add(Topic.objects.get(code="sport"))
    contact, _offer = make_contact(organisation, role="Kasse"), make_offer(organisation, title="Kurs")
    contact.phone = "06151 1"
    contact.save()
    contact.delete()
    organisation.topics.clear()
    ((_who, events),) = told(organisation)
    assert events == [
        ("angelegt", "Organisation: Anis", []),
        ("hinzugefügt", "", [("Themen", "", str(Topic.objects.get(code="sport")))]),
        ("angelegt", "Kontakt: Kasse", []),
        ("angelegt", "Angebot: Kurs", []),
        ("geändert", "Kontakt: Kasse", [("Telefon", "", "06151 1")]),
        ("gelöscht", "Kontakt: Kasse", []),
        ("entfernt", "", [("Themen", str(Topic.objects.get(code="sport")), "")]),
    ]


def test_another_organisations_changes_are_not_told():
    one, other = make_organisation(name="Anis"), make_organisation(name="Birne")
    make_contact(other)
    assert told(one) == [("ohne Anmeldung", [("angelegt", "Organisation: Anis", [])])]


def test_a_translation_is_told_with_its_language():
    organisation = make_organisation(i18n={"summary_tr": "Yardım"})
    Organisation.objects.filter(pk=organisation.pk).update(i18n={"summary_tr": "Destek"})
    _who, (_act, _thing, changes) = last(organisation)
    assert changes == [("in einem Satz (Türkisch)", "Yardım", "Destek")]


def test_a_changed_role_is_told_with_the_person_who_gave_it(erika):
    user = make_user("Förderung")
    with pghistory.context(user=erika.pk):
        user.groups.clear()
    assert last(user) == ("Erika Muster", ("entfernt", "", [("Gruppen", "Förderung", "")]))


def test_neither_passwords_nor_reporters_addresses_are_remembered():
    columns = {(model.__name__, field.name) for model in event_models() for field in model._meta.fields}
    assert {("UserEvent", "email"), ("ErrorReportEvent", "text")} <= columns
    assert columns & {("UserEvent", "password"), ("UserEvent", "last_login"), ("ErrorReportEvent", "email")} == set()


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("model", sorted(event_models(), key=str), ids=lambda model: model.__name__)
def test_the_database_refuses_to_alter_the_history(model, statement):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tgtype FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal")
        assert cursor.rowcount == 2
    everything.make()
    grants_everything.make()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        ((rows,),) = cursor.fetchall()
        if not rows and "TRUNCATE" not in statement:
            pytest.fail(f"There is nothing in {table} to be altered.")
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(statement.format(table))


def test_the_page_of_the_history_tells_it_to_people(client, erika):
    organisation = make_organisation(name="Anis")
    with pghistory.context(user=erika.pk):
        Organisation.objects.filter(pk=organisation.pk).update(name="Birne")
    url = reverse("admin:organisations_organisation_history", args=[organisation.pk])
    page = tree(let_in(client, make_user("Redaktion")).get(url))
    words = text(main(page))
    assert [word for word in ("Erika Muster", "geändert", "Anis", "Birne") if word not in words] == []


def test_a_long_history_has_pages(client):
    organisation = make_organisation()
    for number in range(60):
        with pghistory.context(step=number):
            Organisation.objects.filter(pk=organisation.pk).update(name=f"Name {number}")
    url = reverse("admin:organisations_organisation_history", args=[organisation.pk])
    editor = let_in(client, make_user("Redaktion"))
    pages = [text(main(tree(editor.get(url, {"seite": number})))) for number in (1, 2)]
    assert ["Name 59" in pages[0], "Name 0" in pages[0], "Name 0" in pages[1]] == [True, False, True]

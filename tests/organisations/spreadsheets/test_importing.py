"""From the checked list to the directory: all that was chosen or nothing, and who did it."""

from contextlib import closing
from datetime import date, timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from organisations import jobs
from organisations.models import (
    Contact,
    FormerSlug,
    InternalRecord,
    Organisation,
    SearchEntry,
    SpreadsheetImport,
    SpreadsheetRow,
    Topic,
)
from organisations.spreadsheets import checking, importing, saving
from tests.factories import make_contact, make_organisation, make_user
from tests.organisations.spreadsheets.files import checked, outcomes, refused, row_of, uploaded, xlsx

pytestmark = pytest.mark.django_db
PUBLISHED = {"Status": "veröffentlicht", "Grundlage": "öffentliche Quelle"}


def imported(*rows, user=None):
    run = checked(*rows, user=user)
    return carry_out(run)


def carry_out(run, user=None):
    """As the job does it that was asked for."""
    importing.begin(run, user)
    jobs.carry_out_import(**ProcrastinateJob.objects.filter(task_name__endswith="carry_out_import").latest("id").args)
    run.refresh_from_db()
    return run


def a_list(*names, **cells):
    return [["Name", *cells], *([name, *cells.values()] for name in names)]


def of(name):
    return Organisation.objects.get(name=name)


# Upload


def test_an_uploaded_file_becomes_rows_that_a_job_will_check():
    user = make_user("Redaktion")
    run = importing.start(uploaded(xlsx(["Name", "Farbe"], ["Alpha", "rot"]), "x" * 300 + ".xlsx"), user, "ar")
    assert (run.state, run.total, run.columns, run.sheet) == ("checking", 1, ["name"], "Liste")
    assert (run.created_by, run.language, run.unknown_headings) == (user, "ar", [["B", "Farbe", ""]])
    assert len(run.file_name) == 200 and run.file_name.endswith("x.xlsx")
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("organisations.jobs.check_import", {"pk": run.pk})
    jobs.check_import(**job.args)
    assert outcomes(run) == [(2, "new")]


def test_a_refused_file_leaves_nothing():
    with pytest.raises(importing.reading.Unreadable):
        importing.start(uploaded(xlsx(["Name"], ["=1"])), None, "en")
    assert not SpreadsheetImport.objects.exists() and not ProcrastinateJob.objects.exists()


def test_a_refusal_is_in_the_language_of_whoever_uploads():
    with pytest.raises(importing.reading.Unreadable) as caught:
        importing.start(uploaded(b""), None, "en")
    assert caught.value.messages == ["The file is empty."]


def test_a_file_that_is_too_large_is_not_read_to_its_end():
    file = uploaded(b"x" * (importing.reading.MAX_FILE + 1_000_000))
    with pytest.raises(importing.reading.Unreadable):
        importing.start(file, None, "en")
    assert file.tell() == importing.reading.MAX_FILE + 1
    assert refused(b"x" * (importing.reading.MAX_FILE + 1))


# Import


def test_new_rows_become_entries_with_all_that_they_say():
    cells = {
        "Kurzname": "A",
        "Themen": "Frauen; Studium",
        "Sprachen": "Türkisch",
        "Viertel": "220",
        "Telefon": "06151 123",
        "Kontakt zeigen": "ja",
        "Soziale Medien": "a.example b.example",
        "Einwilligung am": date(2026, 1, 31),
    }
    run = imported(*a_list("Alpha", "Beta", **cells, **PUBLISHED))
    assert (run.state, run.done, run.finished_at.date()) == ("done", 2, timezone.now().date())
    alpha = of("Alpha")
    alpha.full_clean()
    assert (alpha.slug, alpha.short_name, alpha.state, alpha.kind) == ("alpha", "A", "published", "association")
    assert [topic.code for topic in alpha.topics.all()] == ["women", "students"]
    assert [language.code for language in alpha.languages.all()] == ["tr"]
    assert (alpha.district.pk, alpha.quarter.pk, alpha.consent_on) == ("200", "220", date(2026, 1, 31))
    assert alpha.social_links == ["https://a.example", "https://b.example"]
    contact = alpha.contacts.get()
    assert (contact.role, contact.phone, contact.public) == ("Kontakt", "06151 123", True)
    assert [row.organisation for row in run.rows.all()] == [alpha, of("Beta")]


def test_what_was_imported_is_found_at_once():
    imported(*a_list("Qwimpel", **PUBLISHED), ["Verborgen", "Entwurf", ""])
    assert SearchEntry.objects.filter(organisation=of("Qwimpel")).exists()
    assert not SearchEntry.objects.filter(organisation=of("Verborgen")).exists()


def test_changed_rows_change_only_what_they_say():
    entry = make_organisation(index=False, name="Alpha", summary="Wir tanzen.", topics=Topic.objects.all()[:3])
    entry.i18n = {"summary_en": "We dance."}
    entry.save()
    InternalRecord.objects.create(organisation=entry, notes="geheim")
    make_contact(entry, phone="06151 1")
    contact = make_contact(entry, role="Presse", email="presse@alpha.example")
    before = entry.changed_at
    imported(["Name", "Kurztext", "Themen", "Telefon"], ["Alpha", "Wir singen.", "Sport und Bewegung", "06151 22"])
    entry.refresh_from_db()
    assert (entry.summary, entry.i18n, entry.slug) == ("Wir singen.", {"summary_en": "We dance."}, entry.slug)
    assert [topic.code for topic in entry.topics.all()] == ["sport"]
    assert [one.phone for one in entry.contacts.all()] == ["06151 22", ""]
    assert (contact.email, entry.internal.notes) == ("presse@alpha.example", "geheim")
    assert entry.changed_at > before


def test_unchanged_rows_are_left_alone():
    entry = make_organisation(index=False, name="Alpha", city="Darmstadt")
    imported(["Name", "Ort"], ["Alpha", "Darmstadt"], ["Beta", "Darmstadt"])
    assert of("Alpha").changed_at == entry.changed_at


def test_a_changed_entry_gets_a_contact_where_it_has_none():
    entry = make_organisation(index=False, name="Alpha")
    make_contact(entry, role="Privat", public=False, position=4)
    imported(*a_list("Alpha", **{"E-Mail": "neu@alpha.example", "Kontakt zeigen": "ja"}))
    assert list(entry.contacts.values_list("role", "public", "position")) == [
        ("Privat", False, 4),
        ("Kontakt", True, 5),
    ]


def test_who_carried_it_out_stands_in_the_history():
    uploader, editor = make_user("Redaktion"), make_user("Leitung")
    entry = make_organisation(index=False, name="Alpha")
    run = checked(["Name", "Kurzname", "Themen"], ["Alpha", "A", "Frauen"], ["Beta", "B", "Studium"], user=uploader)
    carry_out(run, editor)
    whose = {"user": editor.pk, "import": run.pk}
    for found in (entry, of("Beta")):
        assert found.events.latest("pgh_id").pgh_context == whose
    assert entry.events.latest("pgh_id").short_name == "A"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_context->'import' FROM organisations_organisationtopicschoiceevent ORDER BY pgh_id")
        assert [list_of for (list_of,) in cursor.fetchall()][-2:] == [str(run.pk)] * 2


def test_without_another_person_it_is_whoever_uploaded_it():
    uploader = make_user("Redaktion")
    imported(*a_list("Alpha"), user=uploader)
    assert of("Alpha").events.get().pgh_context["user"] == uploader.pk


def test_whoever_confirms_by_a_list_is_noted():
    editor = make_user("Redaktion")
    make_organisation(index=False, name="Alpha", confirmed_on=None)
    imported(["Name", "Stand"], ["Alpha", date(2026, 1, 31)], ["Beta", ""], user=editor)
    assert (of("Alpha").confirmed_on, of("Alpha").confirmed_by) == (date(2026, 1, 31), editor)
    assert of("Beta").confirmed_by is None


def test_addresses_in_the_portal_are_nobody_elses():
    entry = make_organisation(index=False, name="Anders", slug="alpha")
    FormerSlug.objects.create(slug="alpha-2", organisation=entry)
    rows = [["Alpha", "Darmstadt", "VR 1"], ["Alpha", "Darmstadt", "VR 2"], ["„!“", "", ""], ["Алиса", "", ""]]
    run = checked(["Name", "Registergericht", "Registernummer"], *rows)
    importing.decide_all(run, {row.pk: None for row in run.rows.all()})
    carry_out(run)
    new = Organisation.objects.filter(pk__in=run.rows.values("organisation")).order_by("pk")
    assert [one.slug for one in new] == ["alpha-3", "alpha-4", "eintrag", "alisa"]


def test_addresses_of_very_long_names_fit():
    names = ["x" * 190 + str(number) for number in range(3)]
    saving.give_addresses(made := [Organisation(name=name) for name in names])
    assert len({one.slug for one in made}) == 3
    assert max(len(one.slug) for one in made) <= Organisation._meta.get_field("slug").max_length


# Nothing by halves


def test_rows_that_are_not_chosen_stay_outside():
    run = checked(["Name", "PLZ"], ["Alpha", "64283"], ["Beta", "kaputt"], ["Gamma", "64283"])
    importing.choose(run, [row_of(run, 3).pk, row_of(run, 4).pk], False)
    carry_out(run)
    assert run.state == "done"
    assert list(Organisation.objects.filter(name__in=["Alpha", "Beta", "Gamma"])) == [of("Alpha")]


def test_nothing_is_imported_while_a_chosen_row_is_wrong():
    run = checked(["Name", "PLZ"], ["Alpha", "64283"], ["Beta", "kaputt"])
    assert not importing.can_import(run)
    with pytest.raises(importing.NotNow):
        importing.begin(run)
    run.refresh_from_db()
    assert run.state == "checked"
    SpreadsheetImport.objects.update(state="importing")
    importing.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, Organisation.objects.filter(name="Alpha").count()) == ("checked", 0)


def test_nothing_is_imported_while_a_likely_duplicate_is_undecided():
    entry = make_organisation(index=False, name="Sonnenblume e.V.")
    run = checked(["Name"], ["Sonnenblumen Verein"], ["Beta"])
    assert importing.obstacles(run) == {"errors": 0, "undecided": 1, "to_import": 2}
    assert not importing.can_import(run)
    importing.decide(row := row_of(run), entry)
    assert (row.outcome, row.organisation, row.changes) == (
        "changed",
        entry,
        {"name": ["Sonnenblume e.V.", "Sonnenblumen Verein"]},
    )
    assert importing.can_import(run)
    importing.decide(row, None)
    assert (row.outcome, row.organisation) == ("new", None)
    assert [pk for pk, _reasons in row.likely] == [entry.pk], "it stays to be seen"
    carry_out(run)
    assert Organisation.objects.filter(name__in=["Sonnenblumen Verein", "Beta"]).count() == 2


def test_nothing_to_import_is_no_import():
    make_organisation(index=False, name="Alpha")
    run = checked(["Name"], ["Alpha"])
    assert not importing.can_import(run)


def test_an_entry_that_changed_after_the_preview_stops_the_whole_list():
    entry = make_organisation(index=False, name="Alpha", city="Darmstadt")
    run = checked(["Name", "Ort"], ["Alpha", "Berlin"], ["Beta", "Berlin"])
    Organisation.objects.filter(pk=entry.pk).update(city="Köln")
    carry_out(run)
    assert (run.state, of("Alpha").city, Organisation.objects.filter(name="Beta").count()) == ("checked", "Köln", 0)
    row = row_of(run)
    note = "The directory has changed since this row was checked, so nothing was imported. Look again."
    assert (row.outcome, row.errors, row.changes) == ("error", {"": [note]}, {"city": ["Köln", "Berlin"]})
    assert row_of(run, 3).outcome == "new"
    importing.look_again(run, [row.pk])
    carry_out(run)
    assert (run.state, of("Alpha").city, of("Beta").city) == ("done", "Berlin", "Berlin")


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda: make_organisation(index=False, name="Beta"),
        lambda: make_organisation(index=False, name="Beta!"),
        lambda: Organisation.objects.filter(name="Alpha").update(state="hidden", name="Omega"),
        lambda: Organisation.objects.filter(name="Alpha").update(city="Berlin"),
        lambda: Organisation.objects.get(name="Alpha").topics.set(Topic.objects.all()[:1]),
        lambda: Contact.objects.update(phone="06151 7"),
        lambda: Topic.objects.filter(code="sport").delete(),
    ],
)
def test_whatever_changed_of_what_was_shown_stops_the_whole_list(meanwhile):
    make_contact(make_organisation(index=False, name="Alpha"), phone="06151 1")
    row = ["Berlin", "Sport und Bewegung", "06151 9"]
    run = checked(["Name", "Ort", "Themen", "Telefon"], ["Alpha", *row], ["Beta", *row])
    meanwhile()
    before = Organisation.objects.count()
    carry_out(run)
    assert (run.state, Organisation.objects.count()) == ("checked", before)
    assert run.rows.filter(outcome="error").count() > 0


def test_a_new_duplicate_stops_the_list_even_where_it_was_decided():
    make_organisation(index=False, name="Sonnenblume e.V.")
    run = checked(["Name"], ["Sonnenblumen Verein"])
    importing.decide(row_of(run), None)
    make_organisation(index=False, name="Sonnenblumen")
    carry_out(run)
    assert (run.state, len(row_of(run).likely)) == ("checked", 2)


def test_what_changed_elsewhere_stops_nothing():
    entry = make_organisation(index=False, name="Alpha")
    run = checked(["Name", "Ort"], ["Alpha", "Berlin"])
    Organisation.objects.filter(pk=entry.pk).update(summary="Neu.", city="Darmstadt")
    carry_out(run)
    entry.refresh_from_db()
    assert (run.state, entry.city, entry.summary) == ("done", "Berlin", "Neu.")


def test_an_import_that_was_killed_left_nothing_and_begins_anew():
    run = checked(*a_list("Alpha", "Beta", **PUBLISHED))
    importing.begin(run)

    def killed(done):
        if Organisation.objects.filter(name="Alpha").exists():
            raise SystemExit

    with pytest.raises(SystemExit):
        importing.carry_out(run.pk, report=killed)
    run.refresh_from_db()
    assert (run.state, Organisation.objects.filter(name__in=["Alpha", "Beta"]).count()) == ("importing", 0)
    importing.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, Organisation.objects.filter(name__in=["Alpha", "Beta"]).count()) == ("done", 2)


def test_an_import_is_done_once_however_often_it_is_asked_for():
    run = imported(*a_list("Alpha"))
    importing.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, Organisation.objects.filter(name="Alpha").count()) == ("done", 1)
    with pytest.raises(importing.NotNow):
        importing.begin(run)


def test_an_import_that_another_worker_is_at_is_left_to_it():
    run = checked(*a_list("Alpha"))
    importing.begin(run)
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [importing.LOCK, run.pk])
        importing.carry_out(run.pk)
        with pytest.raises(importing.NotNow):
            importing.discard(run)
    run.refresh_from_db()
    assert (run.state, Organisation.objects.filter(name="Alpha").count()) == ("importing", 0)


@pytest.mark.parametrize("error, state", [(OperationalError, "importing"), (ZeroDivisionError, "failed")])
def test_an_error_leaves_nothing_and_a_lost_database_is_tried_again(monkeypatch, error, state):
    run = checked(*a_list("Alpha", "Beta"))
    importing.begin(run)

    def fail(pks):
        raise error

    with monkeypatch.context() as broken, pytest.raises(error):
        broken.setattr(saving.indexing, "index", fail)
        importing.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, Organisation.objects.filter(name__in=["Alpha", "Beta"]).count()) == (state, 0)


# What is forgotten


def test_a_discarded_list_is_gone_and_what_it_brought_stays():
    run = imported(*a_list("Alpha"))
    importing.discard(run)
    assert not SpreadsheetRow.objects.exists() and of("Alpha")


def test_lists_are_forgotten_after_thirty_days():
    old, new = checked(["Name"], ["Alpha"]), checked(["Name"], ["Beta"])
    SpreadsheetImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert importing.delete_old() == 1
    assert list(SpreadsheetImport.objects.all()) == [new]
    assert importing.delete_old(timezone.now() + timedelta(days=31)) == 1


def test_a_list_that_is_forgotten_is_not_imported():
    run = checked(["Name"], ["Alpha"])
    importing.begin(run)
    importing.discard(run)
    importing.carry_out(run.pk)
    checking.check(run.pk)
    assert not Organisation.objects.filter(name="Alpha").exists()

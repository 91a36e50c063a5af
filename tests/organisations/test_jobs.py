"""What the directory does by itself at night."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app

from organisations.models import Offer, SearchEntry, SearchWord, SpreadsheetImport, Synonym, Topic
from tests.factories import make_offer, make_organisation

pytestmark = pytest.mark.django_db
REINDEX = "organisations.jobs.reindex"
PURGE = "organisations.jobs.purge"
REMIND = "organisations.jobs.remind"
NIGHT = int(datetime(2026, 11, 23, 2, 10, tzinfo=UTC).timestamp())  # ten past three in Darmstadt


@pytest.fixture
def ended():
    """An association whose offer has ended since it was written into the search, which has few words besides."""
    Synonym.objects.all().delete()
    Topic.objects.update(synonyms="", i18n={})
    organisation = make_organisation(name="Qwimpel")
    make_offer(organisation, title="Zwabbelkurs")
    Offer.objects.update(active_to=timezone.localdate() - timedelta(days=1))
    return organisation


def found(organisation):
    kinds = SearchEntry.objects.filter(organisation=organisation).order_by("kind").values_list("kind", flat=True)
    return [*kinds], SearchWord.objects.filter(word="zwabbelkurs").exists()


def test_at_night_ended_offers_leave_the_search(ended):
    assert found(ended) == ([1, 2], True)
    app.tasks[REINDEX].func(timestamp=NIGHT)
    assert found(ended) == ([1], False)


def test_at_night_goes_what_is_kept_of_people_too_long():
    for name, days in (("alt.xlsx", 31), ("neu.xlsx", 29)):
        made = SpreadsheetImport.objects.create(file_name=name)
        SpreadsheetImport.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=days))
    app.tasks[PURGE].func(timestamp=NIGHT + 30 * 60)
    assert list(SpreadsheetImport.objects.values_list("file_name", flat=True)) == ["neu.xlsx"]


def test_it_is_quiet_at_the_other_hour_that_the_clock_may_mean(ended):
    app.tasks[REINDEX].func(timestamp=NIGHT - 3600)
    assert found(ended) == ([1, 2], True)


def test_the_queues_clock_knows_what_comes_due():
    due = {name: task.cron for name, task in app.periodic_registry.periodic_tasks.items()}
    assert due == {
        (REINDEX, "1 UTC"): "10 1 * * *",
        (REINDEX, "2 UTC"): "10 2 * * *",
        (PURGE, "1 UTC"): "40 1 * * *",
        (PURGE, "2 UTC"): "40 2 * * *",
        (REMIND, "5 UTC"): "0 5 * * *",
        (REMIND, "6 UTC"): "0 6 * * *",
        ("grants.jobs.remind", "7 UTC"): "0 7 * * *",
        ("grants.jobs.remind", "8 UTC"): "0 8 * * *",
        ("grants.jobs.remind_of_queries", "7 UTC"): "5 7 * * *",
        ("grants.jobs.remind_of_queries", "8 UTC"): "5 8 * * *",
        ("grants.jobs.remind_of_letters", "7 UTC"): "10 7 * * *",
        ("grants.jobs.remind_of_letters", "8 UTC"): "10 8 * * *",
        ("grants.jobs.find_missing_letters", ""): "*/10 * * * *",
        ("grants.jobs.find_missing_receipts", ""): "*/10 * * * *",
        ("grants.jobs.tidy", "1 UTC"): "50 1 * * *",
        ("grants.jobs.tidy", "2 UTC"): "50 2 * * *",
        ("darmstadt_mso.jobs.tell_of_desks", "5 UTC"): "30 5 * * *",
        ("darmstadt_mso.jobs.tell_of_desks", "6 UTC"): "30 6 * * *",
        ("darmstadt_mso.lib.outbox.jobs.find_lost", ""): "*/10 * * * *",
        ("darmstadt_mso.lib.jobs.rescue", ""): "* * * * *",
        ("darmstadt_mso.lib.jobs.forget", ""): "0 2 * * *",
    }

"""manage.py remind: what would go out on which day, compared with a file, and doing it."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from darmstadt_mso.lib import history
from darmstadt_mso.lib.outbox.models import Message
from organisations.models import Contact, FreshnessStep, Organisation
from tests.factories import make_contact
from tests.organisations.freshness import (
    fade,
    hide_all_others,
    make_entry,
    make_member,
    make_steps,
    refuse_mail,
    steps_of,
    unsubscribe,
)

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden" / "remind.txt"
# Around the ends of short months and the nights in which the clocks change.
DAYS = ["2027-02-27", "2027-02-28", "2027-03-27", "2027-03-28", "2027-03-29", "2027-10-31", "2027-11-01", "2028-02-29"]
SPRING = date(2027, 3, 28)
LONG_AGO = date(2025, 1, 1)


def before(days):
    return SPRING - timedelta(days=days)


def make_on_the_way():
    """In the middle of a round: the next step of each is due on the day in spring."""
    make_steps(make_entry("Ginster", confirmed_on=LONG_AGO), ASKED=before(14))
    make_steps(make_entry("Hopfen", confirmed_on=LONG_AGO), ASKED=before(28), REMINDED=before(14))
    late = {"ASKED": before(42), "REMINDED": before(28), "REMINDED_AGAIN": before(14)}
    make_steps(make_entry("Ingwer", confirmed_on=LONG_AGO), **late)
    fade(make_entry("Jasmin", confirmed_on=LONG_AGO), SPRING)
    make_steps(make_entry("Zimt", confirmed_on=None), ASKED=before(14))
    Organisation.objects.filter(slug="zimt").update(created_at=datetime(2026, 1, 1, tzinfo=UTC))


def make_at_the_beginning():
    make_entry("Anis", confirmed_on="2026-03-31")
    birne = make_entry("Birne", confirmed_on="2026-04-28")
    for language in ("ar", "en", "en"):
        make_member(birne, language=language)
    make_entry("Citrone", confirmed_on="2026-04-29")
    # Made half an hour after midnight here, in summer and in winter time, which is the day before in UTC.
    for name, moment in (("Dattel", (2026, 4, 27, 22, 30)), ("Erle", (2026, 11, 30, 23, 30))):
        entry = make_entry(name, confirmed_on=None)
        Organisation.objects.filter(pk=entry.pk).update(created_at=datetime(*moment, tzinfo=UTC))
    again = make_entry("Fenchel", confirmed_on="2027-03-31")
    make_steps(again, ASKED="2028-02-15")
    FreshnessStep.objects.update(confirmed_on=LONG_AGO)  # of the round before


def make_unreachable():
    make_entry("Kamille", confirmed_on="2026-04-28", contact=False)
    make_contact(make_entry("Lavendel", confirmed_on="2026-04-28", contact=False), email="", phone="06151 1")
    make_entry("Melisse", confirmed_on="2026-04-28")
    refuse_mail("melisse@verein.example")
    make_entry("Nelke", confirmed_on="2026-04-28")
    unsubscribe("nelke@verein.example")
    make_member(make_entry("Orange", confirmed_on="2026-04-28", contact=False), until=date(2027, 3, 28))
    make_member(make_entry("Pfeffer", confirmed_on="2026-04-28", contact=False), is_active=False)
    # Everything was done but the hiding, and now its address fails.
    fade(make_entry("Quitte", confirmed_on=LONG_AGO), SPRING)
    refuse_mail("quitte@verein.example")


def make_left_alone():
    for number, state in enumerate(("draft", "pending", "hidden", "dissolved")):
        make_entry(f"Rose-{number}", confirmed_on=LONG_AGO, state=state)
    make_entry("Salbei", confirmed_on=LONG_AGO, kind="office")
    shown_again = make_entry("Thymian", confirmed_on=LONG_AGO)
    fade(shown_again, SPRING)
    make_steps(shown_again, HIDDEN=SPRING)


def make_with_doubled_addresses():
    entry = make_entry("Ulme", confirmed_on="2026-04-28")
    make_member(entry, email="amal@example.org", language="ar")
    Contact.objects.filter(organisation=entry).update(email="AMAL@example.org")


@pytest.fixture
def invented(django_db_setup):
    """Every case at once."""
    hide_all_others()
    make_at_the_beginning()
    make_on_the_way()
    make_unreachable()
    make_left_alone()
    make_with_doubled_addresses()


def remind(*arguments):
    out = StringIO()
    call_command("remind", *arguments, stdout=out)
    return out.getvalue()


def everything():
    models = (FreshnessStep, Message, Organisation)
    return [[*model.objects.order_by("pk").values_list()] for model in models]


def test_what_would_go_out_is_as_expected(invented):
    assert "\n".join(remind("--dry-run", "--today", day) for day in DAYS) == GOLDEN.read_text(encoding="utf-8")


def test_it_names_no_person_and_no_address(invented):
    told = remind("--dry-run", "--today", str(SPRING))
    assert ("@" in told, "example" in told) == (False, False)


def test_a_dry_run_changes_nothing(invented):
    former = everything()
    for day in DAYS:
        remind("--dry-run", "--today", day)
    assert everything() == former


def test_another_day_is_for_dry_runs_only(invented):
    with pytest.raises(CommandError, match="only works together with --dry-run"):
        remind("--today", "2027-03-28")


@pytest.mark.parametrize("text", ["2027-02-29", "28.03.2027", "morgen", "2027-13-01"])
def test_a_day_that_is_none_is_named(text):
    with pytest.raises(CommandError, match=f"'{text}' is no day of the calendar"):
        remind("--dry-run", "--today", text)


def test_without_dry_run_it_does_what_is_due_today_once():
    hide_all_others()
    today = timezone.localdate()
    entry = make_entry("Anis", confirmed_on=today - timedelta(days=400))
    lines = [remind("--dry-run"), remind(), remind()]
    assert (lines[0] == lines[1], lines[2]) == (True, f"{today}, steps: 0\n")
    assert (steps_of(entry), history.length(entry) > 0) == ([("asked", today, 1)], True)

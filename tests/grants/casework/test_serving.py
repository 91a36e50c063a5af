"""How a letter is served: the mail, the first download, the post; and what follows from it."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.utils import timezone, translation

from darmstadt_mso.lib import jobs
from grants.casework import announcing, fetching, letter_files, letters, serving
from grants.casework.legal_time import end_of
from grants.models import Consent, Notice, Service
from grants.terms import BERLIN
from grants.workflow import NotPossible
from organisations.models import Membership
from tests import mails
from tests.factories import make_member, make_organisation
from tests.grants.cases import case_worker
from tests.grants.notices import agree, editor, make_notice, make_waiting, over, service_of, signatory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    with translation.override("en"):
        yield settings.MEDIA_ROOT


def sent(template="letter"):
    return [mail for mail in mails.queued() if mail.template == f"grants/{template}"]


def files(media):
    return [path for path in media.rglob("*") if path.is_file() and "notices" in path.parts]


def state_of(notice, at=None):
    return serving.state(notice, at or timezone.now())


def set_service(notice, **columns):
    Service.objects.filter(pk=service_of(notice).pk).update(**columns)


def berlin(*moment):
    return datetime(*moment, tzinfo=BERLIN)


# The mail


def test_a_letter_begins_with_a_job_that_tells_of_it():
    notice = make_notice()
    service = service_of(notice)
    assert (service.number, service.way, service.message_at) == (1, "download", None)
    assert jobs.living(serving.TELL) == [{"service": service.pk}]
    assert state_of(notice).words == "the mail about it is being sent"


def test_everybody_who_speaks_for_the_association_is_told_without_contents(media):
    notice = make_notice()
    colleague = editor(notice)
    announcing.send_message(service_of(notice).pk)
    assert {mail.recipient for mail in sent()} == {signatory(notice).email, colleague.email}
    for mail in sent():
        assert f"/briefe/{notice.key}/" in mail.text and notice.application.reference in mail.subject
        assert not {word for word in ("375", notice.text.title, "Bewilligung", "Zuwendung") if word in mail.text}


def test_the_limit_runs_from_the_message_and_the_file_is_kept(media):
    notice = make_waiting()
    service = service_of(notice)
    assert service.ends_at == announcing.fetch_limit(service.message_at)
    (file,) = files(media)
    paper = file.read_bytes()
    assert paper == letters.pdf_of(notice) == letter_files.read(notice)
    assert notice.pdf_sha256 == sha256(paper).hexdigest()
    assert notice.key not in file.name and len(file.stem) == 32


def test_a_second_job_does_nothing(media):
    notice = make_waiting()
    before = (service_of(notice).message_at, notice.pdf.name, len(sent()))
    announcing.send_message(service_of(notice).pk)
    notice.refresh_from_db()
    assert (service_of(notice).message_at, notice.pdf.name, len(sent())) == before
    assert len(files(media)) == 1


def test_a_file_left_by_a_killed_job_is_replaced_and_a_lost_one_made_anew(media):
    notice = make_notice()
    letter_files.keep(notice)
    Notice.objects.filter(pk=notice.pk).update(pdf="")
    files(media)[0].write_bytes(b"half")
    announcing.send_message(service_of(notice).pk)
    notice.refresh_from_db()
    (file,) = files(media)
    assert file.read_bytes().startswith(b"%PDF")
    before = letter_files.read(notice)
    file.unlink()
    assert letter_files.read(notice) == before


def test_a_lost_job_is_asked_for_anew_and_one_that_lives_is_not():
    notice = make_notice()
    later = timezone.now() + HOUR
    announcing.find_missing(later)
    assert len(jobs.living(serving.TELL)) == 1
    jobs.apps.get_model("procrastinate", "ProcrastinateJob").objects.all().delete()
    announcing.find_missing(timezone.now())
    assert jobs.living(serving.TELL) == []
    announcing.find_missing(later)
    assert jobs.living(serving.TELL) == [{"service": service_of(notice).pk}]
    announcing.send_message(service_of(notice).pk)
    jobs.apps.get_model("procrastinate", "ProcrastinateJob").objects.all().delete()
    announcing.find_missing(later)
    assert jobs.living(serving.TELL) == []


def test_an_address_that_cannot_be_used_does_not_stop_the_others():
    notice = make_notice()
    broken = editor(notice)
    type(broken).objects.filter(pk=broken.pk).update(email=" ")
    announcing.send_message(service_of(notice).pk)
    assert [mail.recipient for mail in sent()] == [signatory(notice).email]
    assert service_of(notice).message_at


def test_where_nobody_can_be_told_it_is_to_go_by_post():
    notice = make_notice()
    Membership.objects.all().delete()
    announcing.send_message(service_of(notice).pk)
    assert (state_of(notice).state, list(serving.to_post())) == (serving.TO_POST, [notice])


# By download


def test_who_fetches_it_is_served_on_the_next_day():
    notice = make_waiting("rejection")
    agree(notice)
    service = service_of(notice)
    at = service.message_at + timedelta(days=1)
    fetching.fetch(notice, signatory(notice), at)
    served = state_of(notice, at)
    assert (service_of(notice).fetched_at, service_of(notice).fetched_by) == (at, signatory(notice))
    assert served.state == serving.FETCHED
    assert served.served_on == serving.served_by_download(at)
    assert served.objection_until == serving.objection_until(served.served_on)
    assert served.words.startswith("fetched on ") and "objection until" in served.words


def test_the_words_name_each_day():
    notice = make_waiting("rejection")
    set_service(notice, message_at=berlin(2026, 12, 14, 9), ends_at=end_of(date(2026, 12, 28)))
    assert state_of(notice, berlin(2026, 12, 15)).words == "waiting to be fetched until 28 December 2026, 24:00"
    over_words = "not fetched until 28 December 2026: not served; to be served anew or by post"
    assert state_of(notice, end_of(date(2026, 12, 28))).words == over_words
    set_service(notice, fetched_at=berlin(2026, 12, 24, 23, 59))
    words = state_of(notice).words
    assert words == (
        "fetched on Thursday, 24 December 2026, 23:59 (CET); served on 25 December 2026;"
        " objection until 25 January 2027"
    )


def test_a_letter_that_names_no_remedy_has_no_day_for_objections():
    notice = make_waiting("waiting")
    set_service(notice, fetched_at=timezone.now())
    assert (notice.text.remedies, state_of(notice).objection_until) == ("", None)


def test_a_later_download_changes_nothing():
    notice = make_waiting()
    agree(notice)
    at = service_of(notice).message_at + HOUR
    fetching.fetch(notice, signatory(notice), at)
    fetching.fetch(notice, editor(notice), at + HOUR)
    assert (service_of(notice).fetched_at, service_of(notice).fetched_by) == (at, signatory(notice))


def test_without_consent_nobody_fetches_and_with_it_everybody_of_the_association():
    notice = make_waiting()
    colleague, at = editor(notice), service_of(notice).message_at + HOUR
    with pytest.raises(NotPossible, match="entitled to sign"):
        fetching.fetch(notice, colleague, at)
    agree(notice)
    with pytest.raises(NotPossible):
        fetching.fetch(notice, make_member(make_organisation()), at)
    with pytest.raises(NotPossible):
        fetching.fetch(notice, case_worker(), at)
    assert service_of(notice).fetched_at is None
    fetching.fetch(notice, colleague, at)
    assert service_of(notice).fetched_by == colleague


def test_the_last_moment_is_in_time_and_the_next_serves_nothing():
    notice = make_waiting()
    agree(notice)
    ends_at = service_of(notice).ends_at
    with pytest.raises(NotPossible, match="is over, so it is not served"):
        fetching.fetch(notice, signatory(notice), ends_at)
    assert state_of(notice, ends_at).state == serving.LAPSED
    assert fetching.paper(notice, ends_at) is None
    fetching.fetch(notice, signatory(notice), ends_at - timedelta(microseconds=1))
    assert state_of(notice, ends_at).state == serving.FETCHED


def test_before_the_mail_nothing_can_be_fetched():
    notice = make_notice()
    agree(notice)
    with pytest.raises(NotPossible, match="being made"):
        fetching.fetch(notice, signatory(notice), timezone.now())


def test_it_is_readable_as_soon_as_it_is_fetched_and_for_ever():
    notice = make_waiting()
    agree(notice)
    at = service_of(notice).message_at + HOUR
    assert fetching.paper(notice, at) is None
    fetching.fetch(notice, signatory(notice), at)
    assert fetching.paper(notice, at) == letter_files.read(notice)
    assert fetching.paper(notice, at + timedelta(days=1000)) == letter_files.read(notice)


# Consent


def test_only_who_signs_agrees_and_does_so_once():
    notice = make_waiting()
    with pytest.raises(NotPossible):
        serving.consent(notice.application, editor(notice))
    first = agree(notice)
    assert agree(notice) == first and Consent.objects.count() == 1


@pytest.mark.parametrize("agreed", [True, False])
def test_who_wants_post_gets_post_and_can_change_their_mind(agreed):
    notice = make_waiting()
    if agreed:
        agree(notice)
    with pytest.raises(NotPossible):
        serving.end_consent(notice.application, editor(notice))
    serving.end_consent(notice.application, signatory(notice))
    assert serving.consent_of(notice.application) is None
    assert (state_of(notice).state, list(serving.to_post())) == (serving.TO_POST, [notice])
    assert serving.begin(notice).way == "post"
    agree(notice)
    assert serving.begin(notice).way == "download"


def test_what_is_served_already_is_no_task_when_the_consent_ends():
    notice = make_waiting()
    agree(notice)
    fetching.fetch(notice, signatory(notice), service_of(notice).message_at + HOUR)
    serving.end_consent(notice.application, signatory(notice))
    assert (notice.services.count(), list(serving.to_post())) == (1, [])


def test_without_anybody_who_could_agree_a_letter_goes_by_post():
    notice = make_notice()
    Membership.objects.update(role="editor")
    assert serving.begin(notice).way == "post"


# By post, and anew


def test_posting_counts_after_the_days_of_the_setting(settings):
    notice = make_waiting("rejection")
    notice.made_at = berlin(2026, 11, 20)
    user = case_worker()
    serving.by_post(notice, date(2026, 11, 20), user)
    assert state_of(notice).words == (
        "posted on 20 November 2026; counts as served on 24 November 2026; objection until 24 December 2026"
    )
    assert service_of(notice).noted_by == user
    settings.POST_SERVED_AFTER_DAYS = 3
    assert state_of(notice).served_on == date(2026, 11, 23)
    assert fetching.paper(notice, berlin(2026, 11, 22, 23)) is None
    assert fetching.paper(notice, berlin(2026, 11, 23, 0)) is not None


def test_the_day_of_posting_can_be_corrected_but_is_none_to_come():
    notice = make_waiting()
    today = timezone.localdate()
    made_on = serving.day_of(notice.made_at)
    serving.by_post(notice, today, case_worker())
    serving.by_post(notice, made_on, case_worker())
    assert (notice.services.count(), service_of(notice).posted_on) == (2, made_on)
    for day in (today + timedelta(days=1), made_on - timedelta(days=1)):
        with pytest.raises(NotPossible):
            serving.by_post(notice, day, case_worker())


def test_what_was_fetched_is_not_posted():
    notice = make_waiting()
    set_service(notice, fetched_at=timezone.now())
    with pytest.raises(NotPossible):
        serving.by_post(notice, timezone.localdate(), case_worker())


@pytest.mark.parametrize("fetched, state", [(date(2026, 11, 21), "fetched"), (date(2026, 11, 24), "posted")])
def test_the_first_way_that_reaches_the_association_counts(fetched, state):
    notice = make_waiting()
    set_service(notice, fetched_at=datetime(fetched.year, fetched.month, fetched.day, 12, tzinfo=UTC))
    Service.objects.create(notice=notice, number=2, way="post", asked_at=timezone.now(), posted_on=date(2026, 11, 20))
    assert state_of(notice).state == state


def test_a_lapsed_letter_is_served_anew_with_a_limit_and_a_mail_of_its_own():
    notice = make_waiting()
    user = case_worker()
    with pytest.raises(NotPossible):
        serving.serve_anew(notice, user)
    over(notice)
    assert list(serving.lapsed(timezone.now())) == [notice]
    service = serving.serve_anew(notice, user)
    assert (service.number, Service.objects.get(pk=service.pk).noted_by) == (2, user)
    with pytest.raises(NotPossible):
        serving.serve_anew(notice, user)
    announcing.send_message(service.pk)
    assert (len(sent()), state_of(notice).state) == (2, serving.WAITING)
    assert list(serving.lapsed(timezone.now())) == []


def test_nothing_is_served_anew_by_download_where_nobody_could_fetch_it():
    notice = make_waiting()
    over(notice)
    Membership.objects.all().delete()
    with pytest.raises(NotPossible):
        serving.serve_anew(notice, case_worker())


def test_a_letter_waits_until_its_end_and_is_a_task_from_then_on():
    notice = make_waiting()
    ends_at = service_of(notice).ends_at
    before = ends_at - timedelta(microseconds=1)
    assert (list(serving.waiting(before)), list(serving.lapsed(before))) == ([notice], [])
    assert (list(serving.waiting(ends_at)), list(serving.lapsed(ends_at))) == ([], [notice])
    serving.by_post(notice, timezone.localdate(), case_worker())
    assert [list(found) for found in (serving.waiting(before), serving.lapsed(ends_at), serving.to_post())] == [[]] * 3


# Reminders


def reminded(now):
    for service in announcing.due(now):
        announcing.remind(service.pk, now)
    return len(sent("letter_reminder")), len(sent("letter_lapsed"))


def test_people_are_reminded_once_before_the_end_and_told_once_after_it():
    notice = make_waiting()
    ends_at = service_of(notice).ends_at
    noon = ends_at - timedelta(hours=12)
    assert reminded(noon - timedelta(days=4)) == (0, 0)
    assert reminded(noon - timedelta(days=3)) == (1, 0)
    assert reminded(noon - timedelta(days=1)) == (1, 0)
    assert reminded(ends_at) == (1, 1)
    assert reminded(ends_at + timedelta(days=2)) == (1, 1)
    assert f"/briefe/{notice.key}/" in sent("letter_reminder")[0].text


def test_nobody_is_reminded_of_what_is_served_or_to_be_posted():
    notice = make_waiting()
    soon = service_of(notice).ends_at - HOUR
    serving.end_consent(notice.application, signatory(notice))
    assert reminded(soon) == (0, 0)
    serving.by_post(notice, timezone.localdate(), case_worker())
    assert reminded(soon) == (0, 0)


def test_a_second_service_has_a_reminder_of_its_own():
    notice = make_waiting()
    assert reminded(service_of(notice).ends_at - HOUR) == (1, 0)
    over(notice)
    service = serving.serve_anew(notice, case_worker())
    announcing.send_message(service.pk)
    assert reminded(service_of(notice).ends_at - HOUR) == (2, 0)

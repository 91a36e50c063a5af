"""Messages between an association and the office: kept once each, told to the other side without their text."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grants.casework import conversing
from grants.models import Application, CaseMessage
from tests import mails
from tests.factories import make_member
from tests.grants.cases import board_member, case_worker, make_case, second_person, signatory_of, tied_case_worker

pytestmark = pytest.mark.django_db
SECRET = "Quitten sind reif"


def texts(case):
    return [one.text for one in case.messages.all()]


def queued(template):
    return [one.recipient for one in mails.queued() if one.template == f"grants/{template}"]


def test_the_same_message_sent_twice_is_one():
    case = make_case()
    member = signatory_of(case)
    first, second = [conversing.write(case, member, SECRET, "k1", from_office=False) for _time in range(2)]
    assert (first, texts(case)) == (second, [SECRET])


def test_another_text_with_a_used_key_is_a_message_of_its_own():
    case, other = make_case(), make_case()
    member = signatory_of(case)
    conversing.write(case, member, "eins", "k1", from_office=False)
    conversing.write(case, member, "zwei", "k1", from_office=False)
    conversing.write(other, signatory_of(other), "eins", "k1", from_office=False)
    conversing.write(case, member, "eins", "", from_office=False)
    assert (texts(case), texts(other)) == (["eins", "zwei", "eins"], ["eins"])


def test_everybody_of_the_association_is_told_of_a_message_but_not_what_it_says():
    case, officer = make_case(), case_worker()
    people = [*[one.user for one in case.organisation.memberships.all()], make_member(case.organisation)]
    conversing.write(case, officer, SECRET, "k1", from_office=True)
    assert sorted(queued("message_from_office")) == sorted(one.email for one in people)
    written = [one for one in mails.queued() if one.template == "grants/message_from_office"]
    assert not any(SECRET in f"{one.subject} {one.text} {one.context}" for one in written)
    assert all(f"/antraege/{case.reference}/nachrichten/" in one.text for one in written)
    assert not any(case.title in one.text for one in written)


def test_who_has_the_case_is_told_of_what_the_association_writes():
    officer = case_worker()
    case = make_case()
    Application.objects.update(officer=officer)
    case.refresh_from_db()
    conversing.write(case, signatory_of(case), SECRET, "k1", from_office=False)
    (mail,) = [one for one in mails.queued() if one.template == "grants/message_to_office"]
    assert mail.recipient == officer.email and SECRET not in f"{mail.subject} {mail.text} {mail.context}"


@pytest.mark.parametrize("reason", ["tied", "inactive", "nobody"])
def test_nobody_is_told_who_may_not_have_the_case(reason):
    case = make_case()
    officer = {"tied": tied_case_worker, "inactive": lambda _case: case_worker(is_active=False)}.get(reason)
    case.officer = officer and officer(case)
    case.save()
    conversing.write(case, signatory_of(case), SECRET, "k1", from_office=False)
    assert (queued("message_to_office"), texts(case)) == ([], [SECRET])


def test_whoever_answers_has_read():
    case, officer, member = make_case(), case_worker(), None
    member = signatory_of(case)
    conversing.write(case, member, "Frage", "k1", from_office=False)
    assert conversing.unread(case, by_office=True).count() == 1
    conversing.write(case, officer, "Antwort", "k2", from_office=True)
    unread = [conversing.unread(case, by_office=office).count() for office in (True, False)]
    assert unread == [0, 1]
    assert (conversing.read(case, by_office=False), conversing.read(case, by_office=False)) == (1, 0)


def test_an_association_that_floods_is_asked_to_wait_and_the_office_is_not():
    case, now = make_case(), timezone.now()
    member = signatory_of(case)
    flood = [CaseMessage(application=case, from_office=False, text="x", at=now, key=f"{n}") for n in range(20)]
    CaseMessage.objects.bulk_create(flood)
    with pytest.raises(conversing.TooMany):
        conversing.write(case, member, SECRET, "k1", from_office=False)
    conversing.write(case, case_worker(), "Antwort", "k2", from_office=True)
    CaseMessage.objects.filter(key="0").update(at=now - timedelta(hours=1, seconds=1))
    conversing.write(case, member, SECRET, "k1", from_office=False)
    assert texts(case)[-1] == SECRET


def test_who_may_write():
    case = make_case("rejected")
    people = [signatory_of(case), make_member(case.organisation), case_worker(), tied_case_worker(case)]
    assert [conversing.may_write(one, case) for one in people] == [True] * 4
    assert [conversing.may_answer(one, case) for one in people] == [False, False, True, False]
    others = [signatory_of(make_case()), second_person(), board_member()]
    assert [conversing.may_write(one, case) for one in others] == [False] * 3

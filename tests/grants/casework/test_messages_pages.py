"""The pages on which an association and the office write to each other."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grants.casework import conversing
from grants.models import CaseMessage
from tests.factories import make_member
from tests.grants.cases import case_worker, make_case, second_person, signatory_of, tied_case_worker
from tests.members import as_, english, page
from tests.office import let_in
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db


def own(case):
    return english(reverse("grants:messages", args=[case.handle]))


def office(case):
    return english(reverse("admin:grants_application_messages", args=[case.pk]))


def texts(case):
    return [one.text for one in case.messages.all()]


def key_of(found):
    return next(field.get("value") for field in found.iter("input") if field.get("name") == "key")


def test_a_member_writes_and_a_second_click_changes_nothing(client):
    case = make_case()
    as_(client, make_member(case.organisation))
    typed = {"text": "Wann <b>wissen</b> wir es?\nDanke", "key": key_of(page(client, own(case)))}
    answers = [client.post(own(case), typed) for _click in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, own(case))] * 2
    assert [one.replace("\r", "") for one in texts(case)] == [typed["text"]]
    (message,) = by_class(page(client, own(case)), "message")
    assert "Wann <b>wissen</b> wir es?" in text(message)


def test_each_page_has_a_key_of_its_own(client):
    case = make_case()
    as_(client, signatory_of(case))
    assert key_of(page(client, own(case))) != key_of(page(client, own(case)))


def test_an_empty_message_is_none_and_a_long_one_stays_in_its_field(client):
    case = make_case()
    as_(client, signatory_of(case))
    for typed in ("  ", "x" * 5001):
        answer = client.post(own(case), {"text": typed, "key": "k1"})
        (field,) = main(tree(answer)).iter("textarea")
        assert (answer.status_code, (field.text or "").strip()) == (422, typed.strip())
    assert texts(case) == []


def test_too_many_are_refused_in_words_with_the_text_kept(client):
    case, now = make_case(), timezone.now()
    flood = [CaseMessage(application=case, from_office=False, text="x", at=now, key=f"{n}") for n in range(20)]
    CaseMessage.objects.bulk_create(flood)
    answer = as_(client, signatory_of(case)).post(own(case), {"text": "Noch eine", "key": "k1"})
    found = text(main(tree(answer)))
    assert answer.status_code == 422 and "send this one later" in found and "Noch eine" in found


def test_what_was_written_without_log_in_is_kept(client):
    case = make_case()
    answer = client.post(own(case), {"text": "Lang getippt", "key": "k1"})
    assert answer.status_code == 302 and "/login/" in answer["Location"]
    client.force_login(signatory_of(case))
    (field,) = page(client, own(case)).iter("textarea")
    assert field.text.strip() == "Lang getippt"


def test_opening_the_page_reads_what_the_office_wrote(client):
    case = make_case()
    conversing.write(case, case_worker(), "Antwort", "k1", from_office=True)
    as_(client, signatory_of(case))
    assert "The office has written 1 message to you." in text(page(client, case.get_absolute_url()))
    client.head(own(case))
    assert conversing.unread(case, by_office=False).count() == 1
    assert [len(by_class(page(client, own(case)), "badge")) for _time in range(2)] == [1, 0]
    assert "has written" not in text(page(client, case.get_absolute_url()))


def test_many_messages_stand_on_several_pages_the_newest_first(client):
    case, now = make_case(), timezone.now()
    many = [CaseMessage(application=case, from_office=True, text=f"Nr. {n}.", at=now, key=f"{n}") for n in range(45)]
    CaseMessage.objects.bulk_create(many)
    as_(client, signatory_of(case))
    found = [[text(one) for one in by_class(page(client, f"{own(case)}?seite={n}"), "message")] for n in (1, 2, 3)]
    assert [len(one) for one in found] == [20, 20, 5]
    assert "Nr. 44." in found[0][0] and "Nr. 0." in found[2][-1]


def test_a_draft_has_no_messages_yet(client):
    case = make_case()
    case.refresh_from_db()
    type(case).objects.filter(pk=case.pk).update(state="draft", reference=None, submitted_at=None)
    address = reverse("grants:messages", args=[case.draft_key])
    answer = as_(client, signatory_of(case)).post(english(address), {"text": "x"})
    assert (answer.status_code, texts(case)) == (302, [])


def test_the_office_answers_in_the_file(client):
    case = make_case()
    conversing.write(case, signatory_of(case), "Frage", "k1", from_office=False)
    let_in(client, case_worker())
    found = main(tree(client.get(office(case))))
    assert "Frage" in text(found) and "not read yet" in text(found)
    answer = client.post(office(case), {"text": "Antwort", "key": key_of(found)})
    assert (answer.status_code, answer["Location"]) == (302, office(case))
    assert [(one.text, one.from_office, bool(one.read_at)) for one in case.messages.all()] == [
        ("Frage", False, True),
        ("Antwort", True, False),
    ]


def test_the_office_may_mark_as_read_without_an_answer(client):
    case = make_case()
    conversing.write(case, signatory_of(case), "Danke", "k1", from_office=False)
    let_in(client, case_worker())
    client.get(office(case))
    assert conversing.unread(case, by_office=True).count() == 1
    client.post(office(case), {"read": "1"})
    assert (conversing.unread(case, by_office=True).count(), texts(case)) == (0, ["Danke"])


def test_what_the_office_typed_stays_when_it_is_too_long(client):
    case = make_case()
    answer = let_in(client, case_worker()).post(office(case), {"text": "y" * 5001, "key": "k1"})
    assert answer.status_code == 422 and "y" * 5001 in answer.content.decode()


def test_who_only_decides_reads_and_who_is_tied_sees_nothing():
    case = make_case()
    conversing.write(case, signatory_of(case), "Frage", "k1", from_office=False)
    seen = []
    for user in (second_person(), tied_case_worker(case)):
        browser = let_in(Client(), user)
        answers = [browser.get(office(case)), browser.post(office(case), {"text": "x", "key": "k2"})]
        seen.append([one.status_code for one in answers])
    assert (seen, texts(case)) == ([[200, 403], [404, 404]], ["Frage"])

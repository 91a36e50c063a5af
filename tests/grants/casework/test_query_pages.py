"""The pages of a question to the applicant: the office asks, the association writes and sends its answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grants.models import Query
from organisations.models import Role
from tests.factories import make_member, make_user
from tests.grants.cases import case_worker, make_case, second_person, tied_case_worker
from tests.grants.paperwork import ASKED, make_call_for_papers
from tests.members import as_, english, page
from tests.office import let_in
from tests.pages import by_class, links, main, text, tree

from .asked import DAY, end, fresh, make_asked, make_asked_for_papers, reply, retype, reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def at(name, case, *more):
    return reverse(f"grants:{name}", args=[case.handle, *more])


def send(client, case, seen=None):
    return client.post(english(at("answer", case)), {"seen": seen or reviewed(case).seen})


# The association


def test_the_page_says_what_is_asked_until_when_and_lists_the_open_pages(client):
    case, signatory, _user = make_asked("projekt", "anlagen", text="Wo findet es statt?")
    found = page(as_(client, signatory), at("query", case))
    assert "Wo findet es statt?" in text(found)
    assert "24:00" in text(by_class(found, "deadline")[0])
    tasks = [links(task)[0] for task in by_class(found, "task")]
    assert tasks == [("Project", english(at("section", case, "projekt"))), ("Papers", english(at("papers", case)))]


def test_it_exists_only_while_something_is_asked_and_for_its_own_people(client):
    case, signatory, user = make_asked()
    stranger, other = make_user(), make_member(make_case().organisation)
    for path in (at("query", case), at("answer", case)):
        found = [as_(client, one).get(english(path)).status_code for one in (signatory, stranger, other, user)]
        assert found == [200, 404, 404, 404]
    reply(case, signatory)
    for path in (at("query", case), at("answer", case)):
        answer = as_(client, signatory).get(english(path))
        assert answer["Location"] == english(case.get_absolute_url())


def test_open_pages_are_written_and_lead_on_to_the_next_open_one(client):
    case, signatory, _user = make_asked("projekt", "erklaerungen")
    typed = case.sections.get(key="projekt").typed | {"place": ["Rathaus"], "seen": ["1"]}
    answer = as_(client, signatory).post(english(at("section", case, "projekt")), typed)
    assert answer["Location"] == english(at("section", case, "erklaerungen"))
    assert case.sections.get(key="projekt").typed["place"] == ["Rathaus"]
    answer = client.post(english(at("section", case, "erklaerungen")), {"seen": "0"})
    assert answer["Location"] == english(at("query", case))


def test_pages_that_are_not_open_stay_refused(client):
    case, signatory, _user = make_asked("projekt", call=make_call_for_papers(ASKED[4:]))
    as_(client, signatory)
    assert client.get(english(at("section", case, "plan")))["Location"] == english(case.get_absolute_url())
    assert client.post(english(at("section", case, "plan")), {"requested": "1"}).status_code == 409
    assert client.post(english(at("upload", case, "angebot"))).status_code == 302
    assert "no longer changed" in text(page(client, at("papers", case)))


def test_papers_that_are_asked_for_can_be_added(client):
    case, signatory, _user = make_asked("anlagen", call=make_call_for_papers(ASKED[4:]))
    found = page(as_(client, signatory), at("papers", case))
    assert "Send the file" in text(found)
    assert client.post(english(at("upload", case, "angebot"))).status_code == 422


def test_an_earlier_text_is_taken_up_again_only_on_open_pages(client):
    case, signatory, _user = make_asked("projekt")
    retype(case, "projekt", signatory, place="Rathaus")
    found = page(as_(client, signatory), at("history", case))
    assert text(found).count("Take up this text again") == 2
    first = case.sections.get(key="projekt").revisions.first()
    client.post(english(at("history", case)), {"fassung": first.key, "seen": "9"})
    assert case.sections.get(key="projekt").typed["title"] == ["Lesen"]


def test_the_page_shows_what_differs_from_what_was_sent(client):
    case, signatory, _user = make_asked("projekt")
    assert "Nothing so far." in text(page(as_(client, signatory), at("query", case)))
    retype(case, "projekt", signatory, place="Rathaus")
    (changes,) = by_class(page(client, at("query", case)), "changes")
    assert text(changes) == "Project: Where is it? Sent: Bürgerhaus Now: Rathaus"


def test_the_review_shows_only_the_open_pages_and_sends(client):
    case, signatory, _user = make_asked("projekt")
    retype(case, "projekt", signatory, place="Rathaus")
    found = page(as_(client, signatory), at("answer", case))
    assert [text(one.find("h2")) for one in by_class(found, "read-head")] == ["Project"]
    answer = send(client, case)
    assert (answer["Location"], fresh(case).state) == (english(case.get_absolute_url()), "checking")
    assert case.submissions.count() == 2


def test_nothing_is_sent_while_something_is_missing(client):
    case, signatory, _user = make_asked("projekt")
    retype(case, "projekt", signatory, place="")
    found = page(as_(client, signatory), at("answer", case))
    (summary,) = by_class(found, "error-summary")
    assert links(summary) == [("Where is it?", english(at("section", case, "projekt")) + "#id_place")]
    assert "Send the answer now" not in text(found)
    assert (send(client, case).status_code, fresh(case).state) == (422, "queried")


def test_what_the_rules_say_against_it_is_told_and_does_not_block(client):
    case, signatory, _user = make_asked("projekt")
    retype(case, "projekt", signatory, local="no")
    found = page(as_(client, signatory), at("answer", case))
    assert "does not concern Darmstadt" in text(by_class(found, "findings")[0])
    assert send(client, case).status_code == 302


def test_editors_see_who_can_send_it_and_cannot_themselves(client):
    case, signatory, _user = make_asked("projekt")
    editor = make_member(case.organisation)
    (box,) = by_class(page(as_(client, editor), at("answer", case)), "submit")
    assert (str(signatory) in text(box), "Send the answer now" in text(box)) == (True, False)
    assert (send(client, case).status_code, fresh(case).state) == (403, "queried")


def test_an_answer_after_the_day_is_kept_and_the_way_to_the_office_shown(client):
    case, signatory, _user = make_asked("projekt")
    retype(case, "projekt", signatory, place="Rathaus")
    end(case)
    answer = send(as_(client, signatory), case)
    words = text(main(tree(answer)))
    assert (answer.status_code, fresh(case).state, case.submissions.count()) == (422, "queried", 1)
    assert ("Nothing is lost" in words, "Ask the office" in words, "Send the answer now" in words) == (
        True,
        True,
        False,
    )


def test_what_was_not_reviewed_is_not_sent(client):
    case, signatory, _user = make_asked("projekt")
    seen = reviewed(case).seen
    retype(case, "projekt", signatory, place="Rathaus")
    answer = send(as_(client, signatory), case, seen)
    assert (answer.status_code, fresh(case).state) == (422, "queried")
    assert "Something has changed since you looked" in text(main(tree(answer)))


def test_a_colleagues_second_click_leads_to_the_application(client):
    case, signatory, _user = make_asked("projekt")
    seen = reviewed(case).seen
    for one in (signatory, make_member(case.organisation, Role.SIGNATORY)):
        assert send(as_(client, one), case, seen)["Location"] == english(case.get_absolute_url())
    assert case.submissions.count() == 2


def test_a_file_that_was_sent_can_be_read_after_its_removal(client):
    case, signatory = make_asked_for_papers()
    paper = at("document", case, case.attachments.get().document.key)
    client.force_login(signatory)
    client.post(english(paper + "entfernen/"))
    assert case.attachments.count() == 0
    found = [opened(client, one, english(paper)) for one in (signatory, case_worker(), make_user())]
    assert found == [200, 200, 404]


def opened(client, user, path):
    """The status; a file is read to its end, so that it is closed."""
    client = let_in(client, user) if user.is_staff else as_(client, user)
    answer = client.get(path)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


# The office


def office(name, case):
    return english(reverse(f"admin:grants_application_{name}", args=[case.pk]))


TYPED = {"sections": ["projekt", "plan"], "text": "Bitte genauer.", "action": "look"}


def typed(days=14, **changed):
    return TYPED | {"due_on": (timezone.localdate() + days * DAY).isoformat()} | changed


def test_the_office_looks_at_the_mail_before_it_asks(client):
    case, browser = make_case("checking"), let_in(client, case_worker())
    found = text(main(tree(browser.post(office("ask", case), typed()))))
    assert f"Application {case.reference}: the office asks you something" in found
    assert ("Project, Cost and financing plan" in found, Query.objects.count()) == (True, 0)
    assert browser.post(office("ask", case), typed(action="send")).status_code == 302
    query = fresh(case).open_query
    assert (query.sections, query.text) == (["projekt", "plan"], "Bitte genauer.")


def test_the_office_can_change_what_it_looked_at(client):
    case, browser = make_case("checking"), let_in(client, case_worker())
    answer = browser.post(office("ask", case), typed(action="change"))
    assert (answer.status_code, Query.objects.count()) == (200, 0)
    assert "Bitte genauer." in answer.content.decode()


@pytest.mark.parametrize(
    "wrong, told",
    [
        ({"sections": []}, "Choose at least one page."),
        ({"text": " "}, "Write what you need."),
        ({"due_on": ""}, "Choose a day."),
        ({"due_on": timezone.localdate().isoformat()}, "Choose a day after today."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_everything_typed_stays(client, wrong, told):
    case, browser = make_case("checking"), let_in(client, case_worker())
    answer = browser.post(office("ask", case), typed(**wrong, **{"action": "send"}))
    assert (answer.status_code, Query.objects.count()) == (422, 0)
    assert told in text(main(tree(answer)))
    assert "Bitte genauer." in answer.content.decode() or "text" in wrong


def test_two_weeks_are_proposed(client, settings):
    settings.QUERY_DAYS = 21
    case, browser = make_case("checking"), let_in(client, case_worker())
    day = (timezone.localdate() + timedelta(days=21)).isoformat()
    assert f'value="{day}"' in browser.get(office("ask", case)).content.decode()


def test_the_office_names_another_day(client):
    case, _signatory, user = make_asked()
    browser, day = let_in(client, user), timezone.localdate() + 30 * DAY
    assert browser.get(office("prolong", case)).status_code == 200
    assert browser.post(office("prolong", case), {"due_on": "gestern"}).status_code == 422
    browser.post(office("prolong", case), {"due_on": day.isoformat()})
    assert timezone.localdate(fresh(case).open_query.due_at) == day


def test_the_file_shows_what_was_typed_too_late_and_nothing_before(client):
    case, signatory, user = make_asked("projekt", text="Wo findet es statt?")
    retype(case, "projekt", signatory, place="Rathaus")
    found = text(main(tree(let_in(client, user).get(office("change", case)))))
    assert ("Wo findet es statt?" in found, "did not send" in found, "Rathaus" in found) == (True, False, False)
    end(case)
    found = text(main(tree(client.get(office("change", case)))))
    assert ("did not send" in found, "Rathaus" in found) == (True, False)


def test_pages_of_another_state_lead_back(client):
    case, user = make_case("assessing"), case_worker()
    for name in ("ask", "prolong"):
        answer = let_in(client, user).get(office(name, case))
        assert answer["Location"] == office("change", case)


def test_only_case_workers_who_are_not_tied_ask(client):
    case, _signatory, _user = make_asked()
    for name in ("ask", "prolong"):
        people = (second_person(), tied_case_worker(case), make_user("Redaktion"))
        found = [let_in(client, one).get(office(name, case)).status_code for one in people]
        assert found == [403, 404, 404]

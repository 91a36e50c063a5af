"""“Something is wrong here”: from the form to the office's desk."""

import pytest
from django.core.cache import cache
from django.test import Client

from organisations.models import ErrorReport
from organisations.views.reports import PER_HOUR
from tests.factories import make_organisation, make_user
from tests.office import let_in
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
TYPED = {"matter": "contact", "text": "Die Nummer ist 06151 1", "email": "erika@example.org"}
DESK = "/admin/organisations/errorreport/"


@pytest.fixture(autouse=True)
def nobody_came_yet():
    cache.clear()


@pytest.fixture
def organisation():
    return make_organisation(name="Anisverein")


def url(organisation):
    return f"/organisationen/{organisation.slug}/fehler-melden/"


def send(client, organisation, **typed):
    return client.post(url(organisation), TYPED | typed)


def sent():
    return list(ErrorReport.objects.values_list("organisation__name", "matter", "text", "email"))


def fields(answer):
    """What the form shows as typed, and the errors beside its fields."""
    page = tree(answer)
    chosen = [one.get("value") for one in page.iter("input") if "checked" in one.attrib]
    written = "".join(one.text or "" for one in page.iter("textarea")).strip()
    email = [one.get("value") for one in page.iter("input") if one.get("name") == "email"]
    errors = {one.get("id")[7:]: text(one) for one in by_class(page, "has-error") if by_class(one, "error")}
    return {"matter": chosen, "text": written, "email": email}, set(errors)


def test_a_report_is_kept_and_thanked_for(client, organisation):
    answer = send(client, organisation)
    assert (answer.status_code, answer["Location"]) == (302, f"{url(organisation)}danke/")
    assert sent() == [("Anisverein", *TYPED.values())]
    assert "Anisverein" in text(main(tree(client.get(answer["Location"]))))


def test_an_answer_is_in_the_readers_language(client, organisation):
    answer = client.post(f"/ar{url(organisation)}", TYPED)
    assert answer["Location"] == f"/ar{url(organisation)}danke/"


def test_a_report_touches_nothing_else(client, organisation):
    other = make_organisation(name="Birnenverein")
    before = [one.changed_at for one in (organisation, other)]
    client.post(url(organisation), TYPED | {"organisation": other.pk, "handled_at": "2020-01-01"})
    assert sent() == [("Anisverein", *TYPED.values())]
    assert ErrorReport.objects.get().handled_at is None
    for one in (organisation, other):
        one.refresh_from_db()
    assert [one.changed_at for one in (organisation, other)] == before


def test_the_email_address_is_optional(client, organisation):
    assert send(client, organisation, email="").status_code == 302
    assert sent() == [("Anisverein", "contact", TYPED["text"], "")]


def trap(client, organisation):
    """The field that people do not see."""
    (around,) = by_class(tree(client.get(url(organisation))), "trap")
    (field,) = around.iter("input")
    return around, field


def test_whoever_fills_the_hidden_field_is_thanked_and_ignored(client, organisation):
    _around, field = trap(client, organisation)
    answer = send(client, organisation, **{field.get("name"): "https://spam.example"})
    assert (answer.status_code, answer["Location"]) == (302, f"{url(organisation)}danke/")
    assert sent() == []


def test_the_hidden_field_is_out_of_the_way_of_people(client, organisation):
    around, field = trap(client, organisation)
    assert (around.get("aria-hidden"), field.get("tabindex"), field.get("autocomplete")) == ("true", "-1", "off")


@pytest.mark.parametrize(
    "typed, wrong",
    [
        ({"matter": ""}, {"matter"}),
        ({"matter": "unsinn"}, {"matter"}),
        ({"text": " "}, {"text"}),
        ({"text": "a" * 2001}, {"text"}),
        ({"email": "erika"}, {"email"}),
        ({"matter": "", "text": "", "email": "@"}, {"matter", "text", "email"}),
    ],
)
def test_errors_stand_beside_the_field_and_nothing_typed_is_lost(client, organisation, typed, wrong):
    answer = send(client, organisation, **typed)
    shown, errors = fields(answer)
    assert (answer.status_code, errors, sent()) == (422, wrong, [])
    wanted = TYPED | typed
    chosen = [wanted["matter"]] if wanted["matter"] == "contact" else []
    assert shown == {"matter": chosen, "text": wanted["text"].strip(), "email": [wanted["email"] or None]}


def test_errors_are_summed_up_with_links_to_the_fields(client, organisation):
    page = tree(send(client, organisation, matter="", text=""))
    (summary,) = by_class(page, "error-summary")
    targets = [link.get("href")[1:] for link in summary.iter("a")]
    assert targets == ["id_matter_0", "id_text"]
    assert set(targets) <= {element.get("id") for element in page.iter()}
    assert text(next(page.iter("title"))).startswith("Fehler:")


def test_errors_are_tied_to_their_fields_for_screen_readers(client, organisation):
    page = tree(send(client, organisation, text=""))
    (area,) = page.iter("textarea")
    described = area.get("aria-describedby").split()
    assert (area.get("aria-invalid"), "id_text_error" in described) == ("true", True)
    assert set(described) <= {element.get("id") for element in page.iter()}


def test_ten_reports_an_hour_are_enough(client, organisation):
    answers = [send(client, organisation, text=f"Nr. {n}").status_code for n in range(PER_HOUR + 1)]
    assert (PER_HOUR, answers) == (10, [302] * 10 + [422])
    assert ErrorReport.objects.count() == 10


def test_whoever_reports_too_often_is_told_so_and_keeps_what_was_typed(client, organisation):
    for _report in range(PER_HOUR):
        send(client, organisation)
    answer = send(client, organisation, text="Noch etwas")
    assert "in einer Stunde noch einmal" in text(by_class(tree(answer), "error-summary")[0])
    assert fields(answer)[0]["text"] == "Noch etwas"
    assert client.post(url(organisation), TYPED, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_mistakes_do_not_count_as_reports(client, organisation):
    for _mistake in range(PER_HOUR + 1):
        send(client, organisation, text="")
    assert send(client, organisation).status_code == 302


def test_a_report_waits_on_the_offices_desk(client, organisation):
    send(client, organisation)
    let_in(client, make_user("Redaktion"))
    rows = by_class(tree(client.get(f"{DESK}?settled=no")), "field-organisation")
    assert [text(row) for row in rows] == ["Anisverein"]
    assert by_class(tree(client.get(f"{DESK}?settled=yes")), "field-organisation") == []


def test_settling_a_report_forgets_who_sent_it(client, organisation):
    send(client, organisation)
    editor = make_user("Redaktion")
    let_in(client, editor)
    picked = {"action": "settle", "_selected_action": [ErrorReport.objects.get().pk]}
    assert client.post(DESK, picked).status_code == 302
    report = ErrorReport.objects.get()
    assert (report.email, report.handled_by, bool(report.handled_at)) == ("", editor, True)
    assert report.text == TYPED["text"], "what is wrong stays readable"
    assert by_class(tree(client.get(f"{DESK}?settled=no")), "field-organisation") == []


def test_only_editors_settle_reports(client, organisation):
    send(client, organisation)
    let_in(client, make_user("Förderung"))
    picked = {"action": "settle", "_selected_action": [ErrorReport.objects.get().pk]}
    assert client.post(DESK, picked).status_code == 403
    assert ErrorReport.objects.get().email == TYPED["email"]


def test_a_reports_text_is_text_on_the_desk_too(client, organisation):
    send(client, organisation, text="<script>alert(1)</script>")
    let_in(client, make_user("Redaktion"))
    shown = tree(client.get(DESK))
    assert [text(cell) for cell in by_class(shown, "field-text")] == ["<script>alert(1)</script>"]


def test_a_report_that_was_open_during_a_log_in_is_shown_again(organisation):
    """The token of its form is the one of before the log-in."""
    browser, path = Client(enforce_csrf_checks=True), url(organisation)
    browser.force_login(make_user())
    here = {"origin": "http://testserver", "referer": f"http://testserver{path}"}
    assert browser.post(path, TYPED, headers=here)["Location"] == path
    assert fields(browser.get(path)) == (
        {"matter": ["contact"], "text": TYPED["text"], "email": [TYPED["email"]]},
        set(),
    )
    assert sent() == []

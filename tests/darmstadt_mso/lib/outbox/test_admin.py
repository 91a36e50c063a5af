"""The outbox in the office: reading, changing what is held, deciding what got stuck."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.translation import gettext

from darmstadt_mso.lib import jobs
from darmstadt_mso.lib.outbox import mails
from darmstadt_mso.lib.outbox.models import Message, State
from darmstadt_mso.lib.outbox.rendering import fingerprint
from tests.darmstadt_mso.lib.outbox.letters import make_mail
from tests.factories import make_user
from tests.mails import sent
from tests.office import let_in
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
ERRORS = "error-summary"


@pytest.fixture
def office(client):
    return let_in(client, make_user("Redaktion"))


def change(message):
    return reverse("admin:outbox_message_change", args=[message.pk])


def preview(message):
    return reverse("admin:outbox_message_preview", args=[message.pk])


def page(office, message):
    return main(tree(office.get(change(message))))


def acts(office, message):
    """What the page offers: the values of its buttons."""
    return [
        button.get("value") if button.get("name") == "_act" else button.get("name")
        for button in buttons(page(office, message))
    ]


def buttons(element):
    return [button for button in element.iter("button") if button.get("name")]


def save(office, message, button="_save", **typed):
    values = {"subject": message.subject, "text": message.text, "seen": fingerprint(message.subject, message.text)}
    return office.post(change(message), values | typed | {button: "1"})


def decide(office, message, act, confirmed=True):
    return office.post(change(message), {"_act": act} | ({"confirmed": "1"} if confirmed else {}))


def now(message):
    message.refresh_from_db()
    return message.state, message.subject, message.text


def asked():
    return [ids["message"] for ids in jobs.living(mails.SEND)]


# Reading


def test_the_list_tells_state_recipient_subject_and_when(office):
    make_mail(state="failed")
    shown = text(main(tree(office.get(reverse("admin:outbox_message_changelist")))))
    for word in ("Einladung", "anna@example.org", str(State.FAILED.label)):
        assert word in shown


@pytest.mark.parametrize(
    "query, found", [("?q=anna", 1), ("?q=bert", 0), ("?state__in=failed,bounced", 1), ("?q=Kommen", 0)]
)
def test_mails_are_found_by_address_subject_and_state(office, query, found):
    make_mail(state="failed")
    assert office.get(reverse("admin:outbox_message_changelist") + query).context["cl"].result_count == found


def test_a_mail_is_shown_as_its_reader_gets_it(office):
    (letter,) = by_class(page(office, make_mail(state="sent")), "letter")
    assert text(letter) == "Guten Tag, Kommen Sie? Mit freundlichen Grüßen MSO-Portal Darmstadt http://localhost:8000/"


def test_the_html_is_shown_with_its_own_style_and_nothing_else(office):
    answer = office.get(preview(make_mail(state="sent")))
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and policy.endswith("sandbox")
    assert "<p>Kommen Sie?</p>" in answer.content.decode()


@pytest.mark.parametrize("has_server, status", [(False, 200), (True, 404)])
def test_codes_are_read_in_the_office_only_without_a_mail_server(office, settings, has_server, status):
    settings.HAS_MAIL_SERVER = has_server
    message = make_mail(state="failed", confidential=True)
    assert ("Kommen Sie?" in text(page(office, message))) is not has_server
    assert office.get(preview(message)).status_code == status


def test_an_emptied_mail_cannot_be_sent_again(office):
    assert acts(office, make_mail(state="bounced", confidential=True, text="")) == ["cancel"]


# Held mails


def test_a_held_mail_is_changed_and_stays_held(office):
    message = make_mail(state="held")
    assert save(office, message, subject=" Neuer\nBetreff", text="Eins\r\nzwei").status_code == 302
    assert now(message) == (State.HELD, "Neuer Betreff", "Eins\nzwei") and asked() == []


def test_a_held_mail_is_changed_and_sent(office):
    message = make_mail(state="held")
    save(office, message, "_send", text="Bitte kommen Sie.")
    assert (now(message)[0], asked()) == (State.WAITING, [message.pk])
    assert "Bitte kommen Sie." in sent()[0].body and now(message)[0] == State.SENT


@pytest.mark.parametrize("empty", [{"text": " \n "}, {"subject": " "}])
def test_an_empty_mail_is_not_sent(office, empty):
    message = make_mail(state="held")
    answer = save(office, message, "_send", **empty)
    assert by_class(tree(answer), ERRORS) and now(message) == (State.HELD, "Einladung", "Kommen Sie?")


def test_the_second_of_two_editors_sees_what_the_first_wrote_and_loses_nothing(office):
    message = make_mail(state="held")
    save(office, message, text="Vom ersten")
    shown = tree(save(office, message, "_send", text="Vom zweiten"))
    assert by_class(shown, ERRORS) and now(message) == (State.HELD, "Einladung", "Vom ersten")
    (letter,) = by_class(shown, "letter")
    typed = next(main(shown).iter("textarea"))
    assert "Vom ersten" in text(letter) and text(typed) == "Vom zweiten"
    seen = next(field.get("value") for field in main(shown).iter("input") if field.get("name") == "seen")
    save(office, message, text="Vom zweiten", seen=seen)
    assert now(message)[2] == "Vom zweiten"


@pytest.mark.parametrize("button", ["_save", "_send"])
def test_what_is_not_held_any_more_cannot_be_changed(office, button):
    message = make_mail(state="sent")
    save(office, message, button, text="Anders")
    assert now(message) == (State.SENT, "Einladung", "Kommen Sie?") and asked() == []
    (told,) = office.get(change(message)).context["messages"]
    assert told.level_tag == "error"


def test_mails_are_neither_added_nor_deleted(office):
    assert office.get(reverse("admin:outbox_message_add")).status_code == 403
    assert (
        office.post(reverse("admin:outbox_message_delete", args=[make_mail().pk]), {"post": "yes"}).status_code == 403
    )


# A template that changed


@pytest.fixture
def outdated(templates):
    templates("invitation", "Einladung", "{{ name }} lädt ein.\n\nKommen Sie?")
    message = mails.queue("invitation", "anna@example.org", {"name": "Anis"}, held=True)
    templates("invitation", "Einladung", "{{ name }} lädt ein.\n\nKommen Sie gern?")
    return message


def test_the_difference_is_shown_line_by_line_not_by_colour_alone(office, outdated):
    (lines,) = by_class(page(office, outdated), "diff")
    found = [tuple(text(part) for part in line) for line in lines.iter("li")]
    assert found == [
        ("", "Einladung"),
        ("", "Anis lädt ein."),
        ("", ""),
        (f"− {gettext('now')}", "Kommen Sie?"),
        (f"+ {gettext('anew')}", "Kommen Sie gern?"),
    ]


def test_making_anew_replaces_text_and_subject(office, outdated):
    decide(office, outdated, "anew")
    assert now(outdated) == (State.HELD, "Einladung", "Anis lädt ein.\n\nKommen Sie gern?")
    assert by_class(page(office, outdated), "diff") == []


def test_what_the_office_wrote_itself_is_no_change_of_the_template(office, templates):
    templates("invitation", "Einladung", "Kommen Sie?")
    message = mails.queue("invitation", "anna@example.org", {}, held=True)
    save(office, message, text="Bitte kommen Sie.")
    assert by_class(page(office, message), "diff") == []


def test_a_template_that_needs_more_is_told_and_changes_nothing(office, outdated, templates):
    templates("invitation", "Einladung", "Kommen Sie am {{ day }}?")
    assert "(day)" in text(page(office, outdated))
    decide(office, outdated, "anew")
    assert now(outdated)[2] == "Anis lädt ein.\n\nKommen Sie?"


# What got stuck


@pytest.mark.parametrize(
    "state, offered",
    [
        ("held", ["_save", "_send", "cancel"]),
        ("waiting", ["cancel"]),
        ("claimed", []),
        ("handing_over", []),
        ("sent", []),
        ("unsure", ["again", "sent", "cancel"]),
        ("failed", ["again", "sent", "cancel"]),
        ("bounced", ["again", "cancel"]),
        ("cancelled", []),
    ],
)
def test_each_state_offers_what_is_possible(office, state, offered):
    assert acts(office, make_mail(state=state)) == offered


@pytest.mark.parametrize("act, after", [("again", State.WAITING), ("sent", State.SENT), ("cancel", State.CANCELLED)])
def test_the_office_is_asked_before_it_is_done(office, act, after):
    message = make_mail(state="unsure")
    question = decide(office, message, act, confirmed=False)
    assert question.status_code == 200 and now(message)[0] == State.UNSURE
    (button,) = buttons(main(tree(question)))
    assert (button.get("name"), button.get("value")) == ("_act", act)
    decide(office, message, act)
    assert now(message)[0] == after


def test_sending_again_keeps_the_message_id_and_forgets_the_refusals(office):
    message = make_mail(state="failed", refusals=9, error="SMTPDataError 451", attempts=9)
    decide(office, message, "again")
    message.refresh_from_db()
    assert (message.refusals, message.error, asked()) == (0, "", [message.pk])
    assert sent()[0].extra_headers["Message-ID"] == message.message_id


@pytest.mark.parametrize("act", ["again", "sent", "anew", "cancel"])
def test_what_has_moved_on_meanwhile_is_left_alone(office, act):
    message = make_mail(state="sent")
    answer = office.post(change(message), {"_act": act, "confirmed": "1"}, follow=True)
    assert now(message)[0] == State.SENT and asked() == []
    assert [str(one.level_tag) for one in answer.context["messages"]] == ["error"]


def test_opening_an_address_decides_nothing(office):
    message = make_mail(state="unsure")
    office.get(change(message) + "?_act=sent&confirmed=1")
    assert now(message)[0] == State.UNSURE


def test_who_decided_is_noted_without_address_and_subject(office):
    message = make_mail(state="unsure")
    decide(office, message, "sent")
    (entry,) = LogEntry.objects.all()
    assert entry.object_id == str(message.pk) and entry.user.is_staff
    assert "anna" not in entry.object_repr and "Einladung" not in entry.object_repr


@pytest.mark.parametrize("role", [None, "Entscheidung"])
def test_others_decide_nothing(client, role):
    message = make_mail(state="unsure")
    staff = let_in(client, make_user(role, is_staff=True))
    assert [decide(staff, message, "sent").status_code, save(staff, message).status_code] == [403, 403]
    assert now(message)[0] == State.UNSURE and Message.objects.count() == 1

"""Mails are written down: from a template, in somebody's language, within the transaction that wanted them."""

import contextlib

import pytest
from django.db import connection, transaction
from procrastinate.exceptions import ConnectorException

from darmstadt_mso.lib import jobs
from darmstadt_mso.lib.outbox import keeping, letters, mails, unsubscribing
from darmstadt_mso.lib.outbox.models import Message, State
from tests.darmstadt_mso.lib.outbox.letters import make_mail
from tests.mails import queued, sent

pytestmark = pytest.mark.django_db
ANNA = "anna@example.org"


@pytest.fixture(autouse=True)
def invitation(templates):
    templates("invitation", "Einladung von {{ name }}\n", "{{ name }} lädt Sie ein.\n\n{{ link }}\n")


def invite(**more):
    context = {"name": "Anis & Co", "link": "https://mso.example/konto/einladung/1/"}
    return mails.queue("invitation", ANNA, context | more.pop("context", {}), **more)


def asked():
    return [ids["message"] for ids in jobs.living(mails.SEND)]


def test_a_mail_waits_with_its_job():
    message = invite()
    assert (message.state, message.subject) == (State.WAITING, "Einladung von Anis & Co")
    assert message.text == "Anis & Co lädt Sie ein.\n\nhttps://mso.example/konto/einladung/1/"
    assert asked() == [message.pk]


def test_a_held_mail_waits_for_the_office():
    assert invite(held=True).state == State.HELD
    assert asked() == [] and sent() == []


def test_nobody_is_written_to_if_the_transaction_is_rolled_back():
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        invite()
        raise ZeroDivisionError
    assert (queued(), asked()) == ([], [])


def test_without_its_job_there_is_no_mail():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs RENAME TO not_there")
    with pytest.raises(ConnectorException):
        invite()
    assert queued() == []


def test_each_mail_has_a_message_id_of_its_own_that_names_no_machine(settings):
    settings.DEFAULT_FROM_EMAIL = "Portal <portal@mso.example>"
    one, two = invite().message_id, invite().message_id
    assert one != two and one.startswith("<") and one.endswith("@mso.example>")


@pytest.mark.parametrize("value", ["", "  \n", None, []])
def test_an_empty_placeholder_is_refused_by_name(value):
    with pytest.raises(mails.EmptyPlaceholder, match="^The mail invitation has nothing to put in for name.$"):
        invite(context={"name": value})
    assert queued() == []


@pytest.mark.parametrize("to", ["", " ", None])
@pytest.mark.parametrize("unsubscribe", ["", "freshness"])
def test_a_mail_to_nobody_is_refused(to, unsubscribe):
    with pytest.raises(mails.EmptyPlaceholder, match="^The mail invitation has nothing to put in for recipient.$"):
        mails.queue("invitation", to, {"name": "Anis", "link": "https://mso.example/"}, unsubscribe=unsubscribe)
    assert queued() == []


@pytest.mark.parametrize(
    "text, placeholder",
    [
        ("{{ nobody }}", "nobody"),
        ("{% load i18n %}{% blocktranslate %}Dear {{ nobody }}{% endblocktranslate %}", "nobody"),
        ("{% load i18n %}{% blocktranslate %}Dear {{ empty }}{% endblocktranslate %}", "empty"),
        ("{{ empty|upper }}", "empty"),
        ("{{ person.street }}", "person.street"),
        ("{{ person.town }}", "person.town"),
        ("{% for one in list %}{{ one }}{% endfor %}", "list.1"),
    ],
)
def test_nothing_that_is_written_may_be_missing_or_empty(templates, text, placeholder):
    templates("letter", "Brief", text)
    with pytest.raises(mails.EmptyPlaceholder) as refusal:
        mails.queue("letter", ANNA, {"empty": "", "person": {"town": ""}, "list": ["a", ""]})
    assert (refusal.value.template, refusal.value.placeholder) == ("letter", placeholder)


@pytest.mark.parametrize("context", [{}, {"note": ""}, {"note": None}, {"notes": []}])
def test_what_is_asked_for_first_may_be_missing(templates, context):
    templates("letter", "Brief", "Ja{% if note %}{{ note }}{% endif %}{% for n in notes %}x{% endfor %}")
    assert mails.queue("letter", ANNA, context).text == "Ja"


@pytest.mark.parametrize("subject, text", [("", "Text"), ("Betreff", " \n")])
def test_an_empty_mail_is_refused(templates, subject, text):
    templates("letter", subject, text)
    with pytest.raises(mails.EmptyPlaceholder):
        mails.queue("letter", ANNA, {})


def test_what_cannot_be_kept_is_refused():
    with pytest.raises(TypeError):
        invite(context={"name": object()})
    assert queued() == []


@pytest.mark.parametrize("language, word", [("de", "Guten Tag,"), ("en", "Good day,"), ("xx", "Guten Tag,")])
def test_it_speaks_the_readers_language_or_the_portals(templates, language, word):
    templates("letter", "Brief", '{% load i18n %}{% translate "Good day," %}')
    assert mails.queue("letter", ANNA, {}, language=language).text == word


# What is handed over


def html_and_text(message):
    letter = letters.letter(message)
    return letter.alternatives[0].content, letter.body


def test_greeting_and_signature_are_added_to_both_parts(settings):
    settings.SITE_URL = "https://mso.example"
    html, text = html_and_text(make_mail())
    assert text == "Guten Tag,\n\nKommen Sie?\n\nMit freundlichen Grüßen\nMSO-Portal Darmstadt\nhttps://mso.example/\n"
    for words in ("Guten Tag,", "Kommen Sie?", "Mit freundlichen Grüßen<br>MSO-Portal Darmstadt"):
        assert f"<p>{words}</p>" in html


def test_nothing_of_a_text_is_taken_for_html():
    html, text = html_and_text(make_mail(text="Anis & <b>Birne</b>"))
    assert "Anis & <b>Birne</b>" in text and "<p>Anis &amp; &lt;b&gt;Birne&lt;/b&gt;</p>" in html


def test_paragraphs_lines_addresses_and_codes_are_told_apart():
    text = "Eins\nzwei\r\n\r\nHier:\nhttps://mso.example/\n\n    AB12\n\n\nDrei"
    assert letters.paragraphs(text) == [
        ("lines", ["Eins", "zwei"]),
        ("lines", ["Hier:"]),
        ("address", ["https://mso.example/"]),
        ("code", ["AB12"]),
        ("lines", ["Drei"]),
    ]


PHISHING = "Bitte bestätigen:\n\nhttps://evil.example/\n\nDanke."


def buttons(message):
    return [lines for kind, lines in letters.paragraphs(message.text) if kind == "address"]


@pytest.mark.parametrize("breaks", ["\n\n", "\r\n\r\n", "\r", "\u2028", "\x0b\x85"])
def test_what_somebody_typed_for_one_line_makes_no_button(breaks):
    message = invite(context={"name": PHISHING.replace("\n\n", breaks)})
    assert message.text.startswith("Bitte bestätigen: https://evil.example/ Danke. lädt Sie ein.\n\n")
    assert buttons(message) == [["https://mso.example/konto/einladung/1/"]]


def test_lines_of_lists_make_no_button(templates):
    templates("letter", "Brief", "{% for one in list %}– {{ one }}\n{{ person.name }}{% endfor %}\n\n{{ url }}")
    context = {"list": [PHISHING], "person": {"name": PHISHING}, "url": "https://mso.example/"}
    message = mails.queue("letter", ANNA, context)
    line = "Bitte bestätigen: https://evil.example/ Danke."
    assert message.text == f"– {line}\n{line}\n\nhttps://mso.example/"
    assert buttons(message) == [["https://mso.example/"]]


@pytest.mark.parametrize("name", ["reason", "one.why"])
def test_what_somebody_wrote_at_length_is_quoted_and_makes_no_button(templates, name):
    templates("letter", "Brief", f"Grund:\n{{{{ {name} }}}}\n\n{{{{ url }}}}")
    context = {"reason": PHISHING, "one": {"why": PHISHING}, "url": "https://mso.example/"}
    message = mails.queue("letter", ANNA, context)
    assert message.text == (
        "Grund:\n> Bitte bestätigen:\n>\n> https://evil.example/\n>\n> Danke.\n\nhttps://mso.example/"
    )
    assert letters.paragraphs(message.text) == [
        ("lines", ["Grund:"]),
        ("quote", ["Bitte bestätigen:", "", "https://evil.example/", "", "Danke."]),
        ("address", ["https://mso.example/"]),
    ]
    html, _text = html_and_text(message)
    assert html.count('class="button"') == 1 and '<blockquote class="quote">Bitte bestätigen:<br>' in html


def test_a_reason_that_is_only_an_address_makes_no_button(templates):
    templates("letter", "Brief", "{{ reason }}")
    message = mails.queue("letter", ANNA, {"reason": "https://evil.example/"})
    assert (message.text, buttons(message)) == ("> https://evil.example/", [])


@pytest.mark.parametrize("language, direction", [("de", "ltr"), ("ar", "rtl")])
def test_the_html_runs_in_the_direction_of_its_language(language, direction):
    html, _text = html_and_text(make_mail(language=language))
    assert f'<html lang="{language}" dir="{direction}">' in html


def test_mails_that_everybody_gets_cannot_be_unsubscribed_from():
    headers = letters.letter(message := make_mail()).extra_headers
    assert headers == {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}


# Unsubscribing


def test_a_mail_that_one_can_do_without_says_how(settings):
    settings.SITE_URL = "https://mso.example"
    letter = letters.letter(make_mail(unsubscribe="freshness", language="en"))
    address = f"https://mso.example/en/mail/abbestellen/{unsubscribing.token('freshness', ANNA)}/"
    assert letter.extra_headers["List-Unsubscribe"] == f"<{address}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in letter.body and address in letter.alternatives[0].content and "anna" not in address


def test_whoever_unsubscribed_gets_no_such_mail_but_others():
    unsubscribing.unsubscribe("freshness", unsubscribing.hashed("Anna@Example.org "))
    assert mails.unsubscribed("freshness", ANNA) and not mails.unsubscribed("news", ANNA)
    assert invite(unsubscribe="freshness") is None and queued() == []
    assert invite(unsubscribe="news") and invite()


# What is kept


def make_steps(*states, **fields):
    return [make_mail(state=state, **fields) for state in states]


def test_a_bad_address_is_one_whose_newest_mail_went_wrong():
    make_steps("failed", recipient="Wrong@example.org")
    make_steps("sent", "bounced", recipient="gone@example.org")
    make_steps("failed", "sent", recipient="mended@example.org")
    make_steps("cancelled", recipient="closed@example.org", error="SMTPRecipientsRefused 550")
    make_steps("cancelled", recipient="unwanted@example.org")
    assert mails.bounced_addresses() == {"wrong@example.org", "gone@example.org", "closed@example.org"}


def test_a_persons_mails_are_found_however_the_address_is_written():
    mine = make_mail(recipient="Anna@Example.ORG")
    make_mail(recipient="bert@example.org")
    assert list(keeping.of_address(ANNA)) == [mine]


def test_only_what_has_ended_grows_old(settings):
    settings.MAILS_KEPT_DAYS = 0
    ended = make_steps("sent", "unsure", "failed", "bounced", "cancelled")
    make_steps("held", "waiting", "claimed", "handing_over")
    assert set(keeping.old()) == set(ended)
    settings.MAILS_KEPT_DAYS = 1
    assert not keeping.old().exists() and Message.objects.count() == 9

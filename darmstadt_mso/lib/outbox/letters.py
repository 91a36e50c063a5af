"""What is handed to the mail server: text and HTML with greeting, signature and the headers that mail programs read."""

import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from darmstadt_mso.lib.addresses import absolute

from . import unsubscribing

ADDRESS_ALONE = re.compile(r"https?://\S+")
CODE = re.compile(r" {4}\S.*")
QUOTE = ">"


def letter(message):
    with translation.override(message.language):
        frame = frame_of(message)
        made = EmailMultiAlternatives(message.subject, text_of(frame), settings.DEFAULT_FROM_EMAIL)
        made.to = [message.recipient]
        made.attach_alternative(html_of(frame), "text/html")
    for file in message.attachments.all():
        made.attach(file.name, bytes(file.content), file.content_type)
    made.extra_headers = headers(message.message_id, frame["unsubscribe"])
    return made


def shown(message):
    """(text, HTML) as its reader gets them."""
    with translation.override(message.language):
        frame = frame_of(message)
        return text_of(frame), html_of(frame)


def headers(message_id, unsubscribe):
    found = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    if unsubscribe:
        found["List-Unsubscribe"] = f"<{unsubscribe}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def frame_of(message):
    return {
        "subject": message.subject,
        "text": message.text,
        "site_name": settings.SITE_NAME,
        "site_url": absolute("/"),
        "unsubscribe": unsubscribing.address_of(message),
        "language": message.language,
        "text_direction": "rtl" if translation.get_language_bidi() else "ltr",
    }


def text_of(frame):
    return render_to_string("mail/frame.txt", frame).strip() + "\n"


def html_of(frame):
    return render_to_string("mail/frame.html", {**frame, "paragraphs": paragraphs(frame["text"])})


def paragraphs(text):
    """The text in parts: an address alone, a code (set in by four blanks), a quote (behind ">"), and plain lines."""
    found = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip("\n")):
        for line in part.rstrip().split("\n"):
            kind = kind_of(line)
            add(found, kind, line.removeprefix(QUOTE if kind == "quote" else "").strip())
        found.append(("end", []))
    return [(kind, lines) for kind, lines in found if lines]


def kind_of(line):
    if line.startswith(QUOTE):
        return "quote"
    if ADDRESS_ALONE.fullmatch(line.strip()):
        return "address"
    return "code" if CODE.fullmatch(line) else "lines"


def add(found, kind, line):
    if kind in ("lines", "quote") and found and found[-1][0] == kind:
        found[-1][1].append(line)
    else:
        found.append((kind, [line]))

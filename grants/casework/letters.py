"""Letters: what stands in one is composed once and kept; text version, data and moment give the same PDF again.

All of it is German, the official language: the letters' own words too, which is why they are kept with the data.
"""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from darmstadt_mso.lib import pdf
from darmstadt_mso.lib.addresses import absolute
from organisations.models import Organisation

from .. import terms
from ..models import LetterKind, Notice
from ..moments import day, on_day
from ..workflow import NotPossible
from . import letter_codes, letter_samples, letter_texts, letter_values, serving
from .letter_values import placeholders

__all__ = ["issue", "pdf_of", "placeholders", "preview", "preview_of_decision"]
LANGUAGE = "de"
TEMPLATE = "notice.typ"


# Issuing


@transaction.atomic
def issue(application, user, at, decision=None, request=None):
    """The Notice, whose service has begun. Raises NotPossible where the letter would have a gap."""
    kind = kind_of(decision, request)
    text = text_of(kind)
    data = composed(application, user, at, decision, request)
    refuse_gaps(kind, texts_of(text), data["values"])
    notice = Notice(application=application, decision=decision, request=request, kind=kind, text=text, data=data)
    notice.made_at, notice.fingerprint = at, fingerprint(text, data, at)
    notice.save()
    serving.begin(notice)
    return notice


def kind_of(decision, request):
    if decision:
        return LetterKind(decision.kind)
    return LetterKind.GRANTED if request.granted else LetterKind.REFUSED


def text_of(kind):
    try:
        return letter_texts.newest(kind)
    except letter_texts.NoText:
        words = gettext("There is no text for letters of the kind “%(kind)s” yet.")
        raise NotPossible(words % {"kind": LetterKind(kind).label}) from None


def texts_of(text):
    return {name: getattr(text, name) for name in letter_texts.FIELDS}


def refuse_gaps(kind, texts, values):
    if gaps := letter_texts.empty(kind, texts.values(), values):
        words = gettext("The letter cannot be issued, because this is missing: %(gaps)s.")
        raise NotPossible(words % {"gaps": ", ".join(gaps.values())})


def fingerprint(text, data, at):
    """SHA-256 in hex of all that the letter says: kind, version and wording of the text, data and moment."""
    said = {"kind": text.kind, "text": {"kind": text.kind, "number": text.number}, **texts_of(text)}
    return terms.fingerprint(said | {"data": data, "made_at": at.isoformat()})


# What stands in it


def composed(application, user, at, decision=None, request=None):
    """All values as JSON, nothing but texts as they are read."""
    with translation.override(LANGUAGE):
        content = letter_values.content_of(application)
        return {
            "office": office(),
            "recipient": recipient(application.organisation, content),
            "facts": facts(application, user, at, content),
            "subject": content["answers"]["projekt"]["title"],
            "signed": user.get_full_name() if user else "",
            "values": letter_values.values(application, content, decision, request),
            "parts": letter_values.parts(application, decision),
            "words": words(),
            "address": absolute(reverse("grants:authenticity")),
        }


def office():
    """From the settings; name and address from the directory's entry of the office where they leave them out."""
    known, entry = dict(settings.OFFICE), Organisation.objects.office().first()
    if entry:
        known["name"] = known["name"] or entry.name
        known["address"] = known["address"] or entry.street and place(entry)
    gap = settings.OFFICE_TO_FILL_IN
    return {name: value or ([gap] if name == "address" else gap) for name, value in known.items()}


def place(entry):
    return [entry.street, f"{entry.postcode} {entry.city}".strip()]


def recipient(organisation, content):
    """The association by the name with which it applied, at its present address, else at the one of then."""
    then = content["organisation"]
    if organisation.street:
        lines = place(organisation)
    else:
        lines = [then["street"], f"{then['postcode']} {then['city']}".strip()]
    return [line for line in [then["name"], *lines] if line]


def facts(application, user, at, content):
    officer = application.officer or user
    rows = [
        [gettext("Reference number"), content["reference"]],
        [gettext("Date"), day(on_day(at))],
        [gettext("Contact"), officer.get_full_name() if officer else ""],
    ]
    return [row for row in rows if row[1]]


def words():
    return {
        "telephone": gettext("Telephone"),
        "email": gettext("E-mail"),
        "subject": gettext("Project"),
        "remedies": gettext("Instruction on remedies"),
        "authentic": gettext("Is this letter authentic?"),
        "check": gettext("The page below confirms it, by the QR code or by this fingerprint:"),
        "code": gettext("QR code that leads to the page on which the letter is confirmed"),
    }


# Its paper


def pdf_of(notice):
    """PDF/A-2a and PDF/UA-1; the same bytes whenever it is made."""
    address = letter_codes.address(notice.data["address"], notice.fingerprint)
    proof = {
        "address": address,
        "code": letter_codes.picture(address),
        "fingerprint": letter_codes.grouped(notice.fingerprint),
    }
    return made(notice.kind, texts_of(notice.text), notice.data, notice.made_at, proof=proof)


def made(kind, texts, data, at, proof=None, mark=""):
    values, parts = data["values"], data["parts"]
    title = letter_texts.inline(texts["title"], values)
    letter = {name: data[name] for name in ("office", "recipient", "facts", "subject", "signed", "words")}
    letter |= {
        "title": title,
        "mark": mark,
        "body": letter_texts.filled(texts["body"], values, parts),
        "remedies": letter_texts.filled(texts["remedies"], values),
        "proof": proof,
    }
    return pdf.make(TEMPLATE, letter, language=LANGUAGE, title=f"{title} {values['reference']}", at=at)


# Looking at it before it exists


def preview(kind, texts, application, user, at):
    """A letter of the texts ({field: text}, in order) with the case's data, marked as a preview. What the case does not
    have yet stands in brackets."""
    decision, request = letter_samples.of(kind, application, at)
    return drafted(kind, texts, composed(application, user, at, decision, request), at, german("Preview"))


def preview_of_decision(decision, user=None, at=None):
    """The letter that would be issued if this person released the decision now, marked as a draft."""
    at = at or timezone.now()
    data = composed(decision.application, user, at, decision)
    return drafted(decision.kind, texts_of(text_of(decision.kind)), data, at, german("Draft"))


def german(message):
    with translation.override(LANGUAGE):
        return gettext(message)


def drafted(kind, texts, data, at, mark):
    with translation.override(LANGUAGE):
        gaps = letter_texts.empty(kind, texts.values(), data["values"])
        data["values"] |= {key: gettext("[missing: %(what)s]") % {"what": what} for key, what in gaps.items()}
    return made(kind, texts, data, at, mark=mark)

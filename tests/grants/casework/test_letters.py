"""Issuing letters: what is kept of one, by what it is known, and that none goes out with a gap."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from grants.casework import letter_codes, letter_texts, letters
from grants.models import Decision, LetterKind, LetterText, Notice, Programme
from grants.workflow import NotPossible
from organisations.models import Organisation
from tests.grants.cases import make_case
from tests.grants.casework.lettering import AT, GIVEN, Kind, answered, issued, make_decision, make_request
from tests.papers import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", Kind)
def test_every_decision_has_its_letter(kind):
    notice = issued(kind)
    assert (notice.kind, notice.decision.kind, notice.request) == (kind, kind, None)
    assert notice.text == letter_texts.newest(kind)
    assert notice.services.count() == 1
    assert text_of(letters.pdf_of(notice)).count(notice.text.title) >= 1


@pytest.mark.parametrize(("granted", "kind"), [(True, LetterKind.GRANTED), (False, LetterKind.REFUSED)])
def test_the_answer_to_a_request_is_a_letter(granted, kind):
    notice = answered(granted)
    assert (notice.kind, notice.decision) == (kind, None)
    assert notice.data["values"]["answer"] == "Ja."


def test_what_it_says_is_kept_as_it_is_read_in_german_whoever_issues_it():
    with translation.override("en"):
        values = issued().data["values"]
    told = ("amount", "eligible", "report_due", "association", "purpose", "requested")
    assert [values[name].replace("\u00a0", " ") for name in told] == [
        "375,00 €",
        "1.834,50 €",
        "30. Dezember 2027",
        "Kulturverein Asmara",
        "Sprachcafé im Martinsviertel",
        "375,00 €",
    ]


def test_data_is_json_of_texts_alone_and_does_not_hold_the_text():
    notice = issued()
    assert json.loads(json.dumps(notice.data)) == notice.data
    assert notice.text.body not in json.dumps(notice.data, ensure_ascii=False)


def test_the_address_is_the_present_one_and_the_name_that_of_the_application():
    decision = make_decision()
    Organisation.objects.filter(pk=decision.application.organisation_id).update(
        name="Anderer Name", street="Neue Gasse 2", postcode="64283"
    )
    decision.application.organisation.refresh_from_db()
    notice = letters.issue(decision.application, decision.released_by, AT, decision=decision)
    assert notice.data["recipient"] == ["Kulturverein Asmara", "Neue Gasse 2", "64283 Darmstadt"]


def test_the_office_is_that_of_the_settings_and_what_is_unknown_is_said_to_be_so(settings):
    settings.OFFICE = dict.fromkeys(settings.OFFICE, "") | {"name": "Amt Eins", "address": ["Weg 1", "Stadt"]}
    office = issued().data["office"]
    assert (office["name"], office["address"]) == ("Amt Eins", ["Weg 1", "Stadt"])
    assert {office[name] for name in ("phone", "email", "sender", "unsigned")} == {"[Vom Amt zu ergänzen]"}


def test_whoever_releases_it_signs_it():
    assert issued().data["signed"] == "Emil Entscheid"


def test_the_fingerprint_changes_with_everything_that_the_letter_says():
    notice = issued()
    text = notice.text
    before = letters.fingerprint(text, notice.data, notice.made_at)
    assert before == notice.fingerprint and len(before) == 64
    others = [
        letters.fingerprint(text, notice.data | {"signed": "Erna"}, notice.made_at),
        letters.fingerprint(text, notice.data, notice.made_at + timedelta(microseconds=1)),
        *(
            letters.fingerprint(other_text(text, **{name: value}), notice.data, notice.made_at)
            for name, value in (("kind", "waiting"), ("number", 9), ("title", "x"), ("body", "x"), ("remedies", "x"))
        ),
    ]
    assert len({before, *others}) == 8


def other_text(text, **fields):
    found = LetterText(kind=text.kind, number=text.number, title=text.title, body=text.body, remedies=text.remedies)
    for name, value in fields.items():
        setattr(found, name, value)
    return found


def test_the_same_fingerprint_is_found_again_in_the_database():
    notice = Notice.objects.get(pk=issued().pk)
    assert letters.fingerprint(notice.text, notice.data, notice.made_at) == notice.fingerprint


@pytest.mark.parametrize("field", ["period_from", "report_due_on"])
def test_a_letter_with_a_gap_is_not_issued(field):
    fields = {field: None} | ({"period_until": None} if field == "period_from" else {})
    decision = make_decision(**GIVEN | fields)
    with translation.override("en"), pytest.raises(NotPossible, match="this is missing: (time|day) "):
        letters.issue(decision.application, decision.released_by, AT, decision=decision)
    assert not Notice.objects.exists()


def test_a_place_in_a_sentence_is_not_left_empty():
    Programme.objects.update(legal_basis="")
    texts = {"title": "Brief", "body": "Nach {legal_basis}: {reasons}", "remedies": ""}
    letter_texts.write(LetterKind.WAITING, None, 1, **texts)
    with translation.override("en"), pytest.raises(NotPossible, match="missing: legal basis of the programme"):
        issued(Kind.WAITING)


def test_a_kind_without_text_is_said_in_words():
    LetterText.objects.filter(kind=LetterKind.WAITING).delete()
    with translation.override("en"), pytest.raises(NotPossible, match="There is no text for letters of the kind"):
        issued(Kind.WAITING)


def test_a_letter_stays_as_it_was_issued():
    notice = issued()
    before = letters.pdf_of(notice)
    texts = {"title": "Neu", "body": notice.text.body, "remedies": "Neu"}
    letter_texts.write(notice.kind, None, notice.text.number, **texts)
    Decision.objects.filter(pk=notice.decision_id).update(reasons="Ganz andere")
    Organisation.objects.filter(pk=notice.application.organisation_id).update(street="Umgezogen 1")
    assert letters.pdf_of(Notice.objects.get(pk=notice.pk)) == before


# Looking at it before


def test_the_draft_of_a_decision_says_that_it_is_one_and_proves_nothing():
    decision = make_decision()
    words = text_of(letters.preview_of_decision(decision))
    assert words.count(letters.german("Draft")) >= 1 and letters.german("Is this letter authentic?") not in words
    assert "Das Projekt hilft vielen." in words and not Notice.objects.exists()


@pytest.mark.parametrize("kind", LetterKind)
def test_every_text_can_be_looked_at_with_a_case_that_is_not_decided(kind):
    case, text = make_case(), letter_texts.newest(kind)
    paper = letters.preview(kind, letters.texts_of(text), case, None, AT)
    words = " ".join(text_of(paper).split())
    assert "Sprachcafé im Martinsviertel" in words
    assert not Notice.objects.exists() and not case.decisions.exists() and not case.requests.exists()


def test_a_preview_takes_the_cases_own_decision_and_names_what_is_missing():
    decision = make_decision(reasons="Eigene Gründe", report_due_on=None)
    texts = letters.texts_of(letter_texts.newest(Kind.AWARD))
    words = " ".join(text_of(letters.preview(Kind.AWARD, texts, decision.application, None, AT)).split())
    assert "Eigene Gründe" in words and "30. Dezember 2027" not in words
    assert letters.german("day on which the report is due") in words


def test_a_preview_of_an_answer_takes_the_request_that_waits():
    request = make_request(None)
    texts = {"title": "Antwort", "body": "{asked}\n\n{answer}", "remedies": ""}
    assert "früher beginnen" in text_of(letters.preview(LetterKind.GRANTED, texts, request.application, None, AT))


# The fingerprint as people type it


@pytest.mark.parametrize("typed", ["{}", " {}\n", "{0:.8}…", "https://mso.example/echtheit/{}/", "/en/echtheit/{}"])
def test_a_fingerprint_is_read_however_it_is_copied(typed):
    code = "0123456789abcdef" * 4
    if "…" in typed:
        typed = letter_codes.grouped(code).upper().replace(" ", "\n")
    assert letter_codes.read(typed.format(code)) == code


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  ", "Type the fingerprint"),
        ("abc", "64 characters; this has 3"),
        ("a" * 65, "64 characters; this has 65"),
        ("g" * 64, "letters a to f, not “g”"),
        ("O" * 64, "not “o”"),
    ],
)
def test_what_cannot_be_a_fingerprint_is_explained(typed, words):
    with translation.override("en"), pytest.raises(letter_codes.NoFingerprint, match=words):
        letter_codes.read(typed)

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import modelform_factory

from organisations import validators
from organisations.models import Organisation, User
from tests.factories import make_picture


@pytest.mark.parametrize("number", ["06151 12345", "+49 6151 13-3581", "+49 (6151) 13-3581", "0171/1234567"])
def test_telephone_numbers_as_people_write_them(number):
    validators.phone(number)


@pytest.mark.parametrize("number", ["12", "call me", "06151 12345 x", "++49 6151", "06151\n12345", "٠٦١٥١١٢٣٤٥", "+"])
def test_other_signs_are_no_telephone_number(number):
    with pytest.raises(ValidationError):
        validators.phone(number)


@pytest.mark.parametrize("code, right", [("64283", True), ("6428", False), ("642833", False), ("D-642", False)])
def test_a_postcode_has_five_digits(code, right):
    try:
        validators.postcode(code)
    except ValidationError:
        assert not right
    else:
        assert right


@pytest.mark.parametrize("name", ["Anna", "آنا ميرزا", "می\u200cخواهم", "O’Neill-Şahin Jr.", "日本 花子"])
def test_names_in_one_line_are_taken_in_any_script(name):
    validators.one_line(name)


@pytest.mark.parametrize("sign", ["\n", "\r", "\t", "\v", "\f", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"])
def test_a_name_with_a_line_break_or_another_control_character_is_refused(sign):
    with pytest.raises(ValidationError):
        validators.one_line(f"Anna{sign}Anis")


@pytest.mark.parametrize(
    "model, field",
    [
        *((User, field) for field in ("first_name", "last_name")),
        *((Organisation, field) for field in ("name", "short_name", "native_name")),
    ],
)
def test_names_that_stand_in_mails_are_kept_in_one_line(model, field):
    """An address on a line of its own becomes a button there."""
    with pytest.raises(ValidationError) as refused:
        model(**{field: "Anis\n\nhttps://evil.example"}).clean_fields()
    assert len(refused.value.message_dict[field]) == 1


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_pictures_are_told_by_opening_them_and_stay_readable(format):
    file = make_picture(format)
    validators.logo(file)
    assert file.tell() == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<html>",
        b"\x89PNG\r\n\x1a\n broken",
        b"GIF89a",
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(content):
    with pytest.raises(ValidationError, match="kein Bild"):
        validators.logo(SimpleUploadedFile("logo.png", content))


def test_a_picture_in_another_format_is_refused():
    with pytest.raises(ValidationError, match="kein Bild"):
        validators.logo(make_picture("GIF"))


def test_a_picture_that_is_too_large_is_refused(monkeypatch):
    with pytest.raises(ValidationError, match="4.000"):
        validators.logo(make_picture(size=(4001, 1)))
    monkeypatch.setattr(validators, "LOGO_MAX_BYTES", 10)
    with pytest.raises(ValidationError, match="2 MB"):
        validators.logo(make_picture())


@pytest.mark.parametrize(
    "name, refused", [("logo.png", False), ("logo.html", True), ("logo.svg", True), ("logo", True)]
)
def test_a_picture_called_like_a_page_is_refused_by_the_form(name, refused):
    """Its name tells the browser later what it is."""
    form = modelform_factory(Organisation, fields=["logo"])(files={"logo": make_picture(name=name)})
    assert ("logo" in form.errors) is refused


@pytest.mark.parametrize("text", ["Anis\nFenchel", "\n".join(f"wort{number}" for number in range(200))])
def test_groups_of_phrases_that_the_search_can_hold_are_accepted(text):
    validators.phrases(text)


@pytest.mark.parametrize("text", ["x" * 101, "ح" * 51, "\n".join(f"woerter{number}" for number in range(200))])
def test_groups_of_phrases_that_the_search_cannot_hold_are_refused(text):
    with pytest.raises(ValidationError):
        validators.phrases(text)

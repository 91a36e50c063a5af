"""Logos that people upload: only their pixels are kept, and only those concerned see what waits."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from organisations import logos
from organisations.models import Membership, Organisation, ProposedChange
from organisations.moderation import applying
from tests.factories import make_organisation, make_picture, make_user
from tests.office import let_in
from tests.organisations.editing.pages import fields, waiting
from tests.organisations.test_admin import save as save_in_office
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
URL = "/en/konto/vereine/anis/bearbeiten/logo/"
MARK = b"qwimpel-secret-place"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def organisation():
    return make_organisation(name="Anisverein", slug="anis")


@pytest.fixture
def person(client, organisation):
    user = make_user()
    Membership.objects.create(organisation=organisation, user=user)
    client.force_login(user)
    return client


def save(client, **typed):
    return client.post(URL, fields(client.get(URL)) | typed)


def reopened(file):
    file.seek(0)
    return Image.open(BytesIO(file.read()))


def uploaded(image, format, **options):
    buffer = BytesIO()
    image.save(buffer, format, **options)
    return SimpleUploadedFile(f"logo.{format.lower()}", buffer.getvalue() + MARK)


def exif():
    """Lying on its side, with a description."""
    found = Image.Exif()
    found[0x0112], found[0x010E] = 6, MARK.decode()
    return found


# Re-encoding


@pytest.mark.parametrize(
    ("format", "options"),
    [("JPEG", {"exif": exif(), "comment": MARK}), ("PNG", {"exif": exif()}), ("WEBP", {"exif": exif(), "xmp": MARK})],
)
def test_nothing_but_the_pixels_survives(format, options):
    found = logos.re_encoded(uploaded(Image.new("RGB", (20, 10), "red"), format, **options))
    data = found.read()
    picture = reopened(found)
    assert (MARK in data, picture.format, picture.size, dict(picture.getexif())) == (False, format, (10, 20), {})
    assert found.name.endswith(f".{format.lower()}")


def test_texts_in_a_picture_are_dropped():
    notes = PngInfo()
    notes.add_text("Comment", MARK.decode())
    found = logos.re_encoded(uploaded(Image.new("RGB", (9, 9)), "PNG", pnginfo=notes))
    assert MARK not in found.read()


def test_a_large_picture_becomes_smaller_and_keeps_its_shape():
    assert reopened(logos.re_encoded(make_picture(size=(2000, 1000)))).size == (800, 400)
    assert reopened(logos.re_encoded(make_picture(size=(20, 10)))).size == (20, 10)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_stays_so(mode):
    picture = Image.new("RGBA", (10, 10), (200, 0, 0, 0)).convert(mode)
    options = {"transparency": picture.getpixel((0, 0))} if mode == "P" else {}
    found = reopened(logos.re_encoded(uploaded(picture, "PNG", **options)))
    assert (found.format, found.convert("RGBA").getpixel((5, 5))[3]) == ("PNG", 0)


def test_a_png_that_stays_large_becomes_a_webp():
    noise = Image.effect_noise((900, 900), 100).convert("RGB")
    assert reopened(logos.re_encoded(uploaded(noise, "PNG"))).format == "WEBP"


def test_a_printers_jpeg_gets_the_colours_of_screens():
    found = reopened(logos.re_encoded(uploaded(Image.new("CMYK", (9, 9)), "JPEG")))
    assert found.mode == "RGB"


def damaged():
    data = make_picture("JPEG", size=(300, 300)).read()
    return SimpleUploadedFile("logo.jpg", data[: len(data) // 2])


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("logo.png", b"<svg onload='alert(1)'/>"),
        SimpleUploadedFile("logo.png", b""),
        make_picture("GIF"),
        make_picture(size=(4001, 1)),
        damaged(),
    ],
    ids=["svg", "empty", "gif", "wide", "damaged"],
)
def test_what_is_no_fitting_picture_is_refused(file):
    with pytest.raises(ValidationError):
        logos.re_encoded(file)


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = BytesIO()
    Image.new("1", (12_000, 12_000)).save(bomb, "PNG")
    with pytest.raises((ValidationError, Image.DecompressionBombWarning)):
        logos.re_encoded(SimpleUploadedFile("logo.png", bomb.getvalue()))


# The form


def test_a_logo_waits_below_proposed_and_is_copied_when_it_is_accepted(person, organisation):
    answer = save(person, picture=make_picture(), logo_alt="Ein Anis")
    assert answer.status_code == 302
    path = waiting()[("", "logo")]
    assert (waiting()[("", "logo_alt")], path.startswith("proposed/"), default_storage.exists(path)) == (
        "Ein Anis",
        True,
        True,
    )
    assert Organisation.objects.get(slug="anis").logo == ""
    applying.apply(Organisation.objects.get(slug="anis"), waiting())
    accepted = Organisation.objects.get(slug="anis")
    assert (accepted.logo.name.startswith("logos/"), accepted.logo_alt) == (True, "Ein Anis")


def test_a_good_picture_is_kept_while_the_text_is_missing(person, organisation):
    answer = save(person, picture=make_picture(), logo_alt="")
    assert answer.status_code == 422
    assert [one.get("id") for one in by_class(tree(answer), "has-error")] == ["div_id_logo_alt"]
    assert person.post(URL, fields(answer) | {"logo_alt": "Ein Anis"}).status_code == 302
    assert default_storage.exists(waiting()[("", "logo")])


def test_a_forged_name_of_a_kept_picture_names_nothing(person, organisation):
    other = logos.token(default_storage.save("secret/letter.png", make_picture()), make_organisation())
    for token in ("proposed/x.png", other):
        answer = save(person, kept=token, logo_alt="Ein Anis")
        assert (answer.status_code, waiting()) == (422, {})


def test_a_wrong_file_is_said_beside_the_field(person, organisation):
    answer = save(person, picture=SimpleUploadedFile("logo.png", b"kein Bild"), logo_alt="Ein Anis")
    assert [one.get("id") for one in by_class(tree(answer), "has-error")] == ["div_id_picture"]
    assert fields(answer)["logo_alt"] == "Ein Anis"
    large = SimpleUploadedFile("logo.png", b"0" * (2 * 1024 * 1024 + 1))
    assert "at most 2" in text(main(tree(save(person, picture=large, logo_alt="Ein Anis"))))


def test_a_logo_is_removed_with_its_text(person, organisation):
    organisation.logo, organisation.logo_alt = make_picture(), "Ein Anis"
    organisation.save()
    save(person, remove="on")
    assert waiting() == {("", "logo"): "", ("", "logo_alt"): ""}


def test_another_text_for_the_same_logo(person, organisation):
    organisation.logo, organisation.logo_alt = make_picture(), "Ein Anis"
    organisation.save()
    save(person, logo_alt="Eine Pflanze")
    assert waiting() == {("", "logo_alt"): "Eine Pflanze"}


# Who sees it


@pytest.fixture
def proposed_url(person, organisation):
    save(person, picture=make_picture(), logo_alt="Ein Anis")
    return f"/konto/vereine/anis/vorschlaege/{ProposedChange.objects.first().proposal.uuid}/logo"


def test_a_proposed_logo_is_seen_by_its_people_and_the_office_only(person, organisation, proposed_url):
    stranger = Client()
    stranger.force_login(make_user())
    office = {role: let_in(Client(), make_user(role)) for role in ("Redaktion", "Förderung")}
    answers = [one.get(proposed_url) for one in (person, office["Redaktion"], office["Förderung"], stranger, Client())]
    assert [answer.status_code for answer in answers] == [200, 200, 404, 404, 302]
    assert answers[0]["Content-Type"] == "image/png"
    assert "no-store" in answers[0]["Cache-Control"]
    for answer in answers[:2]:
        assert b"".join(answer.streaming_content)


@pytest.mark.parametrize("state", ["draft", "published", "hidden"])
def test_the_present_logo_is_seen_by_its_people_also_where_it_is_not_public(person, organisation, state):
    organisation.logo, organisation.logo_alt, organisation.state = make_picture(), "Ein Anis", state
    organisation.save()
    [shown] = [one.get("src") for one in by_class(tree(person.get(URL)), "logo-now")[0].iter("img")]
    answer = person.get(shown)
    assert (answer.status_code, b"".join(answer.streaming_content)[:4]) == (200, b"\x89PNG")
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(shown).status_code == 404


def test_each_of_two_proposed_logos_has_an_address(person, organisation, proposed_url):
    first = waiting()[("", "logo")]
    ProposedChange.objects.update(verdict="refused", decided_at=timezone.now())
    answer = person.get(f"{proposed_url}?bild={logos.stem(first)}")
    assert b"".join(answer.streaming_content)
    assert person.get(f"{proposed_url}?bild=x").status_code == 404


def test_pictures_that_were_never_proposed_are_tidied_away_later(person, organisation):
    save(person, picture=make_picture(), logo_alt="")
    save(person, picture=make_picture(), logo_alt="Ein Anis")
    assert logos.tidy() == 0
    assert logos.tidy(timezone.now() + logos.KEPT_FOR + logos.KEPT_FOR) == 1
    assert logos.waiting_files() == [waiting()[("", "logo")].removeprefix("proposed/")]


def test_what_the_office_uploads_is_made_anew_as_well(organisation):
    client = let_in(Client(), make_user("Redaktion"))
    logo = uploaded(Image.new("RGB", (20, 10), "red"), "JPEG", exif=exif())
    assert save_in_office(client, organisation, logo=logo, logo_alt="Anis").status_code == 302
    with Organisation.objects.get(slug="anis").logo.open() as file:
        data = file.read()
    assert (MARK in data, Image.open(BytesIO(data)).size) == (False, (10, 20))

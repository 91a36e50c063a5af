"""Every mail of the grants stands in full, in German and English, in tests/grants/mails/<language>/.

Who changes a mail changes its file there too; REWRITE_MAILS=1 in the environment writes them all anew, to be read in
the difference before they are kept.
"""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from grants.models import Application
from tests import mails
from tests.grants.cases import State, case_worker, make_case
from tests.grants.mails.scenes import SCENES, SECRET
from tests.members import english
from tests.office import let_in
from tests.pages import main, text, tree

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "mails"
TEMPLATES = settings.BASE_DIR / "templates" / "mail" / "grants"
LANGUAGES = ("de", "en")
REWRITE = "REWRITE_MAILS" in os.environ
EACH = pytest.mark.parametrize("language", LANGUAGES)
# Of drafts, of a call, of a session with many applications.
WITHOUT_NUMBER = {"deadline_near", "handed_over", "call_changed", "session_invitation"}
# A lone currency sign or sum gives away what only the letter may tell.
SUM = re.compile(r"€|\bEUR\b|\d,\d\d\b|\d\.\d\d\b")


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.SITE_URL, settings.SITE_NAME = "https://portal.example", "MSO-Portal Darmstadt"
    settings.MEDIA_ROOT = tmp_path


def written(scene, language):
    """The mail that the scene writes in this language."""
    with translation.override("ar"):
        SCENES[scene](language)
    template = f"grants/{scene.partition('.')[0]}"
    (mail,) = [one for one in mails.queued() if one.template == template and one.language == language]
    return mail


def steady(mail):
    """Subject and text, without the keys and numbers of rows, which differ from run to run."""
    text = re.sub(r"/briefe/\w+/", "/briefe/abcdefghjk/", f"{mail.subject}\n\n{mail.text}\n")
    return re.sub(r"/admin/grants/(\w+)/\d+/", r"/admin/grants/\1/1/", text)


def golden(scene, language):
    return FOLDER / language / f"{scene}.txt"


@EACH
@pytest.mark.parametrize("scene", SCENES)
def test_a_mail_says_what_was_read_and_approved(scene, language):
    found, path = steady(written(scene, language)), golden(scene, language)
    if REWRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found)
    assert found == path.read_text()


@EACH
@pytest.mark.parametrize("scene", SCENES)
def test_no_mail_tells_a_sum_or_what_somebody_wrote_to_somebody(scene, language):
    mail = written(scene, language)
    assert SECRET not in f"{mail.subject}{mail.text}{mail.context}"
    assert SUM.findall(f"{mail.subject}\n{mail.text}") == []


def test_every_mail_of_the_grants_has_its_golden_text():
    templates = {path.name.removesuffix("_subject.txt") for path in TEMPLATES.glob("*_subject.txt")}
    texts = {path.name.removesuffix(".txt") for path in TEMPLATES.glob("*.txt")} - {
        f"{one}_subject" for one in templates
    }
    assert {scene.partition(".")[0] for scene in SCENES} == templates == texts


@EACH
def test_no_golden_text_is_left_over(language):
    assert {path.name for path in (FOLDER / language).iterdir()} == {golden(one, language).name for one in SCENES}


@EACH
def test_a_subject_can_be_read_in_a_list(language):
    """The number of the application, where there is one, comes before what a telephone cuts off; the title is last."""
    subjects = {scene: golden(scene, language).read_text().splitlines()[0] for scene in SCENES}
    places = {scene.partition(".")[0]: subject.find("2026-XAM-0001") for scene, subject in subjects.items()}
    assert {scene for scene, place in places.items() if place > 50} == set()
    assert {scene for scene, place in places.items() if place < 0} == WITHOUT_NUMBER
    assert {scene for scene, subject in subjects.items() if len(subject) > 120} == set()


def test_the_office_reads_beforehand_the_subject_as_it_will_be(client):
    """With the signs of a title as they were typed."""
    case = make_case(State.CHECKING)
    Application.objects.filter(pk=case.pk).update(title="Kind & <Kegel>")
    url = english(reverse("admin:grants_application_change", args=[case.pk]))
    shown = text(main(tree(let_in(client, case_worker()).get(url))))
    assert f"{case.reference}: the office asks you something – Kind & <Kegel>" in shown

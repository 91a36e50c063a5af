"""Who edited which section when; every text can be read and taken up again."""

import pytest
from django.utils import timezone

from grants.models import Application, Revision
from tests.factories import make_organisation
from tests.grants.factories import make_application, type_section

from .conftest import browser
from .pages import auto, saved, send, url, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(draft, member, colleague):
    type_section(draft, "projekt", member, title="Erstes", kind="new")
    type_section(draft, "projekt", colleague, title="Zweites")
    type_section(draft, "verein", colleague, contact_name="Cleo")
    return draft


def key_of(title):
    return Revision.objects.get(typed__title__0=title).key


def restore(person, draft, title, seen):
    return person.post(url(draft, "verlauf"), {"fassung": key_of(title), "seen": seen})


def test_every_text_stands_there_with_its_author(person, written):
    page = words(person.get(url(written, "verlauf")))
    places = [page.index(label) for label in ("Cleo", "projectZweites", "projectErstes")]
    assert places == sorted(places)
    assert all(part in page for part in ("Ada", "Bela", "It is new.", "stands there now"))


def test_one_section_alone(person, written):
    page = words(person.get(url(written, "verlauf") + "?abschnitt=verein"))
    assert ("Cleo" in page, "Erstes" in page) == (True, False)


def test_an_earlier_text_is_taken_up_again(person, written, member):
    assert restore(person, written, "Erstes", 2)["Location"] == url(written, "projekt")
    assert saved(written, "projekt") == {"title": "Erstes", "kind": "new"}
    assert written.sections.get(key="projekt").edited_by == member
    titles = Revision.objects.filter(section__key="projekt").values_list("typed__title__0", flat=True)
    assert [*titles] == ["Erstes", "Zweites", "Erstes"]


def test_what_stood_there_until_now_stays_even_if_it_was_saved_while_typing(person, draft):
    send(person, draft, "projekt", 0, title="first")
    auto(person, draft, "projekt", 1, title="typed on")
    restore(person, draft, "first", 2)
    titles = Revision.objects.filter(section__key="projekt").values_list("typed__title__0", flat=True)
    assert [*titles] == ["first", "typed on", "first"]


def test_a_colleague_who_saved_since_is_not_overwritten(person, written):
    assert "/fassungen/" in restore(person, written, "Erstes", 1)["Location"]
    assert saved(written, "projekt") == {"title": "Zweites"}


def test_nothing_is_taken_up_after_the_submission(person, written):
    submitted = {"state": "submitted", "reference": "2030-BIL-0007", "submitted_at": timezone.now()}
    Application.objects.filter(pk=written.pk).update(**submitted)
    restore(person, written, "Erstes", 2)
    assert saved(written, "projekt") == {"title": "Zweites"}
    assert "Erstes" in words(person.get("/en/antraege/2030-BIL-0007/verlauf/"))


def test_texts_of_another_application_are_out_of_reach(person, draft, member, colleague):
    other = make_application(make_organisation(index=False))
    type_section(other, "projekt", colleague, title="Fremd")
    assert restore(person, draft, "Fremd", 0).status_code == 404
    assert draft.sections.count() == 0


def test_the_colleague_may_take_up_what_was_kept_aside(person, draft, colleague):
    send(browser(colleague), draft, "projekt", 0, title="hers")
    send(person, draft, "projekt", 0, title="mine")
    restore(browser(colleague), draft, "mine", 1)
    assert saved(draft, "projekt") == {"title": "mine"}

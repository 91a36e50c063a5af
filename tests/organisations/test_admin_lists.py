"""The office's list in the administration: uploaded, looked through, corrected, imported; and exported."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from organisations.models import Organisation, SpreadsheetImport
from organisations.spreadsheets import checking, importing
from tests.factories import make_contact, make_organisation, make_user
from tests.office import let_in
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
ADD = "/admin/organisations/spreadsheetimport/add/"
LIST = "/admin/organisations/organisation/"


@pytest.fixture
def editor(client):
    return let_in(client, make_user("Redaktion"))


def workbook(*rows, headings=("Name", "PLZ", "Telefon")):
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("liste.xlsx", file.getvalue())


def upload(editor, *rows, **more):
    """The page of the checked list; the job is done at once."""
    answer = editor.post(ADD, {"file": workbook(*rows, **more)})
    assert answer.status_code == 302, text(main(tree(answer)))
    checking.check(SpreadsheetImport.objects.get().pk)
    return answer["Location"]


def look(editor, url, kind=""):
    return text(main(tree(editor.get(url, {"zeige": kind}))))


def send(editor, url, act="save", **more):
    """Sends the page back as it stands, with changes."""
    page = tree(editor.get(url))
    sent = {"row": [], "chosen": []}
    for field in (one for one in main(page).iter() if one.tag in ("input", "textarea") and one.get("name")):
        name, kind = field.get("name"), field.get("type")
        if name in sent and (kind == "hidden" or "checked" in field.attrib):
            sent[name].append(field.get("value"))
        elif name not in sent and kind not in ("radio", "checkbox"):
            sent[name] = field.get("value") or field.text or ""
    return editor.post(url, {**sent, act: "yes", **more}, follow=True)


def names():
    return list(Organisation.objects.exclude(source="Seite der Stadt Darmstadt").values_list("name", flat=True))


def test_a_list_is_looked_through_and_then_imported(editor):
    make_organisation(name="Alt", postcode="64283")
    url = upload(editor, ("Neu", "64289", ""), ("Alt", "64285", ""))
    words = look(editor, url)
    assert [one for one in ("Zeile 2 Neu neu", "Zeile 3 Alt geändert", "64283 64285") if one not in words] == []
    assert names() == ["Alt"]
    answer = send(editor, url, "import")
    assert "wird übernommen" in text(main(tree(answer)))
    importing.carry_out(SpreadsheetImport.objects.get().pk)
    assert sorted(Organisation.objects.filter(name__in=["Alt", "Neu"]).values_list("name", "postcode", "state")) == [
        ("Alt", "64285", "published"),
        ("Neu", "64289", "draft"),
    ]
    assert "wurden am" in look(editor, url)


def test_a_faulty_cell_is_corrected_on_the_page(editor):
    url = upload(editor, ("Neu", "6428", ""), ("Gut", "64283", ""))
    run = SpreadsheetImport.objects.get()
    row = run.rows.get(number=2)
    assert "fünf Ziffern" in look(editor, url, "fehler")
    assert "1 gewählte Zeile hat Fehler" in text(main(tree(send(editor, url, "import"))))
    send(editor, url, **{f"cell-{row.pk}-postcode": "64289"})
    assert sorted(run.rows.values_list("number", "outcome")) == [(2, "new"), (3, "new")]


def test_rows_with_errors_can_be_left_out(editor):
    url = upload(editor, ("Neu", "6428", ""), ("Gut", "64283", ""))
    send(editor, url, "drop_errors")
    send(editor, url, "import")
    importing.carry_out(SpreadsheetImport.objects.get().pk)
    assert names() == ["Gut"]


def test_only_ticked_rows_are_imported_whatever_page_or_tab_comes_next(editor):
    url = upload(editor, ("Eins", "", ""), ("Zwei", "", ""))
    two = SpreadsheetImport.objects.get().rows.get(number=3)
    answer = send(editor, url, to="?zeige=neu", chosen=[str(two.pk)])
    assert answer.redirect_chain == [(f"{url}?zeige=neu", 302)]
    send(editor, url, "import")
    importing.carry_out(SpreadsheetImport.objects.get().pk)
    assert names() == ["Zwei"]


def test_a_likely_duplicate_must_be_decided_first(editor):
    there = make_organisation(name="Qwimpelverein Darmstadt e.V.", postcode="64283")
    url = upload(editor, ("Qwimpelverein", "64289", ""))
    row = SpreadsheetImport.objects.get().rows.get()
    assert "Gibt es diesen Verein schon im Verzeichnis?" in look(editor, url, "zweifel")
    assert "1 Zeile ist vielleicht ein Eintrag" in text(main(tree(send(editor, url, "import"))))
    send(editor, url, **{f"same-{row.pk}": str(there.pk)})
    send(editor, url, "import")
    importing.carry_out(SpreadsheetImport.objects.get().pk)
    there.refresh_from_db()
    assert (there.postcode, names()) == ("64289", ["Qwimpelverein"])


def test_all_likely_duplicates_can_be_called_new_at_once(editor):
    make_organisation(name="Qwimpelverein Darmstadt e.V.")
    url = upload(editor, ("Qwimpelverein", "64289", ""))
    send(editor, url, "all_new")
    send(editor, url, "import")
    importing.carry_out(SpreadsheetImport.objects.get().pk)
    assert sorted(names()) == ["Qwimpelverein", "Qwimpelverein Darmstadt e.V."]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("liste.xlsx", b"%PDF-1.7 x", "PDF"),
        ("liste.csv", b"Unsinn;Quatsch\n1;2\n", "Name"),
        ("liste.csv", b"", "leer"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(editor, name, content, words):
    answer = editor.post(ADD, {"file": SimpleUploadedFile(name, content)})
    (error,) = by_class(tree(answer), "error")
    assert (words in text(error), SpreadsheetImport.objects.exists()) == (True, False)


def test_without_a_file_the_page_says_so(editor):
    (error,) = by_class(tree(editor.post(ADD)), "error")
    assert text(error) == "Wählen Sie zuerst eine Datei."


def test_the_page_tells_how_far_it_is_and_reloads_itself_when_it_is_through(editor):
    editor.post(ADD, {"file": workbook(("Neu", "", ""))})
    run = SpreadsheetImport.objects.get()
    url = f"/admin/organisations/spreadsheetimport/{run.pk}/change/"
    assert "0 von 1 Zeilen" in look(editor, url)
    checking.check(run.pk)
    assert editor.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_list_is_discarded_after_a_question_and_the_directory_stays(editor):
    url = upload(editor, ("Neu", "", ""))
    delete = url.replace("/change/", "/delete/")
    assert (editor.get(delete).status_code, SpreadsheetImport.objects.count()) == (200, 1)
    assert editor.post(delete).status_code == 302
    assert (SpreadsheetImport.objects.count(), names()) == (0, [])


def test_a_list_that_an_error_stopped_can_be_tried_again(editor):
    url = upload(editor, ("Neu", "", ""))
    SpreadsheetImport.objects.update(state="failed")
    assert "Ein Fehler des Portals" in look(editor, url)
    answer = editor.post(url, {"try_again": "yes"}, follow=True)
    assert "Die Liste wird geprüft." in text(main(tree(answer)))


def test_nothing_of_an_imported_list_can_be_changed(editor):
    url = upload(editor, ("Neu", "", ""))
    page = {"row": [SpreadsheetImport.objects.get().rows.get().pk]}
    send(editor, url, "import")
    importing.carry_out(SpreadsheetImport.objects.get().pk)
    answer = editor.post(url, page, follow=True)
    assert "Die Liste lässt sich nicht mehr ändern" in text(main(tree(answer)))
    assert SpreadsheetImport.objects.get().rows.get().chosen


def test_the_template_has_the_headings_and_explains_them(editor):
    answer = editor.get("/admin/organisations/spreadsheetimport/vorlage/")
    book = load_workbook(io.BytesIO(answer.content))
    assert ("Name *" in [cell.value for cell in book.worksheets[0][1]], len(book.worksheets)) == (True, 2)


def exported(answer):
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_filtered_list_is_exported_as_a_workbook(editor):
    make_contact(make_organisation(name="Qwimpel", state="pending"), phone="+49 6151 1")
    make_organisation(name="Anis")
    found = exported(editor.get(f"{LIST}liste.xlsx", {"state": "pending", "q": "qwimpel"}))
    assert [(row["Name *"], row["Kontakt: Telefon"]) for row in found] == [("Qwimpel", "+49 6151 1")]


def test_the_filtered_list_is_exported_as_text_that_no_program_takes_for_formulas(editor):
    make_organisation(name='=HYPERLINK("http://x")', state="pending")
    answer = editor.get(f"{LIST}liste.csv", {"state": "pending"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert (len(lines), "\"'=HYPERLINK" in lines[1], answer["Content-Type"]) == (2, True, "text/csv; charset=utf-8")


def test_the_export_of_everything_leaves_out_what_is_internal(editor):
    make_contact(make_organisation(name="Anis"), person="Geheimperson", public=False)
    content = b"".join(editor.get(f"{LIST}liste.csv").streaming_content).decode()
    assert ("Anis" in content, "Geheimperson" in content) == (True, False)

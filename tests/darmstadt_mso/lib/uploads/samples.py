"""Files as people send them, good and bad, made by the programs' own libraries or by hand."""

import zipfile
from io import BytesIO

import openpyxl
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name
from PIL import Image

OOXML = "application/vnd.openxmlformats-officedocument"
WORD = f"{OOXML}.wordprocessingml.document.main+xml"
WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
OVERRIDE = '<Override PartName="/word/document.xml" ContentType="{}"/>'
DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
    'TargetMode="External"/></Relationships>'
)


def sent(name, content):
    """As it arrives in a view."""
    return SimpleUploadedFile(name, content)


# PDF


def new_pdf(pages=1):
    pdf = pikepdf.new()
    for _page in range(pages):
        pdf.add_blank_page()
    return pdf


def written(pdf, **options):
    buffer = BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def plain_pdf(pages=1):
    return written(new_pdf(pages))


def encrypted_pdf(user="geheim"):
    return written(new_pdf(), encryption=pikepdf.Encryption(owner="besitzer", user=user))


def action(kind, **more):
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), **more)


def link(pdf, act):
    """A page with a place to click on."""
    spot = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=act)
    pdf.pages[0].Annots = Array([*pdf.pages[0].get("/Annots", []), pdf.make_indirect(spot)])


def dangerous_pdf():
    """With everything that a PDF can do when it is opened, clicked on or printed."""
    pdf = new_pdf()
    pdf.attachments["programm.exe"] = b"MZ-embedded-program"
    pdf.Root.OpenAction = action("JavaScript", JS="app.alert('opened')")
    pdf.Root.AA = Dictionary(WP=action("JavaScript", JS="app.alert('printed')"))
    pdf.Root.AF = Array([])
    pdf.Root.Names.JavaScript = Dictionary(Names=Array(["start", action("JavaScript", JS="app.alert('named')")]))
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))
    pdf.pages[0].AA = Dictionary(O=action("Launch", F="calc.exe"))
    link(pdf, action("SubmitForm", F="https://evil.example/"))
    link(pdf, action("GoToR", F="other.pdf", D=Array([0])))
    link(pdf, action("URI", URI="file:///etc/passwd"))
    link(pdf, action("URI", URI="https://darmstadt.example/", Next=action("Launch", F="calc.exe")))
    film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9], RichMediaContent=Dictionary())
    pdf.pages[0].Annots.append(pdf.make_indirect(film))
    return written(pdf)


def signed_pdf():
    pdf = new_pdf()
    seal = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=b"x" * 20, ByteRange=[0, 1, 2, 3])
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T="seal", V=pdf.make_indirect(seal)))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    return written(pdf)


# Pictures


def picture(kind="PNG", size=(40, 20), **options):
    buffer = BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind, **options)
    return buffer.getvalue()


def photograph():
    """From a telephone held upright: lying pixels, a note that they stand, and the place."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera of Darmstadt"
    exif.get_ifd(0x8825)[2] = (49.0, 52.0, 20.0)
    return picture("JPEG", exif=exif)


# Office files


def archive(members, packing=zipfile.ZIP_DEFLATED):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def docx(kind=WORD, **further):
    """`further` are members by their names, with "__" for the slash and "_" for the dot."""
    more = {name.replace("__", "/").replace("_", "."): content for name, content in further.items()}
    types = TYPES.format(OVERRIDE.format(kind))
    return archive({"[Content_Types].xml": types, "word/document.xml": DOCUMENT, **more})


def docx_with_macros():
    """A .docm that only was given another name."""
    return docx(WORD_WITH_MACROS, word__vbaProject_bin=b"\xcc\x61")


def related(kind, target):
    return archive(
        {
            "[Content_Types].xml": TYPES.format(OVERRIDE.format(WORD)),
            "word/document.xml": DOCUMENT,
            "word/_rels/document.xml.rels": RELATION.format(kind=kind, target=target),
        }
    )


def odt(**further):
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    meta = '<o:meta xmlns:o="urn:o" xmlns:m="urn:m"><m:document-statistic m:page-count="3"/></o:meta>'
    content = {"content.xml": "<o:content xmlns:o='urn:o'/>", "meta.xml": meta, "META-INF/manifest.xml": manifest}
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", **content, **further})


def xlsx(sheets=2):
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "Honorare"
    for _more in range(sheets - 1):
        workbook.create_sheet()
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()

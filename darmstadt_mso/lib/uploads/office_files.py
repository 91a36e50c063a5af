"""Text documents and workbooks: ZIP archives of XML, read whole and packed anew without what a program could run."""

import re
import zipfile
import zlib
from io import BytesIO
from urllib.parse import unquote
from xml.parsers import expat

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .opening import Opened, broken, encrypted, polyglot, unpacks_too_large, with_macros

ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_MEMBERS, MOST_UNPACKED, MOST_RATIO, SMALL = 2000, 60_000_000, 150, 1_000_000  # sizes in bytes
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
MACROS = re.compile(
    r"vbaproject|vbadata|macrosheets|activex|oleobject|(^|/)(basic|scripts|dialogs)/"
    r"|(?<!printersettings)(?<!printersettings\d)(?<!printersettings\d\d)\.bin$"
    r"|\.(exe|dll|js|vbs|bat|cmd|com|scr|ps1|lnk|jar|docm|dotm|xlsm|xlsb|xlam|xltm|swf|html?)$",
    re.I,
)
MACRO_ELEMENTS = {"ddeLink", "event-listener", "dde-source", "applet"}
LINK = "http://www.w3.org/1999/xlink href"
# Not what lies on somebody's own disk: Word notes there from which template a letter was made.
REMOTE = re.compile(
    r"\s*((https?|ftp|smb|webdav|mhtml|javascript|vbscript|ms-\w+):|(file:/*)?[\\/]{2}(?![\\/]*([a-z]:|users/|home/)))",
    re.I,
)
# Strings of a workbook are unpacked many times larger in the memory of whoever opens it.
MOST_UNPACKED_XLSX = 25_000_000
XML_KINDS = ("+xml", "/xml")
PROGRAMS = re.compile(r"\s*dde(auto)?\b", re.I)
LOADERS = re.compile(r"\s*include(text|picture)\b(.*)", re.I | re.S)
SAME_DAY = (1980, 1, 1, 0, 0, 0)


def opened_odt(content):
    members = unpacked(content)
    if members.get("mimetype", b"").strip() != ODT.encode() or "content.xml" not in members:
        raise not_this_kind("ODT")
    read_all(members)
    return Opened(packed(members), number(rb'page-count="(\d{1,4})"', members.get("meta.xml", b"")))


def opened_docx(content):
    members = opened_ooxml(content, DOCX, "DOCX")
    return Opened(packed(members), number(rb"<Pages>(\d{1,4})</Pages>", members.get("docProps/app.xml", b"")))


def opened_xlsx(content):
    clean = packed(opened_ooxml(content, XLSX, "XLSX", MOST_UNPACKED_XLSX))
    try:
        workbook = openpyxl.load_workbook(BytesIO(clean), read_only=True, keep_links=False)
    except Exception:  # whatever openpyxl stumbles over
        raise broken() from None
    return Opened(clean, len(workbook.sheetnames))


def opened_ooxml(content, kind, name, most=None):
    members = unpacked(content, most)
    declared = read_all(members)
    if any("macroEnabled" in one for one in declared):
        raise with_macros()
    if declared.get(f"{kind}.main+xml") not in members:
        raise not_this_kind(name)
    return members


def number(pattern, text):
    found = re.search(pattern, text)
    return int(found[1]) if found else None


# The archive


def unpacked(content, most=None):
    """{name: bytes} of the whole archive, in its order."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            refuse_archive(archive, most or MOST_UNPACKED)
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise broken() from None


def refuse_archive(archive, most):
    """Judged by the directory before anything is unpacked; no more is ever unpacked than that promises."""
    members = archive.infolist()
    if any(one.flag_bits & 1 for one in members):
        raise encrypted()
    if archive.comment or len({one.filename for one in members}) < len(members):
        raise polyglot()
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > most:
        raise unpacks_too_large()
    if any(one.file_size > max(SMALL, MOST_RATIO * one.compress_size) for one in members):
        raise unpacks_too_large()
    if any(one.compress_type not in PACKINGS for one in members):
        raise broken()
    if any(MACROS.search(one.filename) for one in members):
        raise with_macros()


def packed(members):
    """An archive of nothing but these, which is the same for the same content."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, SAME_DAY), content, packing)
    return buffer.getvalue()


# The XML


def read_all(members):
    """Reads every part as XML that names no further files; returns {content type: part} as the archive declares."""
    declared, names = {}, xml_names(members)
    for name, content in members.items():
        if content and name.lower().endswith(names):
            fields = Fields()
            read(content, lambda element, given: look_at(element.rpartition(" ")[2], given, declared), fields)
            fields.refuse()
    return declared


def xml_names(members):
    """How the names of XML parts end, by custom or as the archive declares; any other ending may be declared too."""
    endings = {".xml", ".rels"}

    def note(element, given):
        if given.get("ContentType", "").partition(";")[0].strip().lower().endswith(XML_KINDS):
            endings.add(f".{given['Extension']}".lower() if "Extension" in given else "")
            endings.add(unquote(given.get("PartName", ".xml")).removeprefix("/").lower())

    for name, content in members.items():
        if name.lower() == "[content_types].xml":
            read(content, note)
    return tuple(endings - {""})


class Fields:
    """The codes of a text document's fields, each from its beginning; a code may be scattered over many elements."""

    def __init__(self):
        self.codes, self.is_code = [""], False

    def begin(self, element, given):
        self.is_code = element == "instrText"
        if element in {"fldChar", "fldSimple"}:
            self.codes.append(next((text for name, text in given.items() if name.endswith(" instr")), ""))

    def add(self, text):
        if self.is_code:
            self.codes[-1] += text

    def refuse(self):
        for code in self.codes:
            if PROGRAMS.match(code):
                raise with_macros()
            loads = LOADERS.match(code)
            for target in re.split(r'[\s"]+', loads[2]) if loads else []:
                refuse_remote(target.replace("\\\\", "\\"), False)


def read(content, on_element, fields=None):
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = on_element
    if fields:
        parser.StartElementHandler = lambda element, given: (
            on_element(element, given),
            fields.begin(element.rpartition(" ")[2], given),
        )
        parser.CharacterDataHandler = fields.add
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise broken() from None


def refuse_doctype(*declaration):
    """Entities grow without measure and read other files; no program writes them into these formats any more."""
    raise broken()


def look_at(element, given, declared):
    if element in MACRO_ELEMENTS:
        raise with_macros()
    if element == "encryption-data":
        raise encrypted()
    if element == "Override":
        declared[given.get("ContentType", "")] = given.get("PartName", "").removeprefix("/")
    if element == "Relationship" and given.get("TargetMode") == "External":
        refuse_remote(given.get("Target", ""), given.get("Type", "").endswith("/hyperlink"))
    if LINK in given:
        refuse_remote(given[LINK], element == "a")


def refuse_remote(target, is_for_readers):
    """What a reader clicks on may lead anywhere; what opens with the document may not."""
    if REMOTE.match(target) and not is_for_readers:
        words = _("Opened, the document loads something from the internet. Please save it as PDF and choose that.")
        raise ValidationError(words, code="remote")


def not_this_kind(name):
    words = _("By its content this is no file of the kind %(kind)s. Please save it anew, or choose another one.")
    return ValidationError(words, code="disguise", params={"kind": name})

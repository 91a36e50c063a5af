"""The whole file of an application as one ZIP, for paper or the e-file: every PDF, the papers, and a list of them.

`manifest.json` names each file with size in bytes, SHA-256 and what it is; `SHA256SUMS` is what `sha256sum -c` reads.
Names of files say what they are and hold no personal data. Papers of advisory sessions are not in it.
"""

import json
import mimetypes
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext

from darmstadt_mso.lib import pdf

from .. import downloading, keeping, receipts, sections, terms
from ..models import Document
from ..moments import moment_in_words
from . import file_sheet, letter_files, versions

LANGUAGE = "de"


@dataclass(frozen=True)
class File:
    """`read` gives its bytes, or raises FileNotFoundError; `what` is in German."""

    name: str
    what: str
    read: Callable


def packed(application, at=None):
    """The ZIP as an open file that leaves nothing behind when it is closed."""
    at, target = at or timezone.now(), tempfile.TemporaryFile()
    with translation.override(LANGUAGE), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packet:
        fill(packet, application, at)
    target.seek(0)
    return target


def fill(packet, application, at):
    listed, missing = [], []
    for file in files(application, at):
        try:
            content = file.read()
        except FileNotFoundError:
            missing.append({"name": file.name, "what": file.what})
            continue
        listed.append({**put(packet, file.name, content, at), "what": file.what})
    manifest = json.dumps(told(application, listed, missing, at), ensure_ascii=False, indent=2).encode()
    listed.append(put(packet, "manifest.json", manifest, at))
    sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in listed)
    put(packet, "SHA256SUMS", sums.encode(), at)


def told(application, listed, missing, at):
    """Of a file that is no longer there, its name at least."""
    return {"reference": application.reference, "made_at": at.isoformat(), "files": listed, "missing": missing}


def put(packet, name, content, at):
    """Its row of the manifest."""
    entry = zipfile.ZipInfo(name, date_time=at.astimezone(terms.BERLIN).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    packet.writestr(entry, content)
    return {"name": name, "size": len(content), "sha256": sha256(content).hexdigest()}


# What is in it


def files(application, at):
    yield File("aktenblatt.pdf", gettext("File sheet"), lambda: sheet(application, at))
    yield from sent(application)
    yield from papers(application)
    yield from letters(application)


def sheet(application, at):
    data = file_sheet.data(application, at)
    return pdf.make("file.typ", data, language=LANGUAGE, title=data["title"], at=at)


def sent(application):
    for one in application.submissions.select_related("application", "version"):
        what = gettext("Application, version %(number)d, arrived %(moment)s")
        what %= {"number": one.number, "moment": moment_in_words(one.arrived_at)}
        yield File(f"antrag-fassung-{one.number}.pdf", what, lambda one=one: pdf_of(one))


def pdf_of(submission):
    return downloading.kept(submission) or receipts.paper_of(submission)


def papers(application):
    """As they were uploaded, those of earlier versions too."""
    titles = paper_titles(application)
    found = Document.objects.filter(keeping.held_by([application.pk])).distinct().order_by("uploaded_at", "pk")
    for number, document in enumerate(found, 1):
        title = titles.get(document.key) or gettext("Paper")
        ending = mimetypes.guess_extension(document.content_type) or ""
        name = f"anlagen/{number:02}-{slugify(title)[:60] or 'anlage'}{ending}"
        yield File(name, f"{title}: {document.name}", lambda document=document: bytes_of(document))


def paper_titles(application):
    """{key of a document: what the call calls the paper}"""
    rules = terms.of_version(application.version)
    names = {paper.key: terms.in_language(paper.name) for paper in rules.papers}
    attached = dict(application.attachments.values_list("document__key", "paper"))
    for version in versions.of(application):
        attached |= {one["key"]: one["paper"] for one in version.content["answers"][sections.PAPERS]}
    return {key: names.get(paper, "") for key, paper in attached.items()}


def bytes_of(document):
    with document.file.open() as file:
        return file.read()


def letters(application):
    for number, notice in enumerate(application.notices.select_related("text"), 1):
        what = f"{notice.get_kind_display()}, {moment_in_words(notice.made_at)}"
        name = f"schreiben/{number:02}-{slugify(notice.get_kind_display())}.pdf"
        yield File(name, what, lambda notice=notice: letter_files.read(notice))

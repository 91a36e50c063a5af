"""Reading PDFs in tests: what a screen reader finds in them."""

from io import BytesIO

import pikepdf
from pypdf import PdfReader


def text_of(paper):
    """The words in the order in which they are read."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)


def outline(paper):
    """The headings, from first to last."""
    with opened(paper) as pdf, pdf.open_outline() as found:
        return [item.title for item in flat(found.root)]


def language_of(paper):
    with opened(paper) as pdf:
        return str(pdf.Root.Lang)


def tags(paper):
    """The kinds of the structure's elements in reading order, such as H1, P, Table, TH."""
    with opened(paper) as pdf:
        return list(kinds(pdf.Root.StructTreeRoot.K))


def opened(paper):
    return pikepdf.open(BytesIO(paper))


def flat(items):
    for item in items:
        yield item
        yield from flat(item.children)


def kinds(node):
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from kinds(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S)[1:]
        yield from kinds(node.get("/K", pikepdf.Array()))

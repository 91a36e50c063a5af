"""What a page tells of a file."""

from django import template

from darmstadt_mso.lib.uploads import kinds

from .. import papers

register = template.Library()
NAMES = {kind.content_type: kind.name for kind in kinds.KINDS}
PICTURES = {kind.content_type for kind in kinds.KINDS if kind.name in {"JPEG", "PNG"}}


@register.filter
def kind_of_file(document):
    """As people call it: PDF, DOCX …"""
    return NAMES.get(document.content_type, "")


@register.filter
def is_workbook(document):
    return kind_of_file(document) == "XLSX"


@register.filter
def is_picture(document):
    return document.content_type in PICTURES


@register.filter
def has_expired(document):
    return not papers.is_valid(document)

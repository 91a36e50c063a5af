"""Addresses on paper."""

from io import BytesIO

import segno
from django.utils.safestring import mark_safe


def svg(url):
    """A QR code as inline SVG without styles; it carries only the address of the page it stands on."""
    buffer = BytesIO()
    code = segno.make(url, error="m", micro=False)
    code.save(buffer, kind="svg", xmldecl=False, svgns=True, svgclass="qr", lineclass=None, omitsize=True, border=2)
    return mark_safe(buffer.getvalue().decode())  # noqa: S308 — made by segno from the page's own address

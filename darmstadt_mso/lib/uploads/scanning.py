"""ClamAV, where settings.CLAMD_SOCKET names the socket of its daemon; nothing is taken while it does not answer."""

import logging
import socket
import struct

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CHUNK = 1 << 16
PATIENCE = 30  # seconds
log = logging.getLogger(__name__)


def is_scanned(content):
    """Whether a scanner looked at it and found nothing; False without a scanner. Raises ValidationError otherwise."""
    if not settings.CLAMD_SOCKET:
        return False
    answer = asked(content)
    if answer == "stream: OK":
        return True
    if answer.endswith(" FOUND"):
        words = _("The virus scanner found “%(virus)s” in this file. Please check your device.")
        raise ValidationError(words, code="virus", params={"virus": answer[len("stream: ") : -len(" FOUND")]})
    log.error("The virus scanner answered %r.", answer)
    raise no_answer()


def asked(content):
    """The daemon's answer, such as "stream: OK"; "" from one that says nothing."""
    try:
        with socket.socket(socket.AF_UNIX) as scanner:
            scanner.settimeout(PATIENCE)
            scanner.connect(settings.CLAMD_SOCKET)
            return told(scanner, content)
    except OSError as error:
        log.error("The virus scanner cannot be reached: %s", error)
        raise no_answer() from None


def told(scanner, content):
    """clamd's INSTREAM: each chunk after its length, an empty one at the end; the answer ends with a NUL byte."""
    scanner.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), CHUNK):
        chunk = content[start : start + CHUNK]
        scanner.sendall(struct.pack("!L", len(chunk)) + chunk)
    scanner.sendall(struct.pack("!L", 0))
    return scanner.makefile("rb").read(1000).rstrip(b"\0\n").decode(errors="replace")


def no_answer():
    words = _("At the moment we cannot check files for viruses, so we take none. Please try again in a few minutes.")
    return ValidationError(words, code="scanner")

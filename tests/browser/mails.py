"""What the portal wrote to somebody: without a mail server, mails are files."""

import email
import re
from email.policy import default

from tests.faults.processes import wait_until

CODE = re.compile(r"^ {4}(\S+)$", re.MULTILINE)


def mails_to(portal, address):
    """Oldest first."""
    files = sorted((portal.words.parent / "var" / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
    written = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [mail for mail in written if mail["To"] == address]


def text_to(portal, address):
    """The text of the newest mail to this address, or None."""
    texts = [mail.get_body(["plain"]).get_content() for mail in mails_to(portal, address)]
    return texts[-1] if texts else None


def code_for(portal, address):
    """Waits for the mail as its reader does."""
    wait_until(lambda: text_to(portal, address))
    return CODE.search(text_to(portal, address))[1]

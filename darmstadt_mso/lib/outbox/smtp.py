"""Django's way to a mail server, which also says when nothing but the mail itself is left to hand over.

Whatever goes wrong before (the server is absent, refuses sender or recipient, hangs up) is known: nothing was sent.
"""

import functools
import smtplib

from django.core.mail.backends import smtp


class Telling:
    def __init__(self, *args, backend, **options):
        self.backend = backend
        super().__init__(*args, **options)

    def data(self, message):
        self.backend.before_data()
        return super().data(message)


class Plain(Telling, smtplib.SMTP):
    pass


class Secure(Telling, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    def before_data(self):
        """Replaced by whoever wants to know."""

    @property
    def connection_class(self):
        return functools.partial(Secure if self.use_ssl else Plain, backend=self)


def hand_over(letter, connection, before):
    """Calls `before` as late as the backend can; what it raises keeps the mail here."""
    if isinstance(connection, EmailBackend):
        connection.before_data = before
    else:
        before()
    connection.send_messages([letter])

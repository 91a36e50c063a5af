"""Keeps from memory and disk what is too large anyway; the page is answered all the same, in words."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CutOff(FileUploadHandler):
    """First of settings.FILE_UPLOAD_HANDLERS: of a file that is too large, one byte too many is kept.

    The rest is read and dropped. So the form has all that was typed and a file whose size it can complain about; a
    connection that is cut would leave people with an error of their browser.
    """

    def receive_data_chunk(self, raw_data, start):
        return raw_data[: settings.UPLOAD_MAX_BYTES + 1 - start] if start <= settings.UPLOAD_MAX_BYTES else None

    def file_complete(self, file_size):
        """The handlers after this one make the file."""

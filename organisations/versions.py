"""The directory's version: whoever keeps a copy of something public keeps it under this number."""

from .models import DirectoryVersion


def current(request):
    """Read once per request, so that one page is of one piece."""
    if not hasattr(request, "directory_version"):
        request.directory_version = DirectoryVersion.current()
    return request.directory_version

"""Addresses for places where nobody asks from a browser: mails, papers, commands."""

from urllib.parse import urljoin

from django.conf import settings


def absolute(path):
    """The full address of a path of the portal, below settings.SITE_URL."""
    return urljoin(settings.SITE_URL, path)

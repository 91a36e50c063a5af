"""What every page needs: languages, navigation, whether this is a demo."""

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language, get_language_bidi, gettext


def portal(request):
    # An address that begins with two slashes would name another host.
    path = escape_leading_slashes(request.path)
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "nav": navigation(request.path),
        "switch": switch(request),
        "alternates": alternates(request, path),
        "canonical": request.build_absolute_uri(path),
        "search_url": reverse("organisations:organisations"),
        "LANGUAGE_CODE": get_language(),
    }


def navigation(path):
    """The main rooms of the portal; a room appears here when it is built."""
    rooms = [
        (gettext("Associations"), reverse("organisations:organisations")),
        (gettext("Offers"), reverse("organisations:offers")),
        (gettext("Contact"), reverse("organisations:contact")),
    ]
    return [{"label": label, "url": url, "current": path.startswith(url)} for label, url in rooms]


def switch(request):
    """The same page, with what was chosen on it, in each language of the interface."""
    return [
        {
            "code": code,
            "name": name,
            "url": translate_url(request.get_full_path(), code),
            "current": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]


def alternates(request, path):
    return [
        {"code": code, "url": request.build_absolute_uri(translate_url(path, code))}
        for code, _name in settings.LANGUAGES
    ]

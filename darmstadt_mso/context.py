"""What every page needs: languages, navigation, whether this is a demo."""

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language, get_language_bidi, gettext


def portal(request):
    own = own_address(request)
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "nav": navigation(request.path),
        "switch": switch(request),
        "alternates": alternates(request, own),
        "canonical": request.build_absolute_uri(own),
        "search_url": reverse("organisations:organisations"),
        "LANGUAGE_CODE": get_language(),
    }


def navigation(path):
    """The main rooms of the portal; a room appears here when it is built."""
    rooms = [
        (gettext("Associations"), reverse("organisations:organisations")),
        (gettext("Offers"), reverse("organisations:offers")),
        (gettext("Grants"), reverse("grants:calls")),
        (gettext("Contact"), reverse("organisations:contact")),
    ]
    return [{"label": label, "url": url, "current": path.startswith(url)} for label, url in rooms]


def switch(request):
    """The same page, with what was chosen on it, in each language of the interface."""
    return [
        {
            "code": code,
            "name": name,
            "url": translate_url(escape_leading_slashes(request.get_full_path()), code),
            "current": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]


def own_address(request):
    """The page's one address: without what was chosen on it, but with the page of a list."""
    # An address that begins with two slashes would name another host.
    path, page = escape_leading_slashes(request.path), request.GET.get("seite", "")
    return f"{path}?seite={page}" if page.isascii() and page.isdigit() and int(page[:6]) > 1 else path


def alternates(request, own):
    return [
        {"code": code, "url": request.build_absolute_uri(translate_url(own, code))}
        for code, _name in settings.LANGUAGES
    ]

"""What somebody typed is not lost by logging in.

A form that is sent without log-in is kept in the session, and the log-in page is shown. Afterwards the page of the form
shows it filled in, with a message; nothing is saved before the person sends it again. A view makes its form here,
which is all that it has to do; formsets are made the same way:

    form = kept_forms.form(request, EntryForm, instance=organisation)
    if request.method == "POST" and form.is_valid():
        form.save()

A form that is sent to another address than that of its page names it: `form(request, InvitationForm, sent_to=url)`.
A page that is open to everybody, but whose form needs an account, begins its POST with

    if not request.user.is_authenticated:
        return kept_forms.log_in_first(request)

A form that was open while its reader logged in elsewhere has the token of before; it is not taken, but kept likewise.

A form shown again has no errors yet, because nobody has judged it, and `is_valid()` is False. It is shown until it is
sent, for a day at the most; `?neu=1` behind the address shows the page without it. Logging out forgets it.

Kept are texts: no files, no passwords, no token of the form; at most a few forms and so many characters of each.
Whoever has the browser's session sees them, so they pass to whoever logs in next in the same browser.
"""

import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext

from .rate_limit import is_allowed

KEY = "kept_forms"
AFRESH = "neu"
LASTS = 24 * 60 * 60  # seconds
# A little more than what a page of an application may hold, for what only its sending needs.
MOST_FORMS, MOST_CHARACTERS = 3, 210_000
KEPT_PER_HOUR = 60
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "passwort")


# Keeping


def are_kept(request):
    """Not those of the accounts, which have no namespace and ask for passwords and codes; nor those of Django's admin,
    which would not show them again."""
    return request.resolver_match.namespace not in ("", "admin")


def log_in_first(request, login_url=None):
    """Keeps the form that was sent and leads to the log-in, and from there back to the page of the form."""
    if keep(request):
        messages.info(request, gettext("Please log in. We have kept what you typed."))
    return redirect_to_login(page_of(request), resolve_url(login_url or settings.LOGIN_URL))


def show_again(request):
    """For a form of our own page that was open while its reader logged in elsewhere: leads back to its page."""
    keep(request)
    text = gettext("This page was older than your log-in, so nothing was done yet. Please send it once more.")
    messages.warning(request, text)
    return redirect(page_of(request))


def is_older_than_log_in(request):
    """Whether a form without a valid token comes from a page of this very site, and somebody is logged in."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.user.is_authenticated and are_kept(request) and request.headers.get("Origin") == own


def keep(request):
    """Whether something was typed that could be kept."""
    typed = {name: values for name, values in request.POST.lists() if not is_secret(name)}
    files = [file.name for name in request.FILES for file in request.FILES.getlist(name)]
    texts = [text for values in typed.values() for text in values]
    is_fitting = any(map(str.strip, texts)) and sum(map(len, [*typed, *texts, *files])) <= MOST_CHARACTERS
    if not is_fitting or not is_allowed(request, "kept form", KEPT_PER_HOUR):
        return False
    others = {path: one for path, one in request.session.get(KEY, {}).items() if path != request.path}
    latest = dict([*others.items()][-(MOST_FORMS - 1) :])
    request.session[KEY] = latest | {request.path: {"at": int(time.time()), "typed": typed, "files": files}}
    return True


def is_secret(name):
    return any(part in name.lower() for part in NEVER_KEPT)


def page_of(request):
    """Where the form stood: the page that sent it, because not every address that takes a form has a page."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        page = urlsplit(request.get_full_path())
    query = QueryDict(page.query, mutable=True)
    query.pop(AFRESH, None)
    return escape_leading_slashes(f"{page.path}?{query.urlencode()}" if query else page.path)


# Showing


def form(request, make, *, sent_to="", **options):
    """`make(data=…, files=…, **options)` with what was sent just now, else with what was kept, else empty."""
    path = sent_to or request.path
    if request.method == "POST":
        forget(request, path)
        return make(data=request.POST, files=request.FILES, **options)
    if not (kept := offered(request, path)):
        return make(data=None, files=None, **options)
    tell(request, kept)
    return unjudged(make(data=typed(kept), files=None, **options))


def offered(request, path):
    """What was kept of the form that is sent to this path, or None."""
    kept = request.session.get(KEY, {}).get(path)
    return None if AFRESH in request.GET or not kept or is_old(kept, time.time()) else kept


def is_old(kept, now):
    return kept["at"] < now - LASTS


def typed(kept):
    data = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        data.setlist(name, values)
    return data


def tell(request, kept):
    """Once for each page, however many forms it is made of."""
    if not getattr(request, "has_told_of_kept_form", False):
        request.has_told_of_kept_form = True
        context = {"files": kept["files"], "without": f"?{AFRESH}=1"}
        messages.info(request, render_to_string("components/kept_form.html", context))


def unjudged(form):
    """The form or formset without errors, and never valid."""
    form.is_valid = lambda: False
    if hasattr(form, "management_form"):
        form._errors, form._non_form_errors = [{} for _one in form.forms], ErrorList()
        for one in form.forms:
            unjudged(one)
    else:
        form._errors, form.cleaned_data = ErrorDict(), {}
    return form


# Forgetting


def forget(request, path):
    if path in request.session.get(KEY, {}):
        del request.session[KEY][path]
        request.session.modified = True


def forget_old(session, now):
    """Drops what is too old from a session's data; returns how many forms that were. `now` is a Unix time."""
    kept = session.get(KEY, {})
    old = [path for path, one in kept.items() if is_old(one, now)]
    if old:
        session[KEY] = {path: one for path, one in kept.items() if path not in old}
    return len(old)

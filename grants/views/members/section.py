"""One page of an application: what is sent is kept first, then judged."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from darmstadt_mso.lib import kept_forms

from ... import sections, terms, writing
from ...forms.sections import FORMS
from ...permissions import is_open, may_write
from . import address, crumbs, list_of, own_application, plan, step

TOO_MUCH = 413
OVERTAKEN = 409


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def section(request, handle, section):
    application = own_application(request, handle)
    if section not in FORMS:
        raise Http404
    if plan.asks_for_sums(request, section):
        return plan.sums(request, application)
    if request.method == "POST":
        return Keeping(request, application, section).answer()
    if not may_write(request.user, application, section):
        return redirect(application)
    return begun(request, application, section)


def begun(request, application, key):
    """The page with what was typed last: by whoever was not logged in any more, else as it is saved."""
    if kept := kept_forms.offered(request, request.path):
        kept_forms.tell(request, kept)
        data = kept_forms.typed(kept)
        return page(request, application, key, data, seen=seen_in(data), unsaved=True)
    saved = application.sections.filter(key=key).first()
    return page(request, application, key, writing.typed_of(application, key), seen=saved.number if saved else 0)


def seen_in(data):
    """The number of the state that the page showed."""
    text = data.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def make(application, key, data):
    form = FORMS[key](data, application=application, terms=terms.of_version(application.version))
    if form.is_bound:
        form.keep_only_mistakes()
    return form


def page(request, application, key, data, *, status=200, **more):
    info = sections.BY_KEY[key]
    context = {
        "application": application,
        "info": info,
        "step": step(info),
        "form": make(application, key, data),
        "terms": terms.of_version(application.version),
        "query": application.open_query,
        "saved": application.sections.filter(key=key).select_related("edited_by").first(),
        "aside": writing.kept_aside(application, request.user).filter(section__key=key).last(),
        "now": timezone.now(),
        "crumbs": crumbs(application, (info.title, None)),
        **more,
    }
    return TemplateResponse(request, "grants/members/section.html", context, status=status)


class Keeping:
    """A page that was sent, by its button or by its script (`auto`), which gets JSON."""

    def __init__(self, request, application, key):
        self.request, self.application, self.key = request, application, key
        self.action, self.auto = request.POST.get("action"), "auto" in request.POST
        self.typed = writing.of_post(request.POST)

    def answer(self):
        try:
            saved = self.completed(self.kept(seen_in(self.request.POST)))
        except writing.TooMuch:
            return self.too_much()
        except writing.NotADraft:
            return self.ended()
        kept_forms.forget(self.request, self.request.path)
        if saved.aside:
            return self.overtaken(saved.aside)
        return self.as_json(saved) if self.auto else self.judged(saved.section)

    def kept(self, seen):
        user, auto = self.request.user, self.auto
        return writing.save(self.application, self.key, self.typed, seen=seen, user=user, auto=auto)

    def completed(self, saved):
        """What was typed is kept first; then with the highest possible sum, where its button was pressed."""
        typed = plan.completed(self.application, self.key, self.typed, self.action)
        if saved.aside or typed == self.typed:
            return saved
        self.typed = typed
        return self.kept(saved.section.number)

    def as_json(self, saved):
        time = date_format(timezone.localtime(saved.section.edited_at), "H:i")
        older = {"older": True} if saved.is_older else {}
        return JsonResponse({"number": saved.section.number, "saved_at": time} | older)

    def judged(self, saved):
        form = make(self.application, self.key, writing.as_post(saved.typed))
        if not form.mistakes():
            for text in (text for texts in form.notes.values() for text in texts):
                messages.warning(self.request, text)
            return redirect(self.onward())
        return page(self.request, self.application, self.key, form.data, status=422, seen=saved.number)

    def onward(self):
        if self.action == "list":
            return list_of(self.application)
        if self.key == sections.PLAN and (place := plan.place_of(self.action)):
            return self.request.path + place
        return after(self.application, self.key)

    def overtaken(self, aside):
        url = reverse("grants:choose", args=[self.application.handle, self.key, aside.key])
        return JsonResponse({"choose": url}, status=OVERTAKEN) if self.auto else redirect(url)

    def ended(self):
        """It was submitted or withdrawn meanwhile: what was typed stands on the page, to be copied from there."""
        if self.auto:
            return JsonResponse({"ended": self.application.get_absolute_url()}, status=OVERTAKEN)
        self.application.refresh_from_db()
        form = make(self.application, self.key, writing.as_post(self.typed))
        context = {
            "application": self.application,
            "info": sections.BY_KEY[self.key],
            "lines": [(label, form.shown(part)) for part, label in form.all_parts()],
            "crumbs": crumbs(self.application, (sections.BY_KEY[self.key].title, None)),
        }
        return TemplateResponse(self.request, "grants/members/ended.html", context, status=OVERTAKEN)

    def too_much(self):
        words = gettext("This is too much text to be saved: at most %(most)d characters fit on one page.")
        words %= {"most": writing.MOST_CHARACTERS}
        if self.auto:
            return JsonResponse({"refused": words}, status=TOO_MUCH)
        messages.error(self.request, words)
        data, seen = writing.as_post(self.typed), seen_in(self.request.POST)
        return page(self.request, self.application, self.key, data, status=TOO_MUCH, seen=seen, unsaved=True)


def after(application, key):
    """The address of the page that follows."""
    keys = [one.key for one in sections.SECTIONS]
    later = [one for one in keys[keys.index(key) + 1 :] if is_open(application, one)]
    if not later:
        return reverse("grants:review", args=[application.handle]) if application.is_draft else list_of(application)
    return address(application, later[0])

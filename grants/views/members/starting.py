"""The beginning of an application: for which association, with which texts."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from darmstadt_mso.lib import kept_forms

from ... import applying, eligibility, terms
from ...forms.starting import StartForm
from ...models import Call

KNOWINGLY = "again"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, slug):
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("published"), slug=slug)
    rules = terms.of_version(call.published)
    if not rules.rules_known:
        raise Http404
    if not rules.is_open(timezone.now()):
        return closed(request, call, rules)
    if not applying.associations(request.user).exists():
        return answer(request, call, rules, "start_nobody.html")
    form = kept_forms.form(request, StartForm, user=request.user)
    if request.method != "POST" or not form.is_valid():
        return page(request, call, rules, form, applying.drafts(call, request.user))
    return begun(request, call, rules, form)


def begun(request, call, rules, form):
    organisation, earlier = form.cleaned_data["organisation"], form.cleaned_data.get("earlier")
    before = applying.drafts(call, request.user).filter(organisation=organisation)
    twin = applying.pressed_before(call, organisation, request.user)
    if before and not twin and KNOWINGLY not in request.POST:
        return page(request, call, rules, form, before, asks=True)
    try:
        return redirect(applying.start(call, organisation, request.user, begin_with=earlier))
    except applying.NotOpen:
        return redirect("grants:start", call.slug)


def page(request, call, rules, form, drafts, asks=False):
    """`asks` whether a second draft of the same association is wanted."""
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "drafts": drafts, "asks": asks, "used_up": used_up(request.user, rules)}
    return answer(request, call, rules, "start.html", status, **context)


def used_up(user, rules):
    """For which associations nothing more can be submitted in this period, in words."""
    if rules.limit is None:
        return []
    counted = [(one, eligibility.used_in_period(one, rules, timezone.now())) for one in applying.associations(user)]
    words = gettext("%(name)s has submitted as many applications as this call allows in the period (%(limit)d).")
    return [words % {"name": one.name_i18n, "limit": rules.limit} for one, used in counted if used >= rules.limit]


def closed(request, call, rules):
    """Too early or too late; drafts that exist already can still be read."""
    drafts = applying.drafts(call, request.user)
    return answer(request, call, rules, "start_closed.html", drafts=drafts, is_early=timezone.now() < rules.opens_at)


def answer(request, call, rules, template, status=200, **more):
    crumbs = [(terms.in_language(rules.title), call.get_absolute_url()), (gettext("Write an application"), None)]
    context = {"call": call, "terms": rules, "now": timezone.now(), "crumbs": crumbs, **more}
    return TemplateResponse(request, f"grants/members/{template}", context, status=status)

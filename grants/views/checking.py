"""The check before the log-in: does this call fit, and how much is possible? Nothing of it is stored anywhere."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import call_lists, eligibility, plans
from ..call_pages import of_published
from ..forms.checking import CheckForm
from ..rules import Verdict


# It changes nothing, so it needs no token, which would be a cookie.
@csrf_exempt
@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, slug):
    at = timezone.now()
    page = of_published(get_object_or_404(call_lists.visible(request.user), slug=slug), at)
    if not page.terms.rules_known:
        raise Http404
    form = CheckForm(request.POST if request.method == "POST" else None, terms=page.terms, at=at)
    context = {"page": page, "terms": page.terms, "form": form, "answer": answer_to(form), "crumbs": crumbs(page)}
    if request.htmx:
        return TemplateResponse(request, "grants/public/_check_live.html", context)
    return TemplateResponse(request, "grants/public/check.html", context, status=422 if form.errors else 200)


def answer_to(form):
    """What the rules say to the answers so far; None before there are any."""
    if not form.is_bound:
        return None
    is_whole = form.is_valid()
    findings = eligibility.judge(form.terms, form.facts)
    money = form.facts.money
    return {
        "is_whole": is_whole,
        "overall": eligibility.overall(findings) if is_whole else None,
        "findings": [one for one in findings if is_whole or one.verdict != Verdict.ASK],
        "money": money,
        "steps": plans.steps(form.terms, money) if money else [],
        "has_limits": any(has_limits(kind) for kind in form.terms.cost_categories),
    }


def has_limits(kind):
    return kind.eligible and any(limit is not None for limit in (kind.rate_max, kind.cap, kind.cap_share))


def crumbs(page):
    call = reverse("grants:call", args=[page.terms.slug])
    return [(gettext("Grants"), reverse("grants:calls")), (page.title, call), (gettext("Check"), None)]

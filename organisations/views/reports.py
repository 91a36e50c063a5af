"""“Something is wrong here”: anybody tells the office about an error in an entry."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from darmstadt_mso.lib import kept_forms
from darmstadt_mso.lib.rate_limit import is_allowed

from ..forms.reports import ErrorReportForm
from ..models import Organisation

PER_HOUR = 10


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, slug):
    organisation = get_object_or_404(Organisation.objects.published(), slug=slug)
    form = kept_forms.form(request, ErrorReportForm)
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return redirect("organisations:report_sent", slug=slug)
        if is_allowed(request, "report", PER_HOUR):
            save(form, organisation)
            return redirect("organisations:report_sent", slug=slug)
        form.add_error(
            None, gettext("Many reports came from your connection. Please try again in an hour, or call us.")
        )
    status = 422 if form.errors else 200
    context = {"organisation": organisation, "form": form, "crumbs": crumbs(organisation)}
    return TemplateResponse(request, "organisations/public/report.html", context, status=status)


def save(form, organisation):
    form.instance.organisation = organisation
    form.save()


@login_not_required
@require_safe
def report_sent(request, slug):
    organisation = get_object_or_404(Organisation.objects.published(), slug=slug)
    context = {"organisation": organisation, "crumbs": crumbs(organisation)}
    return TemplateResponse(request, "organisations/public/report_sent.html", context)


def crumbs(organisation):
    return [
        (gettext("Associations"), reverse("organisations:organisations")),
        (organisation.name_i18n, organisation.get_absolute_url()),
        (gettext("Report an error"), None),
    ]

"""Pages that belong to no app: home, addresses for machines, and what is shown when something is wrong."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_safe

from .lib import kept_forms
from .lib.kept_pages import kept


@login_not_required
@require_safe
@kept
def home(request):
    return TemplateResponse(request, "home.html")


@login_not_required
@require_safe
def robots(request):
    context = {"sitemap_url": request.build_absolute_uri(reverse("sitemap"))}
    return TemplateResponse(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def favicon(request):
    return redirect(static("img/favicon.png"), permanent=True)


@login_not_required
@require_safe
def sitemap(request, section=None):
    """The index of the sitemaps, or one of them; each app names its own in settings.SITEMAPS."""
    sections = {name: cls for path in settings.SITEMAPS for name, cls in import_string(path).items()}
    if section is None:
        return sitemap_views.index(request, sections, sitemap_url_name="sitemap_section")
    return sitemap_views.sitemap(request, sections, section)


def bad_request(request, exception=None):
    """Without the request's context, which may be what is wrong with it (an unknown host)."""
    return HttpResponseBadRequest(render_to_string("400.html"))


def token_refused(request, reason=""):
    """The token of a form changes with each log-in; whoever had the form open before need not type it again."""
    if kept_forms.is_older_than_log_in(request):
        return kept_forms.show_again(request)
    return csrf_failure(request, reason)


def forbidden(request, exception=None):
    return TemplateResponse(request, "403.html", status=403)


@login_not_required
def not_found(request, exception=None):
    return TemplateResponse(request, "404.html", status=404).render()

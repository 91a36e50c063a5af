"""A person's own name, and the language in which the portal writes to them."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from darmstadt_mso.lib import kept_forms

from ...forms.details import DetailsForm


@require_http_methods(["GET", "HEAD", "POST"])
def details(request):
    form = kept_forms.form(request, DetailsForm, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, gettext("Your details are saved."))
        return redirect("organisations:details")
    status = 422 if form.errors else 200
    return TemplateResponse(request, "organisations/members/details.html", {"form": form}, status=status)

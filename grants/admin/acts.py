"""What can be done with a call as a whole: look at it, publish it, copy it, take it from the public pages."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .. import call_states, change_mails, changes, copying, publishing, terms
from ..call_pages import CallPage
from ..models import Call


class NoteForm(forms.Form):
    """What applicants read of a change."""

    note = forms.CharField(
        label=_("What changes and why"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=2000,
        help_text=_("Applicants read it by mail and on the page of the call."),
        error_messages={"required": _("Say what changes and why. Applicants read it.")},
    )


class CallActs:
    def get_urls(self):
        acts = {
            "vorschau": ("preview", self.preview),
            "veroeffentlichen": ("publish", self.publish),
            "kopieren": ("copy", self.copy),
            "archivieren": ("archive", self.archive),
        }
        views = [
            path(f"<int:pk>/{word}/", self.admin_site.admin_view(view), name=f"grants_call_{name}")
            for word, (name, view) in acts.items()
        ]
        return [*views, *super().get_urls()]

    def found(self, request, pk, allowed):
        """The call, for whoever is allowed to do this with it."""
        call = Call.objects.select_related("programme", "published").filter(pk=pk).first()
        if call is None:
            raise Http404
        if not allowed(request, call):
            raise PermissionDenied
        return call

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """As it is in the database, whatever the form holds that was refused."""
        if obj:
            call = Call.objects.select_related("programme", "published").get(pk=obj.pk)
            context["state"] = call_states.in_words(call)
            context["unpublished"] = not call.archived and publishing.has_changes(call)
            context["may_publish"] = self.has_change_permission(request, call)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def page(self, request, name, call, title, status=200, **context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, "call": call, "title": title, **context}
        return TemplateResponse(request, f"admin/grants/call/{name}.html", context, status=status)

    def preview(self, request, pk):
        """The page that applicants would read, from what is written so far."""
        call = self.found(request, pk, self.has_view_permission)
        page = CallPage(terms.of_call(call), timezone.now(), call, is_preview=True)
        return TemplateResponse(request, "admin/grants/call/preview.html", {"page": page})

    def publish(self, request, pk):
        call = self.found(request, pk, self.has_change_permission)
        form = NoteForm(request.POST if request.method == "POST" else None)
        if not call.published:
            form.fields["note"].required = False
        if request.method == "POST" and form.is_valid():
            return self.released(request, call, form)
        return self.publish_page(request, call, form, 422 if form.is_bound else 200)

    def released(self, request, call, form):
        """Leads back to the call, else shows the page again with what stood in the way."""
        try:
            version, told = publishing.release(
                call, request.user, seen=request.POST.get("seen", ""), **form.cleaned_data
            )
        except publishing.Refused as refused:
            form.add_error(None, str(refused))
            call.refresh_from_db()
            return self.publish_page(request, call, form, 409)
        messages.success(request, gettext("Version %(n)s is published.") % {"n": version.number})
        if told:
            words = ngettext("%(n)s person gets a mail.", "%(n)s persons get a mail.", told)
            messages.info(request, words % {"n": told})
        return redirect("admin:grants_call_change", call.pk)

    def publish_page(self, request, call, form, status):
        readers = change_mails.readers(call) if call.published else {}
        applications = {one.pk: one.is_draft for found in readers.values() for one in found}
        return self.page(
            request,
            "publish",
            call,
            gettext("Publish the changes") if call.published else gettext("Publish"),
            status,
            form=form,
            seen=publishing.fingerprint(call),
            is_new=publishing.has_changes(call),
            obstacles=publishing.obstacles(call),
            events=changes.of(call),
            readers=len(readers),
            drafts=sum(applications.values()),
            submitted=len(applications) - sum(applications.values()),
        )

    def copy(self, request, pk):
        call = self.found(request, pk, self.has_view_permission)
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self.page(request, "copy", call, gettext("Copy for next year"))
        new = copying.copy(call)
        messages.success(request, gettext("This is the copy. Check the dates; nobody else can read it yet."))
        return redirect("admin:grants_call_change", new.pk)

    def archive(self, request, pk):
        """Takes it from the public pages; once it is taken, shows it there again."""
        call = self.found(request, pk, self.has_change_permission)
        title = gettext("Show on the public pages again") if call.archived else gettext("Take from the public pages")
        if request.method != "POST":
            return self.page(request, "archive", call, title)
        publishing.archive(call, request.POST.get("archived") == "yes")
        messages.success(request, gettext("Done. The call is: %(state)s.") % {"state": self.state_of(call)})
        return redirect("admin:grants_call_change", call.pk)

    def state_of(self, call):
        call.refresh_from_db()
        return call_states.in_words(call)

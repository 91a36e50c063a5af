"""Texts of letters: one newest version of each kind; writing one makes the next version, and none is ever changed."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..casework import letter_texts, letters
from ..forms.letter_texts import CaseForm, LetterTextForm
from ..models import Application, LetterKind, LetterText
from . import rooms

OVERTAKEN = _("Somebody else has written a version in the meantime. Nothing was saved, and what you typed stands here.")


@admin.register(LetterText)
class LetterTextAdmin(admin.ModelAdmin):
    room, position = rooms.GRANTS, 3

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("art/<slug:kind>/", view(self.text), name="grants_lettertext_text"),
            path("art/<slug:kind>/vorschau/", view(self.preview), name="grants_lettertext_preview"),
            path("art/<slug:kind>/<int:number>/", view(self.version), name="grants_lettertext_version"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        self.refuse_strangers(request)
        found = LetterText.objects.order_by("kind", "-number").distinct("kind").select_related("made_by")
        newest = {text.kind: text for text in found}
        kinds = [(kind, newest.get(kind)) for kind in LetterKind]
        return self.page(request, "list", self.opts.verbose_name_plural.capitalize(), kinds=kinds)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The short address of a version."""
        self.refuse_strangers(request)
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        return redirect("admin:grants_lettertext_version", found.kind, found.number)

    def history_view(self, request, object_id, extra_context=None):
        """The versions are the history."""
        self.refuse_strangers(request)
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        return redirect("admin:grants_lettertext_text", found.kind)

    def text(self, request, kind):
        """The newest version, to be written anew by whoever may."""
        self.refuse_strangers(request)
        kind = known_kind(kind)
        if request.method != "POST":
            return self.edit(request, kind, form_of(kind))
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = LetterTextForm(request.POST, kind=kind)
        return self.save(request, kind, form) if form.is_valid() else self.edit(request, kind, form)

    def save(self, request, kind, form):
        try:
            text = letter_texts.write(kind, request.user, form.cleaned_data["seen"], **form.texts)
        except letter_texts.Overtaken:
            return self.overtaken(request, kind, form)
        words = gettext("Version %(number)d is saved. From now on letters of this kind are made of it.")
        messages.success(request, words % {"number": text.number})
        return redirect("admin:grants_lettertext_text", kind)

    def overtaken(self, request, kind, form):
        """What was typed stays; whoever has read the colleague's version may save."""
        form.data = form.data.copy()
        form.data["seen"] = letter_texts.number_of(kind)
        form.add_error(None, OVERTAKEN)
        return self.edit(request, kind, form, theirs=letter_texts.newest(kind))

    def preview(self, request, kind):
        """A PDF of what was typed, which is not saved, with the data of a case."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        kind, form = known_kind(kind), LetterTextForm(request.POST, kind=kind)
        chosen = CaseForm(request.POST, cases=cases_of(request.user))
        if not (form.is_valid() and chosen.is_valid()):
            return self.edit(request, kind, form, chosen=chosen)
        case = chosen.cleaned_data["case"]
        paper = letters.preview(kind, form.texts, case, request.user, timezone.now())
        headers = {"Content-Disposition": f'inline; filename="{gettext("preview")}-{kind}.pdf"'}
        return HttpResponse(paper, content_type="application/pdf", headers=headers)

    def version(self, request, kind, number):
        self.refuse_strangers(request)
        found = get_object_or_404(LetterText.objects.select_related("made_by"), kind=known_kind(kind), number=number)
        return self.page(request, "version", str(found), text=found)

    def edit(self, request, kind, form, **context):
        context = {
            "kind": kind,
            "form": form,
            "chosen": CaseForm(cases=cases_of(request.user)),
            "may_write": self.has_change_permission(request),
            "placeholders": letters.placeholders(kind),
            "required": letter_texts.REQUIRED[kind],
            "versions": LetterText.objects.filter(kind=kind).select_related("made_by"),
        } | context
        status = 422 if form.errors or context["chosen"].errors else 200
        return self.page(request, "edit", kind.label.capitalize(), status=status, **context)

    def page(self, request, name, title, status=200, **context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, f"admin/grants/letter_text/{name}.html", context, status=status)

    def refuse_strangers(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied


def known_kind(kind):
    if kind not in LetterKind.values:
        raise Http404
    return LetterKind(kind)


def form_of(kind):
    text = LetterText.objects.filter(kind=kind).order_by("-number").first()
    return LetterTextForm(instance=text, kind=kind, initial={"seen": text.number if text else 0})


def cases_of(user):
    return Application.objects.for_office(user)

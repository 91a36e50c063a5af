"""The outbox as the office sees it: mails to read, to change while held, and to decide about when they got stuck."""

import re
from base64 import b64encode
from hashlib import sha256

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import comparing, deciding, hiding, letters
from .models import Message, State
from .rendering import fingerprint

ROWS = [("recipient", "language"), ("state", "error"), ("created_at", "sent_at", "attempts"), ("template",)]
FACTS = [fact for row in ROWS for fact in row]
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def is_readable(message):
    """Without a mail server people read even their codes here, as in the demo."""
    return bool(message.text) and not (message.confidential and settings.HAS_MAIL_SERVER)


class HeldForm(forms.ModelForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    subject = forms.CharField(
        label=_("Subject"), max_length=500, widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"})
    )
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"}),
        help_text=_("Greeting and signature are added by themselves. An address alone on its line becomes a button."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = fingerprint(self.instance.subject, self.instance.text)

    def clean_subject(self):
        return " ".join(self.cleaned_data["subject"].split())

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self):
        saved = fingerprint(*Message.objects.values_list("subject", "text").get(pk=self.instance.pk))
        if self.cleaned_data["seen"] != saved:
            self.data = self.data.copy()
            self.data["seen"] = saved
            raise forms.ValidationError(
                _("Somebody else has changed this mail meanwhile: see below. If you save again, your text replaces it.")
            )


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    room, position = (50, _("Mails")), 1
    list_display = ["subject", "recipient", "state", "created_at", "sent_at"]
    list_filter = ["state", "language", "created_at"]
    search_fields = ["subject", "recipient"]
    show_facets = admin.ShowFacets.ALWAYS
    actions = None
    readonly_fields = FACTS
    change_form_template = "admin/outbox/message.html"
    object_history_template = "admin/outbox/history.html"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        preview = path(
            "<path:object_id>/ansicht/", self.admin_site.admin_view(self.preview), name="outbox_message_preview"
        )
        return [preview, *super().get_urls()]

    def get_queryset(self, request):
        return hiding.visible_to(request.user).order_by(*self.get_ordering(request))

    def get_object(self, request, object_id, from_field=None):
        """Whoever decides keeps everybody else waiting, also the post office."""
        message = super().get_object(request, object_id, from_field)
        if message and request.method == "POST":
            return Message.objects.select_for_update().get(pk=message.pk)
        return message

    def get_form(self, request, obj=None, **kwargs):
        form = {"form": HeldForm} if self.is_editable(request, obj) else {}
        return super().get_form(request, obj, **kwargs, **form)

    def get_fieldsets(self, request, obj=None):
        text = [(None, {"fields": ["seen", "subject", "text"]})]
        return [*(text if self.is_editable(request, obj) else []), (_("About this mail"), {"fields": ROWS})]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        # What is saved, not what somebody has just typed.
        message = Message.objects.get(pk=obj.pk)
        context["editable"] = self.is_editable(request, message)
        context["acts"] = deciding.possible(message) if self.has_change_permission(request, message) else []
        context["change_of_template"] = comparing.change(message) if context["editable"] else None
        context["letter"] = letters.shown(message)[0] if is_readable(message) else ""
        context["attachments"] = message.attachments.defer("content") if is_readable(message) else []
        context["message"] = message
        return super().render_change_form(request, context, add, change, form_url, obj)

    # What the office does

    def change_view(self, request, object_id, form_url="", extra_context=None):
        act = deciding.named(request.POST.get("_act"))
        try:
            with transaction.atomic():
                return self.decide(request, act, object_id) if act else super().change_view(request, object_id)
        except deciding.NotPossible:
            text = gettext("This mail has moved on meanwhile. Nothing was changed.")
            self.message_user(request, text, messages.ERROR)
            return redirect(request.path)

    def decide(self, request, act, object_id):
        message = self.known(request, object_id)
        if act.question and "confirmed" not in request.POST:
            return self.ask(request, act, message)
        deciding.carry_out(act, message)
        self.log_change(request, message, str(act.done))
        self.message_user(request, act.done, messages.SUCCESS)
        return redirect(request.path)

    def ask(self, request, act, message):
        context = {**self.admin_site.each_context(request), "opts": self.opts, "act": act, "message": message}
        return TemplateResponse(request, "admin/outbox/confirm.html", {**context, "title": act.name})

    def save_model(self, request, obj, form, change):
        held = Message.objects.filter(pk=obj.pk, state=State.HELD)
        if not held.update(subject=obj.subject, text=obj.text):
            raise deciding.NotPossible
        if "_send" in request.POST:
            deciding.carry_out(deciding.SEND_NOW, obj)

    def response_change(self, request, obj):
        sent = "_send" in request.POST
        self.message_user(request, deciding.SEND_NOW.done if sent else gettext("The mail is saved."), messages.SUCCESS)
        return redirect(request.path)

    def preview(self, request, object_id):
        """The HTML as a mail program shows it: its own style and nothing else, so its links lead nowhere."""
        message = self.known(request, object_id)
        if not is_readable(message):
            raise Http404
        html = letters.shown(message)[1]
        style = b64encode(sha256(STYLE.search(html)[1].encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{style}'; frame-ancestors 'none'; sandbox"
        return HttpResponse(html, headers={"Content-Security-Policy": policy})

    def known(self, request, object_id):
        message = self.get_object(request, unquote(object_id))
        if message is None:
            raise Http404
        may = self.has_change_permission if request.method == "POST" else self.has_view_permission
        if not may(request, message):
            raise PermissionDenied
        return message

    def is_editable(self, request, message):
        return message.state == State.HELD and self.has_change_permission(request, message)

"""Publishing, hiding and confirming many entries: first a page that says what will happen, then the act."""

from functools import partial

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .. import publishing


def actions():
    """The acts as actions of a list: {name: (function, name, label)}."""
    return {act.key: (partial(ask, act), act.key, _("%s …") % act.name) for act in publishing.ACTS}


def ask(act, model_admin, request, queryset):
    if request.POST.get("confirmed"):
        number = publishing.carry_out(act, queryset, request.user)
        message = ngettext("%(n)s entry is %(done)s.", "%(n)s entries are %(done)s.", number)
        model_admin.message_user(request, message % {"n": number, "done": act.done}, messages.SUCCESS)
        return None
    possible, others = publishing.sort_out(act, queryset)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title(act, len(possible)),
        "act": act,
        "possible": possible,
        "others": others,
        "opts": model_admin.opts,
        "checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/organisations/organisation/bulk.html", context)


def title(act, number):
    if not number:
        return gettext("%(act)s: not possible for any of these entries") % {"act": act.name}
    return ngettext("%(act)s: %(n)s entry", "%(act)s: %(n)s entries", number) % {"act": act.name, "n": number}

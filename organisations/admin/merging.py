"""Two entries of the same organisation become one: compared side by side, decided field by field."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib import history

from .. import duplicates, merging
from ..models import Organisation

TEMPLATE = "admin/organisations/organisation/merge.html"


class MergingAdmin:
    """Adds the action and the page that compares, for whoever may change entries. What was merged can only be read."""

    class Media:
        css = {"all": ["css/admin-merge.css"]}

    actions = ["merge_entries"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge_view)
        return [path("zusammenfuehren/", view, name="organisations_organisation_merge"), *super().get_urls()]

    def has_change_permission(self, request, obj=None):
        is_merged = obj is not None and obj.state == Organisation.State.MERGED
        return super().has_change_permission(request, obj) and not is_merged

    @admin.action(description=_("Merge two entries …"), permissions=["change"])
    def merge_entries(self, request, queryset):
        chosen = sorted(queryset[:3], key=lambda entry: (not entry.is_public, entry.pk))
        if len(chosen) == 2:
            return redirect(merge_url(*chosen))
        self.message_user(request, gettext("Choose exactly two entries to merge them."), messages.WARNING)

    def merge_view(self, request):
        """Compares the two entries that the address names and, on POST, makes them one."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        pair = pair_of(request)
        why = merging.obstacle(*pair) if pair else gettext("Choose exactly two entries to merge them.")
        if why:
            self.message_user(request, why, messages.ERROR)
            return redirect("admin:organisations_organisation_changelist")
        return request.method == "POST" and self.merged(request, pair) or self.merge_page(request, pair)

    def merged(self, request, pair):
        """Leads to the keeper; nothing where it could not be done."""
        if request.POST.get("seen") != seen(pair):
            words = gettext("Somebody has changed one of the two entries in the meantime. Please look at them again.")
            return self.message_user(request, words, messages.WARNING)
        keeper, other = pair if request.POST.get("keeper") != str(pair[1].pk) else pair[::-1]
        chosen = [one.name for one in merging.compare(keeper, other) if choice(request, one) == str(other.pk)]
        try:
            merging.merge(keeper, other, chosen, request.user)
        except merging.Refused as refused:
            return self.message_user(request, str(refused), messages.ERROR)
        self.tell_merged(request, keeper, other)
        return redirect("admin:organisations_organisation_change", keeper.pk)

    def tell_merged(self, request, keeper, other):
        url = reverse("admin:organisations_organisation_change", args=[other.pk])
        words = gettext("“{other}” was merged into this entry. {link} is kept, but nobody finds it any more.")
        link = format_html('<a href="{}">{}</a>', url, gettext("The merged entry"))
        self.message_user(request, format_html(words, other=other, link=link), messages.SUCCESS)

    def merge_page(self, request, pair):
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Merge two entries"),
            "opts": self.opts,
            "pair": [entry_told(request, entry, other) for entry, other in (pair, pair[::-1])],
            "rows": [row(request, one, pair) for one in merging.compare(*pair)],
            "reasons": duplicates.common(*pair),
            "seen": seen(pair),
            "swapped_url": merge_url(*pair[::-1]),
        }
        return TemplateResponse(request, TEMPLATE, context)


def merge_url(keeper, other):
    query = urlencode({"ids": f"{keeper.pk},{other.pk}"}, safe=",")
    return f"{reverse('admin:organisations_organisation_merge')}?{query}"


def pair_of(request):
    """The entries that the address names, in its order; none unless they are two."""
    pks = [pk for pk in request.GET.get("ids", "").split(",") if pk.isdecimal()]
    found = Organisation.objects.in_bulk(pks)
    pair = [found[int(pk)] for pk in pks if int(pk) in found]
    return pair if len(pair) == 2 else []


def seen(pair):
    """How long the history of both was when the page was shown."""
    return "-".join(str(history.length(entry)) for entry in pair)


def choice(request, difference):
    """Id of the entry whose value was chosen, as text."""
    return request.POST.get(f"take-{difference.name}")


def entry_told(request, entry, other):
    """An entry as a column, with what moves if it is not the one that stays."""
    first = request.POST.get("keeper", request.GET["ids"].split(",")[0])
    return {"entry": entry, "stays": str(entry.pk) == first, "moving": merging.moving(other, entry)}


def row(request, difference, pair):
    """A difference with its two cells: (entry, text, whether it is chosen)."""
    keeper, other = pair
    proposed = str((other if difference.taken else keeper).pk)
    chosen = choice(request, difference) or proposed
    cells = [(entry, text, str(entry.pk) == chosen) for entry, text in zip(pair, texts(difference), strict=True)]
    return {"difference": difference, "cells": cells}


def texts(difference):
    return difference.keeper, difference.other

"""The lists of a call: rows on its page, and a page for each row with its translations."""

from django import forms
from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.admin import translations
from darmstadt_mso.lib.admin.widgets import PlainFields

from ..models import Call, CostCategory, Criterion, Declaration, Milestone, Question, RequiredPaper
from ..terms import LISTS

END = 32767
STEP = 10
FIELDS = {
    CostCategory: [
        ("name", "position"),
        "eligible",
        ("unit", "rate_max"),
        ("cap", "cap_share"),
        ("help", "example"),
    ],
    Question: ["text", ("kind", "limit", "position"), "required", ("help", "example")],
    RequiredPaper: [("name", "position"), ("applicants", "on_file"), "required", "help"],
    Declaration: ["text", ("help", "position"), "required"],
    Criterion: [("name", "weight", "position"), "help"],
    Milestone: ["text", ("kind", "on", "position")],
}


class RowForm(forms.ModelForm):
    """A row without a position comes last."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("position"):
            field.required, field.help_text = False, _("Empty: at the end.")
            self.initial["position"] = self.instance.position if self.instance.pk else None

    def clean_position(self):
        position = self.cleaned_data["position"]
        return END if position is None else position


class RowInline(PlainFields, admin.StackedInline):
    form = RowForm
    extra = 2
    classes = ["collapse"]
    show_change_link = True

    def get_fields(self, request, obj=None):
        return FIELDS[self.model]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 3
        return field


def inline(model):
    return type(f"{model.__name__}Inline", (RowInline,), {"model": model})


INLINES = [inline(model) for model in FIELDS]


def put_in_order(call):
    """Numbers the rows of each list anew, with room between them."""
    for name in LISTS:
        for number, row in enumerate(getattr(call, name).all(), 1):
            if row.position != number * STEP:
                row.position = number * STEP
                row.save(update_fields=["position"])


class RowAdmin(translations.TranslatedAdmin):
    """A row's own page. It stands in no list: one comes here from the call and goes back there."""

    change_form_template = "admin/grants/row_form.html"

    def get_fieldsets(self, request, obj=None):
        own = [one for line in FIELDS[self.model] for one in ([line] if isinstance(line, str) else line)]
        return [(None, {"fields": [name for name in own if name != "position"]}), *translations.fieldsets(self.model)]

    def lock(self, thing):
        """The call first, as whoever publishes it does."""
        Call.objects.select_for_update().get(pk=thing.call_id)
        super().lock(thing)

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:grants_call_changelist")

    def response_post_save_change(self, request, obj):
        return redirect("admin:grants_call_change", obj.call_id)


admin.site.register(list(FIELDS), RowAdmin)

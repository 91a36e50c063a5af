"""Fields of every content language in the admin: German open, the others folded."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import get_language_info


def fieldsets(model):
    """One folded group of fields per language."""
    fields = model._meta.get_field("i18n").fields
    return [
        (
            get_language_info(code)["name_local"],
            {"classes": ["collapse"], "fields": [f"{name}_{code}" for name in fields]},
        )
        for code in settings.MODELTRANS_AVAILABLE_LANGUAGES
    ]


class TranslatedAdmin(admin.ModelAdmin):
    """Something in several languages; a language that was left empty leaves no trace."""

    def save_model(self, request, obj, form, change):
        if hasattr(obj, "i18n"):
            obj.i18n = {key: text for key, text in (obj.i18n or {}).items() if text}
        super().save_model(request, obj, form, change)

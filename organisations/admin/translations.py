"""Fields of every content language in the admin: German open, the others folded."""

from django.conf import settings
from django.utils.translation import get_language_info


def fieldsets(model, skip=()):
    """One folded group of fields per language."""
    fields = [name for name in model._meta.get_field("i18n").fields if name not in skip]
    return [
        (
            get_language_info(code)["name_local"],
            {"classes": ["collapse"], "fields": [f"{name}_{code}" for name in fields]},
        )
        for code in settings.MODELTRANS_AVAILABLE_LANGUAGES
    ]


def virtual_fields(model):
    """Names that modeltrans adds to a model: to be left out where only German is edited."""
    languages = settings.MODELTRANS_AVAILABLE_LANGUAGES
    return ["i18n", *(f"{name}_{code}" for name in model._meta.get_field("i18n").fields for code in languages)]

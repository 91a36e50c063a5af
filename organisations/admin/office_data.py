"""Words, places and texts that the office keeps."""

from django.contrib import admin

from .. import indexing
from ..models import (
    District,
    Language,
    Organisation,
    Page,
    Quarter,
    Synonym,
    TargetGroup,
    Topic,
)
from . import translations
from .renewing import RenewingAdmin


class WordsAdmin(RenewingAdmin):
    """Whatever changes here, the search learns at once."""

    def renew(self):
        indexing.index_terms()


class TermAdmin(WordsAdmin):
    list_display = ["name", "code", "position"]
    search_fields = ["name", "code"]

    def get_fieldsets(self, request, obj=None):
        german = [
            name for name in ("code", "name", "native", "synonyms", "featured", "position") if hasattr(self.model, name)
        ]
        return [(None, {"fields": german}), *translations.fieldsets(self.model)]

    def has_delete_permission(self, request, obj=None):
        """A term in use would vanish from entries without a word."""
        return False


@admin.register(Topic)
class TopicAdmin(TermAdmin):
    list_display = ["name", "code", "featured", "position"]


admin.site.register([TargetGroup, Language], TermAdmin)


@admin.register(Synonym)
class SynonymAdmin(WordsAdmin):
    list_display = ["__str__"]
    search_fields = ["words"]


class PlaceAdmin(translations.TranslatedAdmin):
    list_display = ["name", "code"]
    search_fields = ["name", "code"]
    readonly_fields = ["code"]

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": ["code", "name"]}), *translations.fieldsets(self.model)]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        here = {obj._meta.model_name: obj}
        indexing.index(Organisation.objects.filter(**here).values_list("pk", flat=True))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.register(District, PlaceAdmin)


@admin.register(Quarter)
class QuarterAdmin(PlaceAdmin):
    list_display = ["name", "code", "district"]
    list_filter = ["district"]
    list_select_related = ["district"]


@admin.register(Page)
class PageAdmin(RenewingAdmin):
    list_display = ["title", "slug", "in_footer", "position"]
    search_fields = ["title", "text"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "text", "in_footer", "position"]}),
        *translations.fieldsets(Page),
    ]

"""Words, places and texts that the office keeps."""

from django.contrib import admin

from darmstadt_mso.lib.admin import translations

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
from . import rooms
from .renewing import RenewingAdmin


class WordsAdmin(RenewingAdmin):
    room = rooms.OFFICE_DATA
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

    def get_deleted_objects(self, objs, request):
        """A term in use would vanish from entries without a word, so these entries protect it."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, missing, [*protected, *users_of(objs)]


def users_of(terms):
    """What uses any of the terms, as a list of texts."""
    for relation in terms[0]._meta.related_objects if terms else []:
        if relation.many_to_many and not relation.related_model._meta.proxy:
            model, wanted = relation.related_model, {f"{relation.field.name}__in": list(terms)}
            for thing in model._base_manager.filter(**wanted).distinct():
                yield f"{model._meta.verbose_name}: {thing}"


@admin.register(Topic)
class TopicAdmin(TermAdmin):
    list_display = ["name", "code", "featured", "position"]


admin.site.register([TargetGroup, Language], TermAdmin)


@admin.register(Synonym)
class SynonymAdmin(WordsAdmin):
    list_display = ["__str__"]
    search_fields = ["words"]


class PlaceAdmin(translations.TranslatedAdmin):
    room = rooms.OFFICE_DATA
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
    room = rooms.OFFICE_DATA
    list_display = ["title", "slug", "in_footer", "position"]
    search_fields = ["title", "text"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "text", "in_footer", "position"]}),
        *translations.fieldsets(Page),
    ]

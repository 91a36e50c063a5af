from darmstadt_mso.lib.admin.translations import TranslatedAdmin

from ..models import DirectoryVersion


class RenewingAdmin(TranslatedAdmin):
    """Whatever is saved or deleted here shows on the public pages at once."""

    def renew(self):
        DirectoryVersion.renew()

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self.renew()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self.renew()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        self.renew()

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PortalConfig(AppConfig):
    name = "darmstadt_mso"
    default = True

    def ready(self):
        from . import checks  # noqa: F401 — registers the checks, which need the loaded apps


class PortalAdminConfig(admin_apps.AdminConfig):
    default_site = "darmstadt_mso.admin_site.PortalAdminSite"
    default = False

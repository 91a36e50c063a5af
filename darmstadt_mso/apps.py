from allauth.usersessions.apps import UserSessionsConfig
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


class SessionsConfig(UserSessionsConfig):
    """The list of where somebody is logged in; the library would keep IP addresses in it."""

    default = False

    def ready(self):
        from . import sessions  # needs the loaded models

        sessions.listen()

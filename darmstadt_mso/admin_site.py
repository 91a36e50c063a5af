from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    """The office's workplace."""

    site_title = _("Administration")
    site_header = _("MSO portal Darmstadt: administration")
    index_title = _("Desk")

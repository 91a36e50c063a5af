"""The rooms of the administration, in order; each page names its own (see PortalAdminSite.get_app_list)."""

from django.utils.translation import gettext_lazy as _

DIRECTORY = (1, _("Directory"))
INBOX = (2, _("Inbox"))
OFFICE_DATA = (8, _("Office data and words"))
ACCESS = (9, _("Access"))

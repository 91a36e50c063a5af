"""The grants' room in the administration; see organisations/admin/rooms.py for those beside it."""

from django.utils.translation import gettext_lazy as _

GRANTS = (4, _("Grants"))

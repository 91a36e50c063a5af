"""Contradictions in the settings that stop the start."""

from django.conf import settings
from django.core.checks import Error, Warning, register


@register(deploy=True)
def demo_is_not_for_production(app_configs, **kwargs):
    """Demo accounts have a password that everybody knows."""
    if settings.DEMO and settings.HTTPS:
        return [Error("DEMO=1 together with HTTPS=1.", hint="Set DEMO=0 on a public site.", id="portal.E001")]
    return []


@register(deploy=True)
def mails_reach_people(app_configs, **kwargs):
    """Whoever forgot a password waits for a mail."""
    if settings.HTTPS and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return [Warning("No mail server is set.", hint="Set EMAIL_URL; until then mails are files.", id="portal.W001")]
    return []

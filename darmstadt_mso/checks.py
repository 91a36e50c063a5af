"""Contradictions in the settings that stop the start."""

from django.conf import settings
from django.core.checks import Error, register


@register(deploy=True)
def demo_is_not_for_production(app_configs, **kwargs):
    """Demo accounts have a password that everybody knows."""
    if settings.DEMO and settings.HTTPS:
        return [Error("DEMO=1 together with HTTPS=1.", hint="Set DEMO=0 on a public site.", id="portal.E001")]
    return []

import pytest

from darmstadt_mso import checks


@pytest.mark.parametrize("demo, https, found", [(True, True, ["portal.E001"]), (True, False, []), (False, True, [])])
def test_a_demo_with_its_known_password_never_starts_in_public(settings, demo, https, found):
    settings.DEMO, settings.HTTPS = demo, https
    assert [error.id for error in checks.demo_is_not_for_production(None)] == found


@pytest.mark.parametrize(
    "https, backend, found",
    [(True, "filebased", ["portal.W001"]), (True, "smtp", []), (False, "filebased", [])],
)
def test_a_public_portal_without_a_mail_server_is_told_so(settings, https, backend, found):
    settings.HTTPS, settings.EMAIL_BACKEND = https, f"django.core.mail.backends.{backend}.EmailBackend"
    assert [warning.id for warning in checks.mails_reach_people(None)] == found

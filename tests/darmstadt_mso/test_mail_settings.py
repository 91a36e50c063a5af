import os

import pytest
from django.conf import settings as active
from django.core.exceptions import ImproperlyConfigured

from darmstadt_mso import environment, settings


@pytest.mark.parametrize(
    "url, host, port, user, password, ssl, tls",
    [
        ("smtp://anna:geheim@mail.example:2525?tls", "mail.example", 2525, "anna", "geheim", False, True),
        ("smtp://a%40b.example:x%2Fy%3Fz@mail.example?tls", "mail.example", 587, "a@b.example", "x/y?z", False, True),
        ("smtps://anna:geheim@mail.example", "mail.example", 465, "anna", "geheim", True, False),
        ("smtp://localhost:25", "localhost", 25, "", "", False, False),
    ],
)
def test_a_mail_server_is_read_from_its_address(url, host, port, user, password, ssl, tls):
    read = environment.mail_settings(url)
    assert read["EMAIL_BACKEND"] == "darmstadt_mso.lib.outbox.smtp.EmailBackend"
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"]) == (host, port)
    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == (user, password)
    assert (read["EMAIL_USE_SSL"], read["EMAIL_USE_TLS"]) == (ssl, tls)


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://a:geheim@mail.example?starttls", "smtp://x:y"]
)
def test_another_address_stops_the_start_without_telling_the_password(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must look like smtp://") as refusal:
        environment.mail_settings(url)
    assert "geheim" not in str(refusal.value)


@pytest.mark.skipif(bool({"EMAIL_URL", "DEFAULT_FROM_EMAIL"} & {*os.environ}), reason="set by whoever runs the tests")
def test_without_a_mail_server_mails_are_files_beside_the_other_data():
    assert settings.EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend"
    assert active.EMAIL_FILE_PATH == active.VAR_DIR / "mail"
    assert active.SITE_NAME in active.DEFAULT_FROM_EMAIL

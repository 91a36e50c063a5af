import pytest

from darmstadt_mso.lib.outbox import rendering
from tests import smtp


@pytest.fixture
def sink(settings):
    """A mail server, which the settings name."""
    with smtp.sink() as server:
        settings.EMAIL_BACKEND = "darmstadt_mso.lib.outbox.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = server.host, server.port, 5
        settings.HAS_MAIL_SERVER = True
        yield server


@pytest.fixture
def templates(settings, tmp_path):
    """A folder of templates of the test's own; `write(name, subject, text)` adds one."""

    def write(name, subject, text):
        (tmp_path / "templates" / "mail").mkdir(parents=True, exist_ok=True)
        (tmp_path / "templates" / "mail" / f"{name}_subject.txt").write_text(subject)
        (tmp_path / "templates" / "mail" / f"{name}.txt").write_text(text)
        rendering.engine.cache_clear()

    settings.BASE_DIR = tmp_path
    rendering.engine.cache_clear()
    yield write
    rendering.engine.cache_clear()

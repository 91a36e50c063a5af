import stat

import pytest
from django.conf import settings as active
from django.core.exceptions import ImproperlyConfigured

from darmstadt_mso import environment
from darmstadt_mso.management.commands import serve
from organisations import demonstration


@pytest.mark.parametrize("written, read", [("1", True), ("Yes", True), (" on ", True), ("0", False), ("", False)])
def test_a_switch_is_read_from_the_environment(monkeypatch, written, read):
    monkeypatch.setenv("SWITCH", written)
    assert environment.env_bool("SWITCH", "0") is read


def test_a_switch_with_another_value_stops_the_start_and_is_named(monkeypatch):
    monkeypatch.setenv("SWITCH", "maybe")
    with pytest.raises(ImproperlyConfigured, match="SWITCH must be 1 or 0, not 'maybe'"):
        environment.env_bool("SWITCH", "0")


def test_a_list_is_read_without_its_gaps(monkeypatch):
    monkeypatch.setenv("NAMES", "a.example, ,b.example,")
    assert environment.env_list("NAMES", "c") == ["a.example", "b.example"]
    assert environment.env_list("OTHER_NAMES", "c") == ["c"]


def test_the_secret_is_made_once_and_read_by_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    made = environment.kept_secret(tmp_path / "var")
    assert len(made) >= 50
    assert environment.kept_secret(tmp_path / "var") == made
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600


def test_the_secret_of_the_environment_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "given")
    assert environment.kept_secret(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_the_policy_allows_nothing_but_the_portals_own_files():
    assert active.SECURE_CSP == {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }


def test_the_start_prints_the_log_ins_that_the_demo_makes():
    """The roof may not import the app, so the two lists are compared here."""
    assert (serve.DEMO_DOMAIN, serve.DEMO_PASSWORD) == (demonstration.DOMAIN, demonstration.PASSWORD)
    assert set(serve.DEMO_STAFF) == set(demonstration.STAFF)
    assert set(serve.DEMO_MEMBERS) == set(demonstration.MEMBERS)

"""Reading settings from the environment; what cannot be meant stops the start with a sentence."""

import contextlib
import os
import re
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

MAIL_SERVER = re.compile(
    r"(?P<scheme>smtps?)://((?P<user>[^:@/]+):(?P<password>[^@/]+)@)?(?P<host>[^:@/?]+)(:(?P<port>\d+))?/?(?P<tls>\?tls)?"
)


def env_bool(name, default):
    value = os.environ.get(name, default).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def env_int(name, default):
    value = os.environ.get(name, default).strip()
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def env_list(name, default):
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def mail_settings(url):
    """Django's settings for smtp://user:password@host:587?tls, or smtps:// with TLS from the start."""
    if not (parts := MAIL_SERVER.fullmatch(url)):
        # Without the value, which holds a password.
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:587?tls")
    return {
        "EMAIL_BACKEND": "darmstadt_mso.lib.outbox.smtp.EmailBackend",
        "EMAIL_HOST": parts["host"],
        "EMAIL_PORT": int(parts["port"] or {"smtp": 587, "smtps": 465}[parts["scheme"]]),
        "EMAIL_HOST_USER": unquote(parts["user"] or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts["password"] or ""),
        "EMAIL_USE_SSL": parts["scheme"] == "smtps",
        "EMAIL_USE_TLS": bool(parts["tls"]),
        "EMAIL_TIMEOUT": 10,
    }


def openid_provider():
    """The app of django-allauth for the OpenID provider that the environment names, or None."""
    names = ("OPENID_NAME", "OPENID_ISSUER", "OPENID_CLIENT_ID", "OPENID_CLIENT_SECRET")
    name, issuer, client_id, secret = given = [os.environ.get(one, "").strip() for one in names]
    if not any(given):
        return None
    if missing := [one for one, value in zip(names, given, strict=True) if not value]:
        raise ImproperlyConfigured(f"For logging in with OpenID {', '.join(missing)} must be set too.")
    # What the provider tells is believed because of TLS.
    if not issuer.startswith("https://") and urlsplit(issuer).hostname not in {"127.0.0.1", "localhost"}:
        raise ImproperlyConfigured("OPENID_ISSUER must begin with https://")
    return {
        "provider_id": "openid",
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/")},
    }


def origin_of(url):
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def kept_secret(folder):
    """SECRET_KEY of the environment, else one that is made once and kept where only the owner reads."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "secret_key"
    if not kept.exists():
        # Written aside first: another process that starts now must not read half a key.
        draft = folder / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key())
        with contextlib.suppress(FileExistsError):
            os.link(draft, kept)
        draft.unlink()
    return kept.read_text()

"""One settings file, from the environment; .env.example names every variable. Wrong values stop the start."""

import os
import warnings
from pathlib import Path

import dj_database_url
from django.conf import global_settings
from django.utils.deprecation import RemovedInDjango60Warning

from .environment import env_bool, env_int, env_list, kept_secret, mail_settings, openid_provider, origin_of

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()
DEBUG = env_bool("DEBUG", "0")
DEMO = env_bool("DEMO", "0")
SECRET_KEY = kept_secret(VAR_DIR)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")
CSRF_FAILURE_VIEW = "darmstadt_mso.views.token_refused"
HTTPS = env_bool("HTTPS", "0")
SITE_NAME = "MSO-Portal Darmstadt"
# For links in mails, which nobody asks for from a browser.
SITE_URL = os.environ.get("SITE_URL") or f"http://localhost:{os.environ.get('PORT') or 8000}"

INSTALLED_APPS = [
    "darmstadt_mso",
    "organisations",
    "grants",
    "darmstadt_mso.lib.outbox",
    "darmstadt_mso.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.forms",
    "crispy_forms",
    "django_htmx",
    "modeltrans",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "darmstadt_mso.apps.SessionsConfig",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "darmstadt_mso.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "darmstadt_mso.middleware.readable_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "darmstadt_mso.middleware.LogInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "darmstadt_mso.urls"
WSGI_APPLICATION = "darmstadt_mso.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "darmstadt_mso.context.portal",
            ],
        },
    },
]
# What Django 6 does by itself: an address typed without scheme is meant with https.
warnings.filterwarnings("ignore", "The FORMS_URLFIELD_ASSUME_HTTPS", RemovedInDjango60Warning)
FORMS_URLFIELD_ASSUME_HTTPS = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "portal"
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_FAIL_SILENTLY = False

if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.config(conn_max_age=60, conn_health_checks=True)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "darmstadt_mso.lib.db_local",
            "NAME": "postgres",
            "USER": "portal",
            "LOCAL_ROOT": VAR_DIR / "postgres",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Shared by all processes, for rate limits.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Each process's own, for pages whose key proves them fresh; about 40 MB at the most.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 600},
    },
}
if not env_bool("KEEP_PAGES", "1"):
    CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
CONTENT_VERSION = "organisations.versions.current"

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "darmstadt_mso.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "darmstadt_mso.account_forms.SignupForm",
    "add_email": "darmstadt_mso.account_forms.ChangeEmailForm",
    "confirm_email_verification_code": "darmstadt_mso.account_forms.ConfirmEmailForm",
    "confirm_login_code": "darmstadt_mso.account_forms.ConfirmLoginForm",
    "confirm_password_reset_code": "darmstadt_mso.account_forms.ConfirmResetForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# One address; another takes its place as soon as it is confirmed, and the former is told.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
# Devices are shared in associations: whoever closes the browser is logged out, however they logged in.
ACCOUNT_SESSION_REMEMBER = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Not a page that is kept for everybody: it would keep "You are logged out" too.
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_ADAPTER = "darmstadt_mso.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "darmstadt_mso.account_forms.AuthenticateForm",
    "reauthenticate": "darmstadt_mso.account_forms.ReauthenticateForm",
    "activate_totp": "darmstadt_mso.account_forms.ActivateAppForm",
    "add_webauthn": "darmstadt_mso.account_forms.AddPasskeyForm",
    "edit_webauthn": "darmstadt_mso.account_forms.RenamePasskeyForm",
    "signup_webauthn": "darmstadt_mso.account_forms.FirstPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# Half a minute more or less, for telephones whose clock is not quite right.
MFA_TOTP_TOLERANCE = 1
# Nobody gets so far without a confirmed address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Logging in with the account of somebody else's portal, when the environment names one.
OPENID = openid_provider()
SOCIALACCOUNT_ADAPTER = "darmstadt_mso.openid.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"signup": "darmstadt_mso.account_forms.SocialSignupForm"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "darmstadt_mso.openid.Provider", "APPS": [OPENID] if OPENID else []}
}
# Whoever works in the admin has a second factor; only the demo does without.
STAFF_SECOND_FACTOR = not DEMO
PASSWORD_HASHERS = ["darmstadt_mso.lib.passwords.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or f"{SITE_NAME} <portal@localhost>"
# Without a mail server, mails are files.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
HAS_MAIL_SERVER = bool(os.environ.get("EMAIL_URL"))
# How long the outbox remembers a mail after its end.
MAILS_KEPT_DAYS = env_int("MAILS_KEPT_DAYS", "365")
if HAS_MAIL_SERVER:
    globals().update(mail_settings(os.environ["EMAIL_URL"]))

# After the last reminder to confirm an entry the office is told, and then the entry is hidden; days.
FRESHNESS_DESK_DAYS = env_int("FRESHNESS_DESK_DAYS", "14")
FRESHNESS_GRACE_DAYS = env_int("FRESHNESS_GRACE_DAYS", "60")

# To be confirmed by the office: so many days after posting a letter counts as served (§ 41 (2) HVwVfG), and whether an
# objection that is sent through the portal is in the form of the law.
POST_SERVED_AFTER_DAYS = env_int("POST_SERVED_AFTER_DAYS", "4")
OBJECTION_ONLINE = env_bool("OBJECTION_ONLINE", "0")

# How many days after the end of a project its report is due; a proposal, which each decision can change.
REPORT_DUE_DAYS = env_int("REPORT_DUE_DAYS", "183")

# The desk tells of a call's pot when less than this is left of it; percent.
POT_LOW_PERCENT = env_int("POT_LOW_PERCENT", "10")

# How many days an association has to answer what the office asks; a proposal, which each question can change.
QUERY_DAYS = env_int("QUERY_DAYS", "14")

# What the portal keeps of people stands in these modules; for how many days after its purpose has ended, here. These
# are proposals until the office confirms them by setting the variable.
PRIVACY = ["organisations.privacy", "grants.privacy", "darmstadt_mso.lib.outbox.privacy", "darmstadt_mso.privacy"]
PRIVACY_PAGE = "datenschutz"
RETENTION = {
    "accounts": env_int("ACCOUNTS_KEPT_DAYS", "1095"),
    "unconfirmed": env_int("UNCONFIRMED_KEPT_DAYS", "7"),
    "memberships": env_int("MEMBERSHIPS_KEPT_DAYS", "1095"),
    "requests": env_int("REQUESTS_KEPT_DAYS", "730"),
    "invitations": env_int("INVITATIONS_KEPT_DAYS", "90"),
    "proposals": env_int("PROPOSALS_KEPT_DAYS", "730"),
    "reports": env_int("REPORTS_KEPT_DAYS", "365"),
    "drafts": env_int("DRAFTS_KEPT_DAYS", "183"),
    "withdrawn": env_int("WITHDRAWN_KEPT_DAYS", "730"),
    "rejected": env_int("REJECTED_KEPT_DAYS", "730"),
    "history": env_int("HISTORY_KEPT_DAYS", "1825"),
    "mails": MAILS_KEPT_DAYS,
    "farewells": env_int("FAREWELLS_KEPT_DAYS", "7"),
}
RETENTION_CONFIRMED = {name for name in RETENTION if f"{name.upper()}_KEPT_DAYS" in os.environ}
# The last mails to people who left, which are kept as briefly as codes and links to log in.
FAREWELL_MAILS = ["organisations/account_deleted"]

# What letters say of the office. Name and address that are left out are those of its entry in the directory, the rest
# stands in the letters as something to be filled in. Lines of the address are separated by semicolons.
OFFICE_TO_FILL_IN = "[Vom Amt zu ergänzen]"
OFFICE = {
    "name": os.environ.get("OFFICE_NAME", ""),
    "address": [line.strip() for line in os.environ.get("OFFICE_ADDRESS", "").split(";") if line.strip()],
    "phone": os.environ.get("OFFICE_PHONE", ""),
    "email": os.environ.get("OFFICE_EMAIL", ""),
    # The small line above the reader's address in the window of the envelope.
    "sender": os.environ.get("OFFICE_SENDER", ""),
    # That a letter made by machine is valid without a signature, in the office's words.
    "unsigned": os.environ.get("OFFICE_UNSIGNED", ""),
}

# Modules with `hidden_mails(user)`: what of the outbox is not for this person.
HIDDEN_MAILS = ["grants.hidden_mails"]

# Where each app names its pages for search engines, and what waits for staff on the desk.
SITEMAPS = ["organisations.sitemaps.SITEMAPS", "grants.sitemaps.SITEMAPS"]
DESK = [
    "organisations.desk_people",
    "organisations.desk_proposals",
    "organisations.desk",
    "grants.desk_applications",
    "grants.desk_casework",
    "grants.desk_sessions",
    "grants.desk_pots",
    "grants.desk",
    "darmstadt_mso.lib.outbox.desk",
]

# What each app brings with it, see darmstadt_mso.lib.contents.
STARTING = ["organisations.starting", "grants.starting"]
DEMONSTRATION = ["organisations.demonstration", "grants.demonstration"]

# Background jobs, see darmstadt_mso.lib.jobs. A daily one that was missed is caught up within the hour;
# later it waits for the next night, so that a portal just started is not busy with it.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "darmstadt_mso.lib.jobs.keep_out_of_admin"
PROCRASTINATE_WORKER_DEFAULTS = {"concurrency": 2, "delete_jobs": "successful"}
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 60 * 60}

LANGUAGE_CODE = "de"
# Languages of the interface. Contents may be in more: MODELTRANS_AVAILABLE_LANGUAGES.
LANGUAGES = [("de", "Deutsch"), ("en", "English"), ("ar", "العربية")]
# The second: our wording of libraries' messages, which no source of ours names.
LOCALE_PATHS = [BASE_DIR / "darmstadt_mso" / "locale", BASE_DIR / "darmstadt_mso" / "locale_of_libraries"]
FORMAT_MODULE_PATH = ["darmstadt_mso.formats"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
MODELTRANS_AVAILABLE_LANGUAGES = ("en", "tr", "ar", "fa", "uk", "ru", "pl", "ro", "bg", "hr", "it", "es", "fr")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Tests and development read static files where they lie, without collecting them first.
if DEBUG or env_bool("STATIC_UNHASHED", "0"):
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = DEBUG

SECURE_CSP = {
    "default-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
if OPENID:
    # Browsers follow a form only to places that are named, to whichever it is led on too.
    SECURE_CSP["form-action"] += [origin_of(OPENID["settings"]["server_url"]), *env_list("OPENID_ORIGINS", "")]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Publishing hundreds of entries at once names each of them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 11_000
# In bytes: a page that is too long is answered in words, with what was typed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# What people may send, see darmstadt_mso.lib.uploads; with the socket of ClamAV's daemon only what it has looked at.
FILE_UPLOAD_HANDLERS = ["darmstadt_mso.lib.uploads.limits.CutOff", *global_settings.FILE_UPLOAD_HANDLERS]
DATA_UPLOAD_MAX_NUMBER_FILES = 10
UPLOAD_MAX_BYTES = env_int("UPLOAD_MAX_MB", "10") * 1024 * 1024
UPLOAD_MAX_PAGES = env_int("UPLOAD_MAX_PAGES", "200")
UPLOAD_MAX_PIXELS = env_int("UPLOAD_MAX_PIXELS", "50000000")
CLAMD_SOCKET = os.environ.get("CLAMD_SOCKET", "")
# Trusted proxies in front of the portal that append to X-Forwarded-For.
PROXY_COUNT = env_int("PROXY_COUNT", "0")
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT
# The history remembers who changed something by which page, not who read what.
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}

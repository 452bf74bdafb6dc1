"""One settings file. Everything that differs between machines comes from the environment."""

import os
import re
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


# Where we are: at a desk, showing the demonstration, or serving a real movement.
PLACE = env("MILLEPIEDS_ENV", "development")
PRODUCTION = PLACE == "production"
DEMO = PLACE == "demo"
DEBUG = PLACE == "development" and env("DEBUG", "1") == "1"
SECRET_KEY = env(
    "SECRET_KEY", "" if PRODUCTION else "only-for-a-desk-or-a-demonstration-" + "0" * 40
)
if not SECRET_KEY:
    raise ImproperlyConfigured("In production, SECRET_KEY must be set in the environment.")

MOVEMENT = {"name": env("MOVEMENT_NAME", "NousSommes"), "town": env("MOVEMENT_TOWN", "Montpellier")}
ORIGIN = env("MILLEPIEDS_ORIGIN", "http://localhost:8000")
SOURCE_URL = env("SOURCE_URL")  # where the exact version this site runs can be read
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
CSRF_TRUSTED_ORIGINS = [ORIGIN]

# The areas, bottom to top. pyproject.toml holds the contract; a test keeps both the same.
AREAS = [
    "core", "people", "journal", "letters", "search", "charter", "members", "circles", "tensions",
    "care", "decisions", "meetings", "home", "moving", "website",
]  # fmt: skip
AUTHORITY = "millepieds.circles.queries.authority"  # who answers "which mandates give this power?"
JOURNAL = "millepieds.journal.actions"  # who remembers the deeds of areas below it
REFUSAL_PAGE = "millepieds.home.views.refused"
OUTBOX = BASE_DIR / "build" / "outbox"  # what the demonstration would have sent
IN_TERMINAL = "millepieds.letters.backend.Terminal"
BY_SMTP = "django.core.mail.backends.smtp.EmailBackend"
PLAIN_MAIL = env("MAIL_TRANSPORT", BY_SMTP if PRODUCTION else IN_TERMINAL)

INSTALLED_APPS = [
    *(f"millepieds.{area}" for area in AREAS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "millepieds.core.middleware.CloseTheBlinds",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "millepieds.core.middleware.SpeakTheirLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "millepieds.people.middleware.WhoActs",
    "millepieds.core.middleware.AskOnce",
    "millepieds.core.middleware.DoOnce",
    "millepieds.core.middleware.SayWhyRefused",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "millepieds.core.context.house",
                "millepieds.home.context.desk",
            ],
            "builtins": ["django.templatetags.i18n", "millepieds.core.templatetags.house"],
        },
    }
]
FORM_RENDERER = "millepieds.core.forms.HouseRenderer"


def database(url: str) -> dict[str, object]:
    """SQLite at home, PostgreSQL in town."""
    if not url.startswith("postgres"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///")
            or BASE_DIR / ("demo.sqlite3" if DEMO else "db.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                # so that REPLACE, which deletes, meets the triggers too
                "PRAGMA recursive_triggers=ON;",
            },
            "TEST": {"NAME": env("TEST_DATABASE") or BASE_DIR / "build" / "test.sqlite3"},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(env("DATABASE_URL"))}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {
            "MAX_ENTRIES": 100_000
        },  # so that a flood does not push out the counts of tries
    }
}
# Where copies go, how long they live, and the public keys that close them: see docs/handbook.
BACKUP_FOLDER = env(
    "BACKUP_FOLDER",
    "/var/lib/millepieds/backups" if PRODUCTION else str(BASE_DIR / "build" / "backups"),
)
BACKUP_DAYS = int(env("BACKUP_DAYS", "30"))
BACKUP_RECIPIENTS = env("BACKUP_RECIPIENTS")
# Who signs the checkpoints of the journal; `bin/millepieds journal key` makes it.
JOURNAL_KEY = env(
    "JOURNAL_KEY",
    "/var/lib/millepieds/journal.key"
    if PRODUCTION
    else str(BASE_DIR / ("demo.key" if DEMO else "desk.key")),
)
# What closes sealed words, newest first: « 2:…= 1:…= »; `bin/millepieds seal key` makes one.
SEALING_KEYS = env(
    "SEALING_KEYS", "" if PRODUCTION else "1:b25seS1mb3ItYS1kZXNrLW9yLWEtZGVtby0wMDAwMDA="
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who enters. No password: a code by mail, then a passkey or a one-time code if the person wants.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:mine"
LOGOUT_REDIRECT_URL = "website:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "website:home"
ACCOUNT_ADAPTER = "millepieds.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_DISPLAY = "millepieds.people.queries.shown_name"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail when a key or an address changes
MFA_ADAPTER = "millepieds.people.adapter.MFAAdapter"
MFA_TOTP_TOLERANCE = 1  # phones whose clock drifts
# a key takes two steps, and an agora shares one address
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
# behind caddy, each visitor keeps their own limit
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION and env("BEHIND_PROXY", "1") == "1" else 0
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = MOVEMENT["name"]

# Mail never leaves inside a request: it waits in `letters`, which hands it to PLAIN_MAIL.
EMAIL_BACKEND = "millepieds.letters.backend.WaitingRoom"
EMAIL_HOST = env("SMTP_HOST", "localhost")
EMAIL_PORT = int(env("SMTP_PORT", "25"))
EMAIL_HOST_USER = env("SMTP_USER")
EMAIL_HOST_PASSWORD = env("SMTP_PASSWORD")
EMAIL_USE_TLS = env("SMTP_TLS") == "1"
EMAIL_USE_SSL = env("SMTP_SSL") == "1"  # for port 465
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("MAIL_FROM", f"{MOVEMENT['name']} <bonjour@exemple.test>")
EMAIL_SUBJECT_PREFIX = ""


def languages(folder: Path) -> list[tuple[str, str]]:
    """Adding a language is adding a file: its code and its own name are in the head of that file."""
    heads = [path.read_text("utf-8")[:1000] for path in folder.glob("*/LC_MESSAGES/django.po")]
    found = re.compile(r'"Language: (.+?)\\n"(?s:.*)"X-Name: (.+?)\\n"')
    said = [match.groups() for head in heads if (match := found.search(head))]
    return sorted(
        ((code, name) for code, name in said), key=lambda pair: (pair[0][:2] != "fr", pair)
    )


LANGUAGE_CODE = "fr"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = languages(LOCALE_PATHS[0])
LETTERS_SPEAK = ["fr"]  # the languages that every letter is written in; codes follow the page
LANGUAGE_COOKIE_NAME = "langue"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Closed by default: nothing from elsewhere, nothing inline, nothing framed.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_HTTPONLY = True
# A message in a cookie, so that reading a page never writes a row.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env("BEHIND_PROXY", "1") != "1"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    # caddy already sends plain http to https; see deploy/Caddyfile
    SILENCED_SYSTEM_CHECKS = [] if SECURE_SSL_REDIRECT else ["security.W008"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

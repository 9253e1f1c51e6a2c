"""The only settings file. Every difference between machines is an environment variable (see .env.example)."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from healthusias.env import env_bool, env_int, env_list, env_str, load_env_file

BASE_DIR = Path(__file__).resolve().parent.parent
load_env_file(BASE_DIR / ".env")

DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_str("SECRET_KEY")

# Everything that a running site writes lies here: database, pictures, collected static files.
DATA_DIR = Path(env_str("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

# The address that readers use. Its scheme decides about HTTPS: secure cookies, redirect and HSTS follow from it.
SITE_URL = env_str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname or _site.path:
    raise ImproperlyConfigured(f"SITE_URL={SITE_URL!r} must look like https://www.example.org")
SITE_NAME = env_str("SITE_NAME", "Healthusias")
# How care cards call for help in this country: one of these stands in the heading of each emergency card.
EMERGENCY_CALLS = env_list(
    "EMERGENCY_CALLS", ("999", "112", "911", "000", "A&E", "emergency number", "emergency department", "ambulance")
)

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", (_site.hostname, "127.0.0.1", "localhost"))
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "healthusias",
    "healthusias.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "taggit",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "content",
    "history",
    "images",
    "sources",
    "authors",
    "articles",
    "accounts",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "healthusias.addresses.without_nul",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "healthusias.urls"
WSGI_APPLICATION = "healthusias.wsgi.application"

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
                "healthusias.context.site",
            ],
        },
    },
]

# Database. SQLite needs WAL and IMMEDIATE, or four writers get "database is locked" within seconds.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
DATABASES = {"default": dj_database_url.parse(env_str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'healthusias.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE_OPTIONS
    # A file needs no fresh connection for each request; opening one costs as much as ten queries.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env_int("DATABASE_CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "authors.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# A whole office may sit behind one address of the network; one login is guessed at five times in five minutes.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/5m/key"}
# Nobody signs up; allauth reads from this that logins have passwords.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# An administrator wrote the address down; who can read its mail can set the password anyway.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Signed in for Django's two weeks, as long as nobody signs out.
ACCOUNT_SESSION_REMEMBER = True
# allauth's own would note addresses beside the login's, and these would go on opening it after the login's changed.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
MFA_ADAPTER = "accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Clocks of telephones are off by some seconds.
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys on https, and on http only at localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _site.scheme == "http"

# Failed attempts are counted here, so by all processes together. The table comes with the migrations of `accounts`.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "healthusias.formats"
TIME_ZONE = env_str("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Whether this process hands out the pictures' renditions; false where a proxy or object storage does.
SERVE_MEDIA = env_bool("SERVE_MEDIA", True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "healthusias.staticfiles.ManifestStorage"},
}

# Security. Public pages and the admin have the same policy but for pictures (healthusias/desk.py).
_HTTPS = _site.scheme == "https"
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 31_536_000 if _HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env_bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Attempts are counted by the address that the proxy in front of us saw.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_CONTENT_TYPE_NOSNIFF = True
# An outbound link must not say which article its reader was on.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Each sentence that is chosen for before something moves (articles.moving_forms) has five.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# First what caps an upload at the largest picture: without it, one request could fill the disk.
FILE_UPLOAD_HANDLERS = [
    "images.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

EMAIL_BACKEND = env_str("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", f"desk@{_site.hostname}")

# Evidence. Looking up asks Crossref and PubMed, who want to know whom to write to if we ask too much.
SOURCES_LOOKUP = env_bool("SOURCES_LOOKUP", True)
SOURCES_MAIL = env_str("SOURCES_MAIL", DEFAULT_FROM_EMAIL)
SOURCES_CROSSREF_URL = "https://api.crossref.org"
SOURCES_PUBMED_URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
# In seconds, the first pause before asking again; each further one is twice as long.
SOURCES_BACKOFF = 0.5
# The Retraction Watch table: every night it is read from this file, if that is there, after it was fetched from the
# address, if there is one.
RETRACTIONS_FILE = Path(env_str("RETRACTIONS_FILE", str(DATA_DIR / "retraction_watch.csv")))
RETRACTIONS_URL = env_str("RETRACTIONS_URL", "")
# Whether the addresses that texts link to are asked for every week. Only tests ask their own machine.
LINK_CHECK = env_bool("LINK_CHECK", True)
LINK_CHECK_LOOPBACK = False

TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "INFO")},
}

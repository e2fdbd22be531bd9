"""Django's settings for the desk; everything that differs between installations is a variable."""

from __future__ import annotations

import os
from typing import Any

from csp.constants import NONE, SELF

from evidence.run_pages import dagster_url
from review.desk.batches.limits import UploadLimits
from review.desk.environment import database, number
from review.desk.places import find_places, kept_secret, make_own_folder

PLACES = find_places()
"""Where this installation keeps things."""
make_own_folder(PLACES)

SAMPLE_SHARE = number("HEYAN_SAMPLE_SHARE", "0.05", least=0, most=1)
"""Share of passed applicants that a person reviews blind, so that the miss rate is known."""
LEASE_MINUTES = 15
"""How long an item stays with whoever opened it, counted from their last sign of life."""
CONTACT = os.environ.get("HEYAN_DESK_CONTACT", "")
"""Whom to ask where somebody cannot sign in: a name and a telephone number, as shown."""
IDLE_MINUTES = int(number("HEYAN_DESK_IDLE_MINUTES", "60", least=1, most=24 * 60))
"""After this long without a request a person must sign in again."""

UPLOAD_LIMITS = UploadLimits()
"""What the desk takes from a browser at most."""
DAGSTER_URL = dagster_url(os.environ)
"""Where operators find the runs behind a batch; pages link there and load nothing from it."""

SECRET_KEY = os.environ.get("HEYAN_DESK_SECRET") or kept_secret(PLACES, "session.secret")
RECORD_KEY = kept_secret(PLACES, "record.secret").encode()
"""Key of the record's chain: who has the database alone cannot forge a link."""
SAMPLE_KEY = kept_secret(PLACES, "sample.secret").encode()
"""Key of the draw of samples: nobody can tell beforehand whom it will hit."""

DEBUG = False
ALLOWED_HOSTS = os.environ.get("HEYAN_DESK_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("HEYAN_DESK_ORIGINS", "").split(",") if o]
BEHIND_TLS = os.environ.get("HEYAN_DESK_TLS", "") == "1"
"""Whether a proxy in front of the desk speaks HTTPS with the browsers."""

INSTALLED_APPS = [
    # First, so that its commands come before Django's of the same name.
    "review.desk.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "review.desk.middleware.language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "review.desk.middleware.caching",
    "review.desk.middleware.idle_expiry",
    "review.desk.access.guard.default_deny",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "review.desk.urls"
WSGI_APPLICATION = "review.desk.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "review.desk.page_context.page_context",
            ],
            "builtins": ["review.desk.templatetags.desk", "django.templatetags.static"],
        },
    }
]

DATABASES: dict[str, Any] = {
    # Kept open between requests, and opened anew where the database was restarted.
    "default": database(PLACES) | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its turn at the start, instead of failing in the middle.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # FULL: what was acknowledged is on the disk, whatever happens to the machine.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536;",
    }
else:
    # Indexes are read from memory or a solid-state disk; by its default PostgreSQL takes that
    # for dear, and sorts the whole table to show a deep page of the queue.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "desk.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "review.desk.people.signing_in.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "review.desk.people.throttling.client_address"
AXES_USERNAME_CALLABLE = "review.desk.people.throttling.counted_name"
AXES_DISABLE_ACCESS_LOG = True  # the record tells who signed in
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# In the database alone: a cache of each process would keep a session that another one ended.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_FAILURE_VIEW = "review.desk.people.stale_form.stale_form"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000

SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FORM_FILES_BYTES = 256 * 1024 * 1024
"""Of all files of one form; batches do not come by a form."""
FILE_UPLOAD_HANDLERS = [
    "review.desk.form_quota.FormQuota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

"""Every setting of the installation: safe as it stands, changed by environment variables only.

KAOHE_DATABASE_URL  PostgreSQL as postgres://user:password@host:port/name; without it SQLite in the data folder
KAOHE_VAR           folder of the database, the key and the files (default: var/ beside this package)
KAOHE_HOST          where to serve; KAOHE_HOSTS: further names under which it is reached, separated by commas
KAOHE_HTTPS         1 where a gateway in front speaks TLS: cookies then travel over TLS only
KAOHE_SECRET_KEY    the signing key; without it one is made and kept in the data folder
KAOHE_SITE          the address that people type, for links in messages that leave (default: http://host:port)
KAOHE_OUTBOUND      hosts that messages may be sent to beside the well-known robots: host, host:port or http://host:port
KAOHE_SMTP          the mail server as smtp://user:password@host:port, or smtps://; without it no mails are sent
KAOHE_SCANNER       the virus scanner for uploads: clamd:/run/clamav/clamd.ctl, clamd:host:3310, or a command that reads the
                    file from its input; without it files are marked as not scanned
KAOHE_OFFICE_QUOTA  how many megabytes of evidence one department may have (default 2000)
KAOHE_FONTS         folder of the site's own licensed faces for papers (default: fonts/ in the data folder)
KAOHE_DEBUG         1 shows errors in the browser; refused unless served to this machine alone
KAOHE_TESTING       1 in tests: quick instead of safe against power cuts
"""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent


# ---- three small helpers ----


def text(name: str, default: str = "") -> str:
    """The variable KAOHE_<name>, or what to take without it."""
    return os.environ.get(f"KAOHE_{name}", "").strip() or default


def flag(name: str) -> bool:
    """True where KAOHE_<name> says so."""
    return text(name).lower() in {"1", "yes", "true", "on"}


def listed(name: str) -> list[str]:
    """The parts of KAOHE_<name>, which commas separate."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


# ---- this installation ----

VAR = Path(text("VAR", str(ROOT / "var"))).resolve()
EVIDENCE = VAR / "evidence"
UPLOADS = VAR / "uploads"
BATCHES = VAR / "batches"
FONTS = Path(text("FONTS", str(VAR / "fonts"))).resolve()
RULEBOOKS = ROOT / "rulebooks"
TESTING = flag("TESTING")
DEBUG = flag("DEBUG")
HTTPS = flag("HTTPS")
VERSION = re.findall(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[0]

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
HOST = text("HOST", "127.0.0.1")
PORT = text("PORT", "8000")
ALLOWED_HOSTS = [*LOOPBACK, *listed("HOSTS")]
if HOST not in {"0.0.0.0", "::", "::1", *LOOPBACK}:  # noqa: S104 - named here in order not to be taken for a host name
    ALLOWED_HOSTS.append(HOST)
if DEBUG and (HOST not in {"::1", *LOOPBACK} or listed("HOSTS")):
    raise ImproperlyConfigured(
        "KAOHE_DEBUG 只能用于本机(127.0.0.1):出错页会显示内部信息。请去掉 KAOHE_DEBUG,或只在本机服务。\n"
        "KAOHE_DEBUG is for this machine only, because error pages show inner matters. Unset it, or serve on 127.0.0.1."
    )


def _secret_key() -> str:
    """The key from the environment, else from the data folder, where it is made on first use and readable by us alone."""
    if key := text("SECRET_KEY"):
        return key
    path = VAR / "secret_key"
    VAR.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text("utf-8").strip()


SECRET_KEY = _secret_key()

# ---- the parts ----

INSTALLED_APPS = [
    "kaohe.audit",
    "kaohe.people",
    "kaohe.desk",
    "kaohe.evidence",
    "kaohe.cycles",
    "kaohe.goals",
    "kaohe.ledger",
    "kaohe.panels",
    "kaohe.results",
    "kaohe.uses",
    "kaohe.reports",
    "kaohe.web",
    "kaohe.cli",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
]

MIDDLEWARE = [
    "kaohe.web.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kaohe.web.middleware.PlainLetters",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kaohe.web.middleware.KnownOrigin",
    "kaohe.web.behalf.OnBehalf",
    "kaohe.web.middleware.PasswordFirst",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kaohe.urls"
WSGI_APPLICATION = "kaohe.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ---- the database: what it acknowledged, it keeps (audit/durability.py refuses to start on less) ----

SYNCHRONOUS = "OFF" if TESTING else "FULL"
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR / "kaohe.sqlite3",
    "OPTIONS": {
        # A transaction that will write says so at once; two that found out later could only fail.
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": f"PRAGMA journal_mode=WAL;PRAGMA synchronous={SYNCHRONOUS};PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;",
    },
    # A file and not memory: threads of a live server then meet as they do in a bureau.
    "TEST": {"NAME": VAR / "test.sqlite3"},
}


def _postgres(address: str) -> dict:
    """Django's settings for an address such as postgres://user:password@host:5432/name?sslmode=require."""
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "KAOHE_DATABASE_URL 应形如 postgres://用户:口令@主机:5432/库名。\n"
            "KAOHE_DATABASE_URL must look like postgres://user:password@host:5432/name."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0 if TESTING else 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


DATABASES = {"default": _postgres(text("DATABASE_URL")) if text("DATABASE_URL") else SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- who may come in (profile "dengbao": twelve characters, nothing that a guesser tries first) ----

AUTH_USER_MODEL = "people.Officer"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": VALIDATION + "CommonPasswordValidator"},
    {"NAME": VALIDATION + "NumericPasswordValidator"},
    {"NAME": "kaohe.people.passwords.NotOneself"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Five failures close the door for a quarter of an hour, for this name from this address only: nobody locks out another.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "kaohe.web.views.gate.locked_out"
AXES_ENABLE_ADMIN = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # for the auditor; what is typed as a password is never among it
AXES_VERBOSE = False

SESSION_COOKIE_NAME = "__Host-kaohe" if HTTPS else "kaohe"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "kaohe.web.views.refusals.csrf_failure"
CSRF_COOKIE_NAME = "__Host-kaohe-csrf" if HTTPS else "kaohe-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in listed("HOSTS")] if HTTPS else []

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# Only a gateway that we were told of may say that the visitor came by TLS.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # five for each goal of a large department
# Large files on their way in: names of people stand in them, so they lie beside the data and not where everyone looks.
UPLOADS.mkdir(mode=0o700, parents=True, exist_ok=True)
FILE_UPLOAD_TEMP_DIR = UPLOADS
FILE_UPLOAD_HANDLERS = [
    "kaohe.web.uploads.Capped",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ---- messages that leave the house: nowhere, unless a bureau opens a channel ----

SITE = text("SITE", f"http{'s' if HTTPS else ''}://{HOST}:{PORT}").rstrip("/")
OUTBOUND = listed("OUTBOUND")
_mail = urlsplit(text("SMTP"))
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 25)
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_TIMEOUT = 3

# ---- files that people bring ----

SCANNER = text("SCANNER")
OFFICE_QUOTA = int(text("OFFICE_QUOTA", "2000")) * 1_000_000

# ---- language and time ----

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
LOCALE_PATHS = [ROOT / "kaohe" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# ---- static files ----

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
ASSETS = ROOT / "var" / "assets"
STATICFILES_DIRS = [ASSETS] if ASSETS.exists() else []
PLAIN_STATIC = TESTING or DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = PLAIN_STATIC
WHITENOISE_AUTOREFRESH = DEBUG

# ---- the log: one event a line, no secrets (Django masks passwords and keys in reports) ----

LOG_FOLDER = VAR / "log"
if not TESTING:
    LOG_FOLDER.mkdir(parents=True, exist_ok=True)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "kaohe.audit.log_lines.OneLine",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "file": {"class": "logging.NullHandler"}
        if TESTING
        else {
            "class": "logging.handlers.WatchedFileHandler",
            "filename": LOG_FOLDER / "kaohe.log",
            "encoding": "utf-8",
            "delay": True,
            "formatter": "line",
        },
        "console": {"class": "logging.StreamHandler", "level": "ERROR", "formatter": "line"},
    },
    "root": {"handlers": ["file", "console"], "level": "INFO"},
}

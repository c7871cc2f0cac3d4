"""Every knob of the service, read from the environment; it runs with an empty one.

Each variable stands in `.env.example` with its default and a comment. Without
PRODUCTION=true the service is a development house: its keys are public, letters
are written to files. With it, `covidsol/checks.py` refuses what is unsafe.
"""

import base64
import hashlib
import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from covidsol import log, service, telephony

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))

PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


# Keys. A derived key is good enough for a house whose letters go to a folder.
def derived_key(purpose: str) -> str:
    """32 bytes from the secret key, in the form that Fernet wants."""
    digest = hashlib.sha256(f"{purpose}:{SECRET_KEY}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()


DEVELOPMENT_KEY = "only-for-development-never-in-production"
SECRET_KEY = env.str("SECRET_KEY", default="" if PRODUCTION else DEVELOPMENT_KEY)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY: in production there is no default.")
PRIVACY_KEYS = env.list("PRIVACY_KEYS", default=[] if PRODUCTION else [derived_key("privacy")])
BLIND_INDEX_KEYS = env.list("BLIND_INDEX_KEYS", default=[] if PRODUCTION else [derived_key("index")])
if not (PRIVACY_KEYS and BLIND_INDEX_KEYS):
    raise ImproperlyConfigured("Set PRIVACY_KEYS and BLIND_INDEX_KEYS: see .env.example.")

# The service, as people meet it: covidsol/service.py.
_file = service.read(env.str("SERVICE_FILE", default=""))
COUNTRY = env.str("COUNTRY", default="") or _file.facts.get("country", "BE")
SERVICE = service.as_people_meet_it(env, _file, COUNTRY)
SERVICE_NAME, SERVICE_EMAIL, BASE_URL = SERVICE["name"], SERVICE["email"], SERVICE["base_url"]
OFFERS = _file.tables("offers", {"code", "bit"}, {"label", "hint"})
KINDS = _file.tables("kinds", {"code", "offer"}, {"private_label", "public_label", "hint"})
TEXTS = _file.texts()
REQUIRE_APPROVAL = env.bool("REQUIRE_APPROVAL", default=False)
SHIFT_HOURS = env.int("SHIFT_HOURS", default=3)  # of an operator at the phone
MAINTENANCE = env.int("MAINTENANCE", default=0)  # minutes
HOLD_WEB_REQUESTS = env.bool("HOLD_WEB_REQUESTS", default=False)
DISPATCH = env.json("DISPATCH", default={})  # numbers of matching/policy.py that differ

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "covidsol",
    "outside",
    "catalogue",
    "privacy",
    "geo",
    "letters",
    "volunteers",
    "requests_app",
    "matching",
    "paper",
    *("team", "callcentre", "impact", "office", "exchange"),
    "simulation",
    "django.forms",
    "formtools",
    "phonenumber_field",
    *("anymail", "django_htmx"),
    "team.office_app.OfficeConfig",
    *("django_otp", "django_otp.plugins.otp_totp", "django_otp.plugins.otp_static"),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    *("whitenoise.runserver_nostatic", "django.contrib.staticfiles"),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "covidsol.smaller.Smaller",
    "csp.middleware.CSPMiddleware",
    "covidsol.broken.Closed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    *("django_otp.middleware.OTPMiddleware", "team.sessions.StaffSession"),
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "covidsol.urls"
WSGI_APPLICATION = "covidsol.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "covidsol.context.service",
            ],
            "builtins": ["catalogue.templatetags.days"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES.append(  # letters as text: the same words, and nothing to escape
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "text",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"autoescape": False, "builtins": ["catalogue.templatetags.days"]},
    }
)

# The database: SQLite as long as nobody names another.
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/covidsol.sqlite3")}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that will write takes its lock first, so that two never fail half-way.
    # FULL: NORMAL may lose the last commits when the power fails.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=268435456;",
    }
    _database["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    _database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {}).setdefault("options", "-c statement_timeout=10s -c lock_timeout=3s")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGIN_URL, LOGIN_REDIRECT_URL = "team:login", "team:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGES = _file.languages
LANGUAGE_CODE = LANGUAGES[0][0]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = _file.facts.get("time_zone", "Europe/Brussels")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str((BASE_DIR if PRODUCTION else DATA_DIR) / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Sessions hold a half-filled request for two hours, encrypted; nothing else is ever written by a GET.
SESSION_COOKIE_AGE = 2 * 60 * 60
SESSION_SERIALIZER = "privacy.sessions.EncryptedSerializer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "covidsol.views.csrf_failure"
# A list of volunteers stays in memory: what is personal is not written to a folder on its way.
DATA_UPLOAD_MAX_MEMORY_SIZE, FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024, 6 * 1024 * 1024

if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if env.bool("BEHIND_PROXY", default=True):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=int("SECURE_PROXY_SSL_HEADER" in vars()))
SECURE_REFERRER_POLICY, X_FRAME_OPTIONS = "same-origin", "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Letters. Files in a folder until a mail server or a provider is named.
LETTERS_DIR = DATA_DIR / "letters"
vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{LETTERS_DIR}"))
if "EMAIL_BACKEND" in env.ENVIRON:
    EMAIL_BACKEND = env.str("EMAIL_BACKEND")
ANYMAIL = env.json("ANYMAIL", default={})
EMAIL_TIMEOUT = 10
MAIL_EVENTS = bool(ANYMAIL.get("WEBHOOK_SECRET"))  # a provider tells us what becomes of our letters
LETTERS_A_DAY = env.int("LETTERS_A_DAY", default=10_000)
SERVER_EMAIL = DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=SERVICE_EMAIL)
COORDINATORS_EMAIL = env.str("COORDINATORS_EMAIL", default=SERVICE_EMAIL)

TELEPHONY = telephony.read(env)  # without a provider it has no door

GEOCODERS = env.str("GEOCODERS", default="")  # empty: the offline table of postcodes alone
GEOCODER_OPTIONS = env.json("GEOCODER_OPTIONS", default={})
GEOCODER_USER_AGENT = env.str("GEOCODER_USER_AGENT", default=f"covidsol ({SERVICE_EMAIL})")

# The queue only wakes somebody up: it may lose every message, and it must answer fast or not at all.
CELERY_BROKER_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_timeout": 1,  # five in a worker, see covidsol/celery.py
    "socket_connect_timeout": 1,
    "max_retries": 0,  # a visitor waits for one try; a worker tries for ever
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_SOFT_TIME_LIMIT = 45
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

LOGGING = log.configuration(env.str("LOG_LEVEL", default="INFO"))

"""Settings common to every way of running the portal.

Order of the file: where things are, what is installed, requests, storage, people, words and formats, files, background work, the portal's own knobs.
Values that differ between machines come from the environment and are listed in `.env.example`.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# --- What is installed -------------------------------------------------------------------------------------------------
# The rooms, lowest first: the same order as the import contract in pyproject.toml (a test compares them).
ROOMS = [
    "ovop_portal.common",
    "ovop_portal.ledger",
    "regions",
    "ovop_portal.accounts",
    "ovop_portal.documents",
    "ovop_portal.backup",
    "ovop_portal.notifications",
    "ikm",
    "awards",
    "assessments",
    "ovop_portal.front",
]
INSTALLED_APPS = [
    *ROOMS,
    # The Django admin, with our door before it.
    "ovop_portal.accounts.apps.PengelolaConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "health_check",
    "import_export",
    "pgtrigger",
    "rules.apps.AutodiscoverRulesConfig",
]

# --- Requests ----------------------------------------------------------------------------------------------------------
ROOT_URLCONF = "ovop_portal.urls"
WSGI_APPLICATION = "ovop_portal.wsgi.application"
MIDDLEWARE = [
    "ovop_portal.common.middleware.note_arrival",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ovop_portal.common.middleware.refuse_unreadable",
    "ovop_portal.common.shared_pages.SharedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ovop_portal.accounts.second_step.gate.stop_half_way",
    "ovop_portal.accounts.middleware.act_for_the_signed_in",
    "ovop_portal.accounts.security.Watch",
    "ovop_portal.accounts.middleware.keep_private",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ovop_portal.accounts.sessions.EndSilentSessions",
    "ovop_portal.accounts.middleware.SignInFirst",
    "ovop_portal.documents.middleware.BringBackFiles",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ovop_portal.front.middleware.Faults",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ovop_portal.front.context.frame",
            ],
        },
    },
    # Parts of pages (`*.jinja`), always asked for by name of the engine.
    {
        "NAME": "jinja",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "ovop_portal.common.jinja.environment"},
    },
]
CSRF_FAILURE_VIEW = "ovop_portal.front.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        # The dinas and the jury read PDFs beside the form, from our own address only.
        "frame-src": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# The photos of a product are the form with most files.
DATA_UPLOAD_MAX_NUMBER_FILES = 5
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- Storage -----------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///ovop")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A list joins ten small tables by their keys, in an order that is as good as any. PostgreSQL would look for a better one among thousands, each time
# anew: five sixths of its work for such a page (docs/benchmarks.md).
# Seconds a statement may run, wait for a lock, and a transaction stand idle, by kind of work; 0 is for ever. A visitor is told to try again before
# their browser gives up, and nobody who waits keeps the others waiting; what works in the background may take its time.
DATABASE_PATIENCE = {"web": (20, 5, 60), "worker": (600, 30, 900), "command": (0, 60, 0)}
TIMEOUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
PATIENCE = zip(TIMEOUTS, DATABASE_PATIENCE[env.str("OVOP_WORK", default="command")], strict=True)
OPTIONS: dict[str, Any] = DATABASES["default"].setdefault("OPTIONS", {})
_limits = [f"-c {name}={seconds}s" for name, seconds in PATIENCE]
# Options in the address itself come last and win.
OPTIONS["options"] = " ".join(["-c join_collapse_limit=4", *_limits, OPTIONS.get("options", "")]).strip()
REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "ovop",
        # A cache that does not answer must cost less than doing without it.
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}
# Sessions stand in PostgreSQL: a lost Redis must not sign anybody out, and a session can be revoked.
SESSION_ENGINE = "ovop_portal.accounts.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
# How long somebody may be away: the jury, the secretariat and others who read strangers' files; owners and offices (accounts/sessions.py).
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=30)
SESSION_IDLE_MINUTES_PATIENT = env.int("SESSION_IDLE_MINUTES_PATIENT", default=120)
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True

# --- People ------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "ovop_portal.accounts.backends.SignIn",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "phone")},
    },
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "front:start"
LOGOUT_REDIRECT_URL = "front:home"
ACCOUNT_ADAPTER = "ovop_portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# Nobody signs up through allauth; "phone*" would refuse people who have an e-mail address only.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Numbers are proved on the portal's own page (accounts/pages/own); nobody is kept from coming in until then.
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
# One length for every session (SESSION_COOKIE_AGE), and no copy of addresses in allauth's own table.
ACCOUNT_SESSION_REMEMBER = True
# The portal counts tries itself, in the database (accounts/limits.py): allauth would count in the cache and fall with it.
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "ovop_portal.accounts.second_step.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
# Who must take a second step at signing in: codes of roles, and "administrator"; all others may (accounts/second_step). An empty list demands it of nobody.
SECOND_STEP_ROLES = [
    role
    for role in env.str("SECOND_STEP_ROLES", default="dinas_signer,secretariat,curator,auditor,administrator").split(
        ","
    )
    if role
]
# Minutes after which it is asked for again before something is published, revoked, or a role given.
SECOND_STEP_FRESH_MINUTES = env.int("SECOND_STEP_FRESH_MINUTES", default=10)
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"

# --- Words and formats -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
# English joins once its catalogue is whole: half of a page in each language would help nobody.
LANGUAGES = [("id", "Bahasa Indonesia")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["ovop_portal.formats"]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "ovop"

# --- Files -------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "ovop_portal.documents.uploading.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "ovop_portal.documents.uploading.SparingUploadHandler",
]
# Seconds in all that a page waits for looking into its files. What takes longer is left to a worker, and the page says so and follows.
UPLOAD_PATIENCE: float = 2
UPLOAD_MAX_FILE_BYTES = env.int("UPLOAD_MAX_FILE_BYTES", default=10_000_000)
UPLOAD_MAX_NOMINATION_BYTES = env.int("UPLOAD_MAX_NOMINATION_BYTES", default=60_000_000)
# Bytes that may wait for their forms at one time, for twelve hours: of all who are signed in, and of all whose session had ended, who may be anybody.
UPLOAD_MAX_KEPT_BYTES = env.int("UPLOAD_MAX_KEPT_BYTES", default=20_000_000_000)
UPLOAD_MAX_KEPT_BYTES_SIGNED_OUT = env.int("UPLOAD_MAX_KEPT_BYTES_SIGNED_OUT", default=2_000_000_000)
# Bytes that may be stored on one day, replaced files included: by an owner (three whole files of a firm), by an office or anybody else, by all owners together.
# Days after which a file that gave way is removed, once nothing holds it.
UPLOAD_MAX_DAY_BYTES = env.int("UPLOAD_MAX_DAY_BYTES", default=180_000_000)
UPLOAD_MAX_DAY_BYTES_OFFICE = env.int("UPLOAD_MAX_DAY_BYTES_OFFICE", default=2_000_000_000)
UPLOAD_MAX_DAY_BYTES_OWNERS = env.int("UPLOAD_MAX_DAY_BYTES_OWNERS", default=20_000_000_000)
UPLOAD_GRACE_DAYS = env.int("UPLOAD_GRACE_DAYS", default=3)

# --- Background work (reliability.md 7: truth stays in PostgreSQL, Celery only wakes it up) --------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# With the defaults a task of a killed worker comes back after minutes or an hour; the three together make it seconds.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "ovop_portal.notifications.*": {"queue": "mail"},
    "ovop_portal.documents.*": {"queue": "documents"},
    "awards.tasks.make_certificate": {"queue": "documents"},
    "assessments.tasks.run_tally": {"queue": "tally"},
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "seal the ledger": {"task": "ovop_portal.ledger.tasks.seal", "schedule": 5.0},
    "forget old form keys": {"task": "ovop_portal.ledger.tasks.forget_keys", "schedule": 86_400.0},
    "forget ended sessions and tries": {"task": "ovop_portal.accounts.tasks.forget", "schedule": 3_600.0},
    "sweep the outbox": {"task": "ovop_portal.notifications.tasks.sweep", "schedule": 60.0},
    "look at kept files": {"task": "ovop_portal.documents.tasks.sweep_kept", "schedule": 20.0},
    "look at forgotten signatures": {"task": "ovop_portal.documents.tasks.sweep", "schedule": 60.0},
    "compare stored files with their hashes": {
        "task": "ovop_portal.documents.tasks.check_files",
        "schedule": crontab(hour="18", minute="30"),  # 01.30 WIB
    },
    "remove files that nothing holds": {
        "task": "ovop_portal.documents.tasks.let_go",
        "schedule": crontab(hour="19", minute="30"),  # 02.30 WIB
    },
    "remove files without a row": {"task": "ovop_portal.documents.tasks.remove_orphans", "schedule": 86_400.0},
    "forget files without a form": {"task": "ovop_portal.documents.tasks.forget_kept", "schedule": 3_600.0},
    "lock sent sheets": {"task": "assessments.tasks.lock_sent_sheets", "schedule": 30.0},
    "revive waiting tallies": {"task": "assessments.tasks.sweep_tallies", "schedule": 20.0},
    "remind owners and offices": {"task": "awards.tasks.remind", "schedule": 1_800.0},
    "remind jurors": {"task": "assessments.tasks.remind_jurors", "schedule": 1_800.0},
    "lapse unanswered invitations": {"task": "awards.tasks.lapse_invitations", "schedule": 600.0},
    "make missing certificates": {"task": "awards.tasks.sweep_certificates", "schedule": 20.0},
    "sign the head of the day": {"task": "ovop_portal.front.tasks.publish_head", "schedule": 600.0},
    "prove the editions once a day": {"task": "ovop_portal.front.tasks.prove_editions", "schedule": 600.0},
    "check the invariants once a day": {"task": "ovop_portal.front.tasks.check_invariants", "schedule": 600.0},
    "beat heart": {"task": "ovop_portal.front.tasks.beat_heart", "schedule": 30.0},
}

# --- Mail --------------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "ovop_portal.notifications.channels.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Portal OVOP <portal@localhost>")
EMAIL_TIMEOUT = 20

# --- Messages to telephones (docs/operasi.md) ----------------------------------------------------------------------------
# WhatsApp by the official Cloud API: where it is, the number that sends, its token; the secret that signs receipts and the word that proves our address.
WHATSAPP_API_URL = env.str("WHATSAPP_API_URL", default="https://graph.facebook.com/v25.0")
WHATSAPP_PHONE_NUMBER_ID = env.str("WHATSAPP_PHONE_NUMBER_ID", default="")
WHATSAPP_TOKEN = env.str("WHATSAPP_TOKEN", default="")
WHATSAPP_APP_SECRET = env.str("WHATSAPP_APP_SECRET", default="")
WHATSAPP_VERIFY_TOKEN = env.str("WHATSAPP_VERIFY_TOKEN", default="")
WHATSAPP_TEMPLATE_NOTICE = env.str("WHATSAPP_TEMPLATE_NOTICE", default="portal_ovop_kabar")
WHATSAPP_TEMPLATE_CODE = env.str("WHATSAPP_TEMPLATE_CODE", default="portal_ovop_kode")
WHATSAPP_TEMPLATE_LANGUAGE = env.str("WHATSAPP_TEMPLATE_LANGUAGE", default="id")
# SMS by a gateway that takes JSON over HTTP.
SMS_URL = env.str("SMS_URL", default="")
SMS_TOKEN = env.str("SMS_TOKEN", default="")
SMS_SENDER = env.str("SMS_SENDER", default="OVOP")
# Which program stands behind a channel; empty: the portal does not have it. The demo and the tests lay messages beside the mails.
WHATSAPP_BACKEND = "ovop_portal.notifications.channels.whatsapp.send" if WHATSAPP_TOKEN else ""
SMS_BACKEND = "ovop_portal.notifications.channels.sms.send" if SMS_URL else ""

# --- The portal's own knobs --------------------------------------------------------------------------------------------
# Where links in mails and QR codes lead; never taken from a request's Host header.
PORTAL_URL = env.str("PORTAL_URL", default="http://localhost:8000").rstrip("/")
# How far from the database's clock the hour of a journalled event may lie; the longest task takes as long (CELERY_TASK_TIME_LIMIT). Laid down by `migrate`.
LEDGER_TOLERANCE: timedelta | None = timedelta(minutes=15)
# Whether strangers are shown copies of public pages (common/shared_pages.py); the tests look at what was written a moment ago.
SHARED_PAGES = True
SHEET_UNDO_MINUTES = env.int("SHEET_UNDO_MINUTES", default=5)
# The Ed25519 key that signs the heads of the ledger, 64 hexadecimal digits.
LEDGER_SIGNING_KEY = env.str("LEDGER_SIGNING_KEY", default="")
# Public keys by which the portal signed before, 64 hexadecimal digits each: their heads still count (docs/signing-key.md).
LEDGER_FORMER_KEYS = env.list("LEDGER_FORMER_KEYS", default=[])
# The key that seals backups, 64 hexadecimal digits; empty: they lie open (docs/operasi.md).
BACKUP_KEY = env.str("BACKUP_KEY", default="")
# Words above every page of an installation that is not the real one; the demo sets them.
PORTAL_STRIP: Any = ""
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="bantuan@localhost")
# PEM files of issuers whose signatures on letters count as recognised; empty: none is recognised.
OVOP_TRUST_DIR = env.str("OVOP_TRUST_DIR", default="")
# ClamAV's daemon, asked about each upload; empty: uploads are not scanned.
CLAMD_URL = env.str("CLAMD_URL", default="")

# One line an event, and nothing that somebody typed (common/logs.py).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "ovop_portal.common.logs.Discreet"}},
    "formatters": {
        "lines": {"()": "ovop_portal.common.logs.lines"},
        "objects": {"()": "ovop_portal.common.logs.objects"},
    },
    "handlers": {
        "program": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["discreet"]},
        "security": {"class": "logging.StreamHandler", "formatter": "objects"},
    },
    "loggers": {"ovop.security": {"handlers": ["security"], "level": "INFO", "propagate": False}},
    "root": {"handlers": ["program"], "level": env.str("LOG_LEVEL", default="INFO")},
}
# auth.W004: an e-mail address is unique by a constraint over lower(email), which the check does not see.
SILENCED_SYSTEM_CHECKS: list[str] = ["auth.W004"]

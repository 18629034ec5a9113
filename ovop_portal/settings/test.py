"""Settings of the tests: the demo's rooms, servers of their own, and what makes tests quick and alone.

The supervisor (`make test`) tells the addresses by the environment. A pytest run by hand finds the servers of a running `make test` or
`python -m ovop_portal.embedded with …`. The database is made and migrated by its owner; `tests/conftest.py` then goes on as the application's role.
"""

import os
import secrets
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ovop_portal.embedded import places

for name, value in places.running(places.tests()).items():
    os.environ.setdefault(name, value)

from ovop_portal.settings import base
from ovop_portal.settings.base import *

# The whole suite is shared by several processes (`tests/support/cores.py`); each has its own name, database and folder.
CORE = os.environ.get("PYTEST_XDIST_WORKER", "")
# One name for this run and the processes it starts: their wake-up calls must not reach another run on the same Redis.
TEST_RUN = os.environ.setdefault("OVOP_TEST_RUN", secrets.token_hex(4)) + CORE

# Playwright runs an event loop in the thread of the tests, and Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FOLDER = Path(env.str("OVOP_FOLDER", default=str(BASE_DIR / ".test"))) / CORE

DEBUG = False
SECRET_KEY = "used by tests and protecting nothing, but long enough for the checks"
LEDGER_SIGNING_KEY = env.str("LEDGER_SIGNING_KEY", default="7e57" * 16)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# django-linear-migrations: two branches that each add a migration conflict in Git, not on a server.
INSTALLED_APPS = [*base.INSTALLED_APPS, "django_linear_migrations", "ovop_portal.demo"]
TEMPLATES = [
    {**TEMPLATES[0], "DIRS": [BASE_DIR / "ovop_portal" / "demo" / "templates", *TEMPLATES[0]["DIRS"]]},
    *TEMPLATES[1:],
]
PORTAL_STRIP = _("Data contoh: semua usaha dan orang di sini rekaan.")

APPLICATION_LOGIN = {key: DATABASES["default"][key] for key in ("USER", "PASSWORD")}
DATABASES = {"default": env.db("DATABASE_OWNER_URL", default=env.str("DATABASE_URL", default="postgres:///ovop"))}
# Statements are planned and limited as everywhere.
DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), "options": OPTIONS["options"]}
# The embedded database has the extensions and the privileges of the application's role already.
DATABASES["default"]["TEST"] = {"TEMPLATE": env.str("DATABASE_TEMPLATE", default=None)}

# Tests of the second step demand it themselves.
SECOND_STEP_ROLES = []
# Tests bring their own hours.
LEDGER_TOLERANCE = None

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SHARED_PAGES = False
CELERY_BROKER_TRANSPORT_OPTIONS = {**base.CELERY_BROKER_TRANSPORT_OPTIONS, "global_keyprefix": f"test-{TEST_RUN}-"}

# For the processes beside the tests; in the tests themselves Django keeps mails in memory.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = FOLDER / "mail"
WHATSAPP_BACKEND = "ovop_portal.notifications.channels.kept.whatsapp"
SMS_BACKEND = "ovop_portal.notifications.channels.kept.sms"
WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN = (
    "1001",
    "a secret of the tests",
    "a word of the tests",
)
MEDIA_ROOT = str(FOLDER / "media")
# The machine of the tests may have much else to do; the tests of waiting say how long.
UPLOAD_PATIENCE = 60
# Files come from where they are written; nothing is collected for a test.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
STORAGES = {**base.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# The real ones take a tenth of a second on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

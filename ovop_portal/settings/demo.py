"""The demo on one machine: production's settings as far as an address without TLS and a mailbox that is a folder allow.

The supervisor tells the addresses of the servers by the environment; a command run by hand finds those of the running demo in its state file.
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ovop_portal.embedded import places

for name, value in places.running([places.demo()]).items():
    os.environ.setdefault(name, value)

from ovop_portal.settings import base
from ovop_portal.settings.base import *

FOLDER = Path(env.str("OVOP_FOLDER", default=str(BASE_DIR / ".demo")))

DEBUG = False
# Known to everybody who reads this: it protects nothing but the demo.
SECRET_KEY = "a demo on one machine, with fictional firms and accounts that everybody may use"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INSTALLED_APPS = [*base.INSTALLED_APPS, "ovop_portal.demo"]
# The demo room puts its list of accounts on the page of signing in by a file of the same name before the portal's own.
TEMPLATES = [
    {**TEMPLATES[0], "DIRS": [BASE_DIR / "ovop_portal" / "demo" / "templates", *TEMPLATES[0]["DIRS"]]},
    *TEMPLATES[1:],
]
PORTAL_STRIP = _("Data contoh: semua usaha dan orang di sini rekaan.")

# Everybody may try everybody's account with the password that stands beside it; a second step is there for who sets one up.
SECOND_STEP_ROLES = []

# Its seasons tell of other years.
LEDGER_TOLERANCE = None

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = FOLDER / "mail"
WHATSAPP_BACKEND = "ovop_portal.notifications.channels.kept.whatsapp"
SMS_BACKEND = "ovop_portal.notifications.channels.kept.sms"
MEDIA_ROOT = str(FOLDER / "media")
STATIC_ROOT = str(FOLDER / "static")

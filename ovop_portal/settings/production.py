"""Production: strict, and nothing of the demo. It does not start until it has been told everything (`demands.py`)."""

import os

from ovop_portal.settings.demands import demand

demand(os.environ)

from ovop_portal.settings import base
from ovop_portal.settings.base import *

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")

# --- TLS ---------------------------------------------------------------------------------------------------------------
# It ends at the proxy before the web server; only then may the proxy's word be taken for it.
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Tries are counted for each visitor's address. Behind a proxy that is the one it noted last, or the whole country would share one count.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_SSL_REDIRECT = True
# Asked from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Preloading is for the owner of the whole domain to ask for, and cannot be taken back for months.
SILENCED_SYSTEM_CHECKS = [*base.SILENCED_SYSTEM_CHECKS, "security.W021"]

# --- Mail --------------------------------------------------------------------------------------------------------------
globals().update(env.email_url("EMAIL_URL"))
# Over SMTP with the client that knows a letter refused from a letter taken without an answer.
EMAIL_BACKEND = EMAIL_BACKEND.replace("django.core.mail.backends.smtp.", "ovop_portal.notifications.channels.smtp.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

"""The door for the web server (gunicorn, and waitress in the demo)."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from ovop_portal.common.middleware import with_known_charset

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovop_portal.settings.production")
os.environ.setdefault("OVOP_WORK", "web")

application = with_known_charset(get_wsgi_application())

# What is loaded now stays as long as the process does. Said so, the garbage collector does not go through all of it every few hundred requests, which made
# one of them wait a tenth of a second.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()

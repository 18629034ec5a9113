"""The door for the web server (gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovop_portal.settings.production")

application = get_wsgi_application()

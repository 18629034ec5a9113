"""The same door for an asynchronous server. Not used today: under ASGI the synchronous ORM was slower and ran out of connections."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovop_portal.settings.production")

application = get_asgi_application()

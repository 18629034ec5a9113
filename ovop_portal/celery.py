"""The Celery app. Rooms declare tasks with `shared_task` and never import this module."""

import os

from celery import Celery

# Whoever forgets to say which settings gets the strict ones.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovop_portal.settings.production")

app = Celery("ovop_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

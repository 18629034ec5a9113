"""The Celery app. Rooms declare tasks with `shared_task` and never import this module."""

import os

from celery import Celery
from celery.signals import setup_logging

# Whoever forgets to say which settings gets the strict ones.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovop_portal.settings.production")

app = Celery("ovop_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_the_logging_of_the_settings(**_more: object) -> None:
    """Worker and beat would bring a logging of their own, which quotes what a failed statement held; that somebody listens here keeps them from it."""

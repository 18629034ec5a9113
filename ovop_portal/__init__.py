"""Portal OVOP. Importing the package makes its Celery app the current one, so that `shared_task` finds it everywhere."""

from ovop_portal.celery import app as celery_app

__all__ = ["celery_app"]

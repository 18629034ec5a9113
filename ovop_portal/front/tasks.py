"""Background work of the house itself."""

from __future__ import annotations

import datetime

from celery import shared_task
from django.core.cache import cache

from ovop_portal.front.health import HEART


@shared_task
def beat_heart() -> None:
    """Leave the hour at which beat sent and a worker took a task; `/health/ready` looks at it. A lost Redis makes it missing for one beat."""
    cache.set(HEART, datetime.datetime.now(datetime.UTC).timestamp(), timeout=24 * 60 * 60)

"""Background work of the house itself."""

from __future__ import annotations

from celery import shared_task
from django.core.cache import cache

from ovop_portal.common.clock import now
from ovop_portal.front import proving
from ovop_portal.front.health import HEART


@shared_task
def beat_heart() -> None:
    """Leave the hour at which beat sent and a worker took a task; `/health/ready` looks at it. A lost Redis makes it missing for one beat.

    It is the hour of the database, by which it is looked at, too: machines whose clocks differ agree on it.
    """
    cache.set(HEART, now().timestamp(), timeout=24 * 60 * 60)


@shared_task
def publish_head() -> None:
    """Every ten minutes, at work once a day: sign the newest head of the ledger and send it to the auditors."""
    proving.publish_head(now=now())


@shared_task
def prove_editions() -> None:
    """Every ten minutes, at work once a day, after midnight: prove each edition and keep what was found."""
    proving.prove_due(now=now())


@shared_task
def check_invariants() -> None:
    """Every ten minutes, at work once a day, after midnight: look whether everything that is always true still is."""
    proving.check_due(now=now())

"""Work in the background that may never come to an end: its row counts the attempts, and after the last one it is parked until a person looks.

The room decides which rows wait; here is only what they have in common. The claim is a transaction of its own, so that work which kills its worker is
counted, too. Whoever works holds the row itself until the end: that, and no lease, tells the others that somebody is at it, so the row of a worker that
has died is free at once and only waits for its turn.
"""

from __future__ import annotations

import logging
import traceback
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.constraints import between, only_when

logger = logging.getLogger(__name__)

# After the nth attempt the row waits this long. The first two waits are short, and the sweepers come every 20 seconds: work that died with its worker is taken
# up again within a minute.
PAUSES = [
    timedelta(seconds=30),
    timedelta(seconds=35),
    timedelta(minutes=10),
    timedelta(minutes=40),
    timedelta(hours=1),
]
MAX_ATTEMPTS = len(PAUSES)
LOST = "the worker stopped during the attempt"

Row = TypeVar("Row", bound="Attempted")


class Attempted(models.Model):
    """A row that is work for a worker."""

    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0, db_default=0)
    due_at = models.DateTimeField(_("giliran"), null=True, blank=True)
    parked_at = models.DateTimeField(_("dihentikan"), null=True, blank=True)
    error = models.CharField(_("kendala"), max_length=200, blank=True, default="", db_default="")

    class Meta:
        abstract = True


def counted(name: str) -> list[models.BaseConstraint]:
    """The constraints of an `Attempted`; `name` begins theirs."""
    return [
        between(f"{name}_attempts_few", "attempts", 0, MAX_ATTEMPTS),
        only_when(f"{name}_parked_has_error", Q(parked_at__isnull=False), ~Q(error="")),
    ]


def due(waiting: models.QuerySet[Row], now: datetime) -> models.QuerySet[Row]:
    """The waiting rows whose turn it is."""
    return waiting.filter(Q(due_at__isnull=True) | Q(due_at__lte=now), parked_at__isnull=True)


def claim(waiting: models.QuerySet[Row], pk: int | UUID | str, *, now: datetime) -> Row | None:
    """Take a row and count the attempt, before anything is done. None where it is not its turn or another worker has it."""
    with transaction.atomic():
        free = due(waiting, now).filter(pk=pk, attempts__lt=MAX_ATTEMPTS)
        row = free.select_for_update(of=("self",), skip_locked=True).first()
        if row is None:
            return None
        row.due_at = now + PAUSES[row.attempts]
        row.attempts += 1
        row.save(update_fields=["due_at", "attempts"])
        return row


def record_fault(waiting: models.QuerySet[Row], row: Row, problem: Exception, *, now: datetime) -> bool:
    """Keep what stopped an attempt. Returns whether it was the last one, so that the row is parked now."""
    logger.warning("%s %s, attempt %s", row._meta.label, row.pk, row.attempts, exc_info=problem)
    last = row.attempts >= MAX_ATTEMPTS
    kept = waiting.filter(pk=row.pk).update(error=name_of(problem), parked_at=now if last else None)
    return last and bool(kept)


def park_exhausted(waiting: models.QuerySet[Row], *, now: datetime) -> list[Row]:
    """Park the rows whose last attempt ended with its worker, so that nobody recorded why."""
    with transaction.atomic():
        lost = due(waiting, now).filter(attempts__gte=MAX_ATTEMPTS)
        rows = list(lost.select_for_update(of=("self",), skip_locked=True))
        for row in rows:
            row.error, row.parked_at = row.error or LOST, now
            row.save(update_fields=["error", "parked_at"])
    return rows


def revive(waiting: models.QuerySet[Any], *, now: datetime) -> int:
    """Give parked rows new attempts. Returns how many."""
    return waiting.filter(parked_at__isnull=False).update(attempts=0, due_at=now, parked_at=None, error="")


def name_of(problem: Exception) -> str:
    """What happened and where, without the words of the exception: they may hold somebody's name."""
    frames = traceback.extract_tb(problem.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(problem).__name__}{place}"[:200]

"""Waking a task once the work is committed.

Celery only wakes what PostgreSQL already holds: a row that waits is found again by the task's sweeper, so a broker that is away costs delay, never the
request that has just been saved.
"""

from __future__ import annotations

import logging

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)


def wake(task: str, *arguments: str | int) -> None:
    """After the commit, put the task called `task` into its queue. The arguments are ids."""
    transaction.on_commit(lambda: _send(task, arguments), robust=True)


def _send(task: str, arguments: tuple[str | int, ...]) -> None:
    try:
        current_app.send_task(task, args=arguments, retry=False, ignore_result=True)
    except Exception as problem:  # The broker's client raises its own and its transport's errors; none may reach a request that is done.
        logger.warning("could not wake %s: %s", task, problem)

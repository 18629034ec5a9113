"""Waking a task once the work is committed.

Celery only wakes what PostgreSQL already holds: a row that waits is found again by the task's sweeper, so a broker that is away costs delay, never the
request that has just been saved. Left to itself kombu would try for seconds, and wait for ever for a broker that accepts and does not answer; the
connection used here gives up at once, and is left alone for a while after that.
"""

from __future__ import annotations

import functools
import logging
import time
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.pools import producers

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 2
REST_SECONDS = 10
IMPATIENT = {
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "socket_connect_timeout": ANSWER_SECONDS,
    "socket_timeout": ANSWER_SECONDS,
}

_rests_until = 0.0


def wake(task: str, *arguments: str | int) -> None:
    """After the commit, put the task called `task` into its queue. The arguments are ids."""
    transaction.on_commit(lambda: _send(task, arguments), robust=True)


def _send(task: str, arguments: tuple[str | int, ...]) -> None:
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    try:
        with producers[_connection()].acquire(block=True, timeout=ANSWER_SECONDS) as producer:
            current_app.send_task(task, args=arguments, producer=producer, retry=False, ignore_result=True)
    except Exception as problem:  # The broker's client raises its own and its transport's errors; none may reach a request that is done.
        _rests_until = time.monotonic() + REST_SECONDS
        logger.warning("could not wake %s: %s", task, problem)


@functools.cache
def _connection() -> Any:
    """One description of the broker for this process; the pool opens and keeps the sockets."""
    options = current_app.conf.broker_transport_options
    return current_app.connection_for_write(transport_options={**options, **IMPATIENT})

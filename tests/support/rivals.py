"""People who act in the same moment: each in a thread with a connection of its own. For tests that are `django_db(transaction=True)`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction

from ovop_portal.embedded.processes import pauses

WAIT = 30


def at_once(*works: Callable[[], Any]) -> list[str]:
    """Start all `works` together; what became of each, sorted: "done", or the name of the exception."""
    start = threading.Barrier(len(works))
    outcomes: list[str] = []

    def run(work: Callable[[], Any]) -> None:
        try:
            # The connection is opened before the start, so that nobody comes late by it.
            connection.ensure_connection()
            start.wait(WAIT)
            work()
            outcomes.append("done")
        except Exception as problem:
            outcomes.append(type(problem).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return sorted(outcomes)


def before_the_commit(first: Callable[[], Any], rival: Callable[[], Any]) -> str:
    """What becomes of `rival` on another connection, begun when `first` is done and not committed yet: "done", or the guard that refuses.

    The commit comes as soon as the rival waits for it, or when it is through without having waited.
    """
    outcomes: list[str] = []

    def run() -> None:
        try:
            with transaction.atomic():
                rival()
            outcomes.append("done")
        except IntegrityError as refusal:
            outcomes.append(str(refusal.__cause__.diag.constraint_name))  # type: ignore[union-attr]
        except Exception as problem:
            outcomes.append(repr(problem))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        wait_until(lambda: bool(outcomes) or somebody_waits())
    thread.join(WAIT)
    [outcome] = outcomes
    return outcome


def from_an_old_snapshot(first: Callable[[], Any], late: Callable[[], Any]) -> str:
    """What becomes of `late` in a transaction that took its snapshot before `first` was done and committed on another connection: "done", the guard that
    refuses, or PostgreSQL's code where it refuses by itself.
    """
    thread = threading.Thread(target=lambda: (first(), connection.close()))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT 1")
            thread.start()
            thread.join(WAIT)
            late()
    except DatabaseError as refusal:
        return str(refusal.__cause__.diag.constraint_name or refusal.__cause__.pgcode)  # type: ignore[union-attr]
    return "done"


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in pauses(30):
        if is_so():
            return
    raise AssertionError("it never came to that")


def somebody_waits() -> bool:
    """Does a session of this database wait for a lock?"""
    with connection.cursor() as cursor:
        # Else a transaction would be told for ever what it was told first.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])

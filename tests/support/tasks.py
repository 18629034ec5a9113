"""Tasks that only the tests' worker knows."""

from __future__ import annotations

import os
import time
from pathlib import Path

from celery import shared_task
from django.db import connection


@shared_task(name="tests.note_role")
def note_role(path: str) -> None:
    """Write down as whom the worker is connected to which database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        Path(path).write_text(" ".join(cursor.fetchone()))


@shared_task(name="tests.linger")
def linger(path: str) -> None:
    """Write down who works on it; the first to try would take for ever."""
    tries = Path(path)
    with tries.open("a") as file:
        file.write(f"{os.getpid()}\n")
    if len(tries.read_text().splitlines()) == 1:
        time.sleep(600)

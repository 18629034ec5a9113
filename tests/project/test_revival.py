"""Work whose worker was killed in the middle of it is done within a minute: by a real worker, a real kill, and the sweep that comes by itself."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models, transaction

from assessments.models import Tally, TallyRow
from assessments.operations import tally as tallies
from awards.models import Certificate
from awards.operations import certifying
from awards.tasks import make_certificate
from ovop_portal.common import attempts
from ovop_portal.common.clock import now
from ovop_portal.documents.models import Document
from ovop_portal.embedded.processes import Child
from tests.assessments.officers import judged
from tests.scene import Scene
from tests.support.rivals import somebody_waits, wait_until

MINUTE = timedelta(minutes=1)
SWEEPERS = [
    "assessments.tasks.sweep_tallies",
    "awards.tasks.sweep_certificates",
    "ovop_portal.documents.tasks.sweep_kept",
]


@contextmanager
def nobody_writes(model: type[models.Model]) -> Iterator[None]:
    """Whoever would add a row to this table waits meanwhile."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f'LOCK TABLE "{model._meta.db_table}" IN SHARE MODE')
                held.set()
                done.wait(60)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(30)
    try:
        yield
    finally:
        done.set()
        holder.join()


def kill_who_works(worker: Child) -> None:
    """As the kernel kills, without a word: the process of the pool that has the task."""
    children = Path(f"/proc/{worker.process.pid}/task/{worker.process.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)


def killed_in_the_middle(worker: Child, model: type[models.Model], begin: Callable[[], Any]) -> Any:
    """What `begin` gave: work that a worker had taken up and was about to write when it was killed."""
    with nobody_writes(model):
        begun = begin()
        wait_until(somebody_waits)
        kill_who_works(worker)
    # The database notices the death when it answers.
    wait_until(lambda: not somebody_works())
    return begun


def somebody_works() -> bool:
    """Has another session a transaction that is not ended?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL)"
        )
        return bool(cursor.fetchone()[0])


def test_the_sweep_comes_to_each_kind_of_work_within_a_minute_after_the_first_two_deaths_of_its_worker() -> None:
    every = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert all(
        pause + timedelta(seconds=every[sweeper]) <= MINUTE for sweeper in SWEEPERS for pause in attempts.PAUSES[:2]
    )


@pytest.mark.django_db(transaction=True)
def test_a_tally_whose_worker_was_killed_is_made_by_the_sweep(worker: Child) -> None:
    scene = Scene.begin(now())
    judged(scene)
    run = killed_in_the_middle(
        worker, TallyRow, lambda: tallies.request_tally(scene.edition, by=scene.secretariat, now=now())
    )
    run.refresh_from_db()
    assert (run.state, run.attempts, TallyRow.objects.count()) == ("running", 1, 0)

    assert tallies.due(run.due_at) == [run.pk]
    tallies.run_tally(run.pk, now=run.due_at)

    run.refresh_from_db()
    assert (run.state, TallyRow.objects.count(), Tally.objects.count()) == ("sealed", 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_certificate_whose_worker_was_killed_is_made_by_the_sweep(worker: Child) -> None:
    certificate = Scene.begin(now()).award().in_force().certificate
    killed_in_the_middle(worker, Document, lambda: make_certificate.delay(certificate.pk))
    certificate.refresh_from_db()
    assert (certificate.state, certificate.attempts) == ("being_made", 1)

    assert certifying.due(certificate.due_at) == [certificate.pk]
    certifying.make_certificate(certificate.pk, by="system:tests", now=certificate.due_at)

    certificate.refresh_from_db()
    assert (certificate.state, certificate.error, Certificate.objects.count()) == ("ready", "", 1)

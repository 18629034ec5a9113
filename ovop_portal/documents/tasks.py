"""Work on files in the background, decided by rows: running a task twice does nothing twice."""

import logging
from datetime import timedelta

from celery import shared_task

from ovop_portal.common.clock import now
from ovop_portal.documents import images, kept, letting_go, operations, patience

logger = logging.getLogger(__name__)

# Less than the time limit of a task.
NIGHT = timedelta(minutes=12)


@shared_task
def inspect_signature(sha256: str) -> None:
    """Look at the signatures of one PDF."""
    operations.inspect_signature(sha256, now=now())


@shared_task
def look_at_kept(key: str) -> None:
    """Look at one file whose page waits for it."""
    kept.look_at(key, now=now())


@shared_task
def sweep_kept() -> None:
    """Every 20 seconds: look at files whose page still waits, because a worker died or a broker lost the word."""
    kept.look_at_waiting(now=now())


@shared_task
def sweep() -> None:
    """Each minute: look at PDFs that were forgotten."""
    operations.inspect_waiting(now=now())


@shared_task
def remove_orphans() -> None:
    """Each day: remove files whose row was never written."""
    operations.remove_orphans(now=now())


@shared_task
def let_go() -> None:
    """Each night: remove files that nothing has held for some days."""
    letting_go.let_go(now=now())


@shared_task
def make_thumbnails(sha256: str) -> None:
    """Make the small pictures of one photo before a page asks for them. Where it cannot be done now, the page does it."""
    try:
        operations.make_thumbnails(sha256)
    except (FileNotFoundError, images.Unfit, patience.Busy) as problem:
        logger.warning("no small pictures of %s: %r", sha256, problem)


@shared_task
def check_files() -> None:
    """Each night: compare what lies on the storage with what was uploaded, batch by batch, as far as the time allows; the rest is first in the next."""
    end = now() + NIGHT
    while (moment := now()) < end and operations.check_files(now=moment):
        pass


@shared_task
def forget_kept() -> None:
    """Each hour: remove files whose form was not sent again."""
    kept.forget(now())

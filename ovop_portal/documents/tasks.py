"""Work on files in the background, decided by rows: run twice, nothing happens twice."""

from celery import shared_task

from ovop_portal.common.clock import now
from ovop_portal.documents import operations


@shared_task
def inspect_signature(sha256: str) -> None:
    """Look at the signatures of one PDF."""
    operations.inspect_signature(sha256, now=now())


@shared_task
def sweep() -> None:
    """Each minute: look at PDFs that were forgotten."""
    operations.inspect_waiting(now=now())


@shared_task
def remove_orphans() -> None:
    """Each day: remove files whose row was never written."""
    operations.remove_orphans(now=now())

"""Background work of this room: thin, idempotent by the state of the row."""

from celery import shared_task

from assessments import notices
from assessments.operations import tally as tallies
from assessments.operations.sheets import lock_sheets
from ovop_portal.common import clock


@shared_task
def run_tally(tally_id: int) -> None:
    """Make the tally that waits; a second call finds it done."""
    tallies.run_tally(tally_id, now=clock.now())


@shared_task
def lock_sent_sheets() -> int:
    """Lock the sheets whose minutes for taking back are over."""
    return lock_sheets(now=clock.now())


@shared_task
def remind_jurors() -> None:
    """Several times an hour: tell jurors whose sheets are still to be sent. Each is told once, whenever this runs."""
    notices.remind_jurors(now=clock.now())


@shared_task
def sweep_tallies() -> None:
    """Every few seconds: make the tallies that wait because the broker lost their message, or whose last attempt met a fault."""
    for pk in tallies.due(clock.now()):
        tallies.run_tally(pk, now=clock.now())

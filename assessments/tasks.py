"""Background work of this room: thin, idempotent by the state of the row."""

from celery import shared_task

from assessments.models import Tally
from assessments.operations.sheets import lock_sheets
from assessments.operations.tally import refuse_tally, seal_tally
from assessments.states import TallyState
from ovop_portal.common import clock
from ovop_portal.common.verbs import Refused


@shared_task
def run_tally(tally_id: int) -> None:
    """Make the tally that waits; a second call finds it done."""
    tally = Tally.objects.select_related("edition__scheme", "rubric", "star_lines").get(pk=tally_id)
    if tally.state != TallyState.RUNNING:
        return
    try:
        seal_tally(tally, now=clock.now())
    except Refused as refused:
        refuse_tally(tally, refused.missing, now=clock.now())


@shared_task
def lock_sent_sheets() -> int:
    """Lock the sheets whose minutes for taking back are over."""
    return lock_sheets(now=clock.now())


@shared_task
def sweep_tallies() -> None:
    """Revive tallies that wait because the broker lost their message."""
    for pk in Tally.objects.filter(state=TallyState.RUNNING).values_list("pk", flat=True):
        run_tally(pk)

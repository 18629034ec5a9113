"""What time itself does here: seal what was written, forget old keys."""

from celery import shared_task

from ovop_portal.common.clock import now
from ovop_portal.ledger import idempotency, sealing


@shared_task
def seal() -> None:
    """Place and seal the events of the last seconds, until none is left or another sealer is at work."""
    while sealing.seal(now()) == sealing.BATCH:
        pass


@shared_task
def forget_keys() -> None:
    """Once a day: forget keys of forms that nobody sends again."""
    idempotency.forget(now())

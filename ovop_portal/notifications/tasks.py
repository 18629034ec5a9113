"""Mail in the background. Both tasks decide by the rows of the outbox, so running them twice or too late does no harm."""

from celery import shared_task

from ovop_portal.common.clock import now
from ovop_portal.notifications import operations


@shared_task
def deliver(uuid: str) -> None:
    """Send one letter, if it is its turn."""
    operations.deliver(uuid, now=now())


@shared_task
def sweep() -> None:
    """Each minute: send whatever is due, such as what a lost broker forgot, or a large batch."""
    operations.deliver_due(now=now())

"""What time itself does here: forget sessions and counts that are over."""

from celery import shared_task
from django.core.management import call_command

from ovop_portal.accounts import contact_codes, limits
from ovop_portal.accounts.second_step import factors
from ovop_portal.common.clock import now


@shared_task
def forget() -> None:
    """Once an hour: sessions that have ended, counts of tries whose time is over, contacts that were never answered from. What a former secret
    of the settings sealed is sealed anew."""
    call_command("clearsessions")
    at = now()
    limits.forget(at)
    contact_codes.forget(at)
    factors.reseal()

"""Work in the background, decided by rows: a task that comes twice, or never, changes nothing about what becomes of its row."""

from celery import shared_task

from awards.models import Nomination
from awards.notices import reminding
from awards.operations import candidates, certifying
from ovop_portal.common.clock import now
from ovop_portal.common.waking import wake

MAKER, CLOCK = "system:certificates", "system:clock"


@shared_task
def make_certificate(certificate_id: int) -> None:
    """Make the PDF of one certificate."""
    certifying.make_certificate(certificate_id, by=MAKER, now=now())


@shared_task
def sweep_certificates() -> None:
    """At a publication and every few seconds: wake the certificates that are still to be made and whose turn it is."""
    for certificate_id in certifying.due(now()):
        wake("awards.tasks.make_certificate", certificate_id)


@shared_task
def remind() -> None:
    """Several times an hour: tell people what ends soon. Each is told once, whenever this runs."""
    reminding.remind(now=now())


@shared_task
def lapse_invitations() -> None:
    """Each ten minutes: end the invitations that no holder answered while their edition took nominations."""
    moment = now()
    unanswered = Nomination.objects.invited_in_vain(moment).select_related("product", "ikm", "edition").order_by("pk")
    candidates.lapse_invitations(list(unanswered), by=CLOCK, now=moment)

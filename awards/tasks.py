"""Work in the background, decided by rows: a task that comes twice, or never, changes nothing about what becomes of its row."""

from celery import shared_task

from awards.operations import certifying
from ovop_portal.common.clock import now
from ovop_portal.common.waking import wake

MAKER = "system:certificates"


@shared_task
def make_certificate(certificate_id: int) -> None:
    """Make the PDF of one certificate."""
    certifying.make_certificate(certificate_id, by=MAKER, now=now())


@shared_task
def sweep_certificates() -> None:
    """At a publication and each minute: wake the certificates that are still being made."""
    for certificate_id in certifying.waiting():
        wake("awards.tasks.make_certificate", certificate_id)

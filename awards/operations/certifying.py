"""The work that follows a publication: making the PDFs of its certificates. Run twice, nothing happens twice; stopped half-way, it goes on where it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from awards.certificates import KIND, PAGES, make_pdf
from awards.models import Award, Certificate
from awards.operations._steps import By
from awards.operations.outcome import finish_certificate
from awards.states import CertificateState
from ovop_portal.documents.operations import keep

AT_ONCE = 2_000


def make_certificate(certificate_id: int, *, by: By, now: datetime) -> bool:
    """Make and keep the PDF of one certificate, unless it is ready or another worker has it in hand; did we?"""
    with transaction.atomic():
        free = Certificate.objects.select_for_update(of=("self",), skip_locked=True)
        certificate = free.filter(pk=certificate_id, state=CertificateState.BEING_MADE).first()
        if certificate is None:
            return False
        certificate.award = Award.objects.for_catalogue().get(pk=certificate.award_id)
        name = f"Piagam OVOP {certificate.award.nomination.edition.year} {certificate.award.code}"
        document = keep(make_pdf(certificate.award), kind=KIND, name=name, pages=PAGES, by=by, now=now)
        finish_certificate(certificate, document, by=by, now=now)
    return True


def waiting() -> list[int]:
    """The certificates that have no PDF yet, oldest first. They exist from the publication on."""
    rows = Certificate.objects.filter(state=CertificateState.BEING_MADE).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])

"""The work that follows a publication: making the PDFs of its certificates, and their further issues. It may be run twice without doing anything twice, and
goes on where it was stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards import notices
from awards.certificates.facts import as_values
from awards.certificates.files import lost_certificates, made_again
from awards.certificates.printing import KIND, PAGES, ingredients, make_pdf
from awards.models import Award, Certificate, Edition, Proposal, PublishedAward
from awards.notices import kinds
from awards.operations._steps import By, add_milestone
from awards.operations.outcome import finish_certificate
from awards.states import CertificateState
from ovop_portal.common import attempts
from ovop_portal.common.verbs import Missing, Refused, lock, verb
from ovop_portal.common.waking import wake
from ovop_portal.documents.files import blob_path, put
from ovop_portal.documents.operations import keep
from ovop_portal.ledger import journal

AT_ONCE = 2_000


def make_certificate(certificate_id: int, *, by: By, now: datetime) -> bool:
    """Make and keep the PDF of one certificate, unless it is ready or another worker has it in hand. Returns whether it was made.

    A failure is counted and kept in the row; after the last attempt the certificate is parked and the secretariat is told.
    """
    certificate = attempts.claim(Certificate.objects.waiting(), certificate_id, now=now)
    if certificate is None:
        return False
    try:
        return _make(certificate.pk, by, now)
    except (
        Exception
    ) as problem:  # Whatever the compiler or the storage says: the row keeps it and waits for its next turn.
        if attempts.record_fault(Certificate.objects.waiting(), certificate, problem, now=now):
            _tell_parked([certificate], now)
        return False


def _make(pk: int, by: By, now: datetime) -> bool:
    with transaction.atomic():
        free = Certificate.objects.waiting().select_for_update(of=("self",), skip_locked=True)
        certificate = free.filter(pk=pk).select_related("published").first()
        if certificate is None:
            return False
        published = certificate.published
        name = f"Piagam OVOP {published.year} {published.code}{_of_issue(published)}"
        document = keep(make_pdf(published), kind=KIND, name=name, pages=PAGES, by=by, now=now)
        made_from = ingredients(published)
        finish_certificate(certificate, document, made_from=made_from, by=by, now=now)
    return True


def _of_issue(published: PublishedAward) -> str:
    return f" terbitan {published.issue}" if published.issue > 1 else ""


def mend_certificates(edition: Edition, *, by: By, now: datetime) -> list[str]:
    """Make those certificates of `edition` again whose file is lost or changed: the same bytes, or none. Returns the codes of those that were mended.

    What cannot be made again is named by the proof of the edition, with the cause.
    """
    mended = []
    for certificate, _problem in lost_certificates(edition.year):
        data = made_again(certificate)
        if isinstance(data, bytes):
            put(blob_path(certificate.sha256 or ""), data)
            mended.append(certificate.published.code)
    journal.record_many(
        "certificate.restored",
        [(f"award:{code}", None) for code in mended],
        by=by,
        now=now,
    )
    return mended


def due(now: datetime) -> list[int]:
    """The certificates that have no PDF yet and whose turn it is, oldest first. They exist from the publication on.

    Those whose last attempt ended with its worker are parked on the way.
    """
    _tell_parked(attempts.park_exhausted(Certificate.objects.waiting(), now=now), now)
    rows = attempts.due(Certificate.objects.waiting(), now).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


@verb
def reissue(proposal: Proposal, *, by: By, now: datetime) -> PublishedAward:
    """Write the next issue of an award as a confirmed proposal corrects it, with a certificate of its own. The issue before stays, as the one that was
    replaced.
    """
    award = Award.objects.for_list().get(nomination=proposal.nomination_id)
    lock(award)
    before = award.in_force()
    copied = {
        field.attname: getattr(before, field.attname)
        for field in PublishedAward._meta.concrete_fields
        if not field.generated and not field.primary_key
    }
    corrected = as_values({one.what: one.after for one in proposal.corrections.all()})
    own = {"issue": before.issue + 1, "proposal_id": proposal.pk, "visible_from": now}
    issue = PublishedAward.objects.create(**{**copied, **corrected, **own})
    body = {"issue": issue.issue, "decree": proposal.basis}
    journal.record("award.corrected", award.subject, by=by, now=now, body=body, rows=[issue])
    Certificate.objects.create(published=issue, state=CertificateState.BEING_MADE)
    words = _("Piagam dikoreksi, terbitan ke-{issue} berlaku").format(issue=issue.issue)
    add_milestone([award.nomination], "corrected", words, at=now)
    told = {"decree": proposal.basis, "issue": str(issue.issue)}
    notices.tell_owners([award.nomination], kinds.CORRECTED, now=now, also=told)
    notices.tell_dinas([award.nomination], kinds.CORRECTED, now=now, also=told)
    wake("awards.tasks.sweep_certificates")
    return issue


@verb
def retry_certificates(edition: Edition, *, by: By, now: datetime) -> int:
    """Try the parked certificates of `edition` again, once the cause is mended. Returns how many there are."""
    parked = Certificate.objects.parked(edition)
    codes = sorted(parked.values_list("published__code", flat=True))
    if not codes:
        raise Refused(Missing("none", _("Tidak ada piagam yang terhenti")))
    attempts.revive(parked, now=now)
    journal.record("certificates.retried", edition.subject, by=by, now=now, body={"awards": codes})
    wake("awards.tasks.sweep_certificates")
    return len(codes)


def _tell_parked(certificates: Sequence[Certificate], now: datetime) -> None:
    """Tell the secretariat of each edition once, with the first certificate that is given up: what stops one mostly stops its neighbours, too."""
    keys = [row.pk for row in certificates]
    editions = Edition.objects.filter(year__in=Certificate.objects.filter(pk__in=keys).values("published__year"))
    for edition in editions if certificates else []:
        others = Certificate.objects.parked(edition).exclude(pk__in=keys)
        if not others.exists():
            notices.tell_of_parked_certificates(edition, now=now)

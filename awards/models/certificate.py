"""The PDFs of what was published, one for each issue of a certificate."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.models.award import PublishedAward
from awards.models.edition import Edition
from awards.states import CERTIFICATE, CertificateState
from ovop_portal.common.attempts import Attempted, counted
from ovop_portal.common.constraints import one_of, together
from ovop_portal.common.guards import Fixed, Locked, guarded
from ovop_portal.documents.models import Document


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def waiting(self) -> CertificateQuerySet:
        """Without a file yet."""
        return self.filter(state=CertificateState.BEING_MADE)

    def of_year(self, year: int) -> CertificateQuerySet:
        """The certificates of the edition of `year`, each with what it certifies."""
        return self.filter(published__year=year).select_related("published")

    def parked(self, edition: Edition) -> CertificateQuerySet:
        """The certificates of `edition` that were given up after the last attempt."""
        return self.waiting().filter(published__year=edition.year, parked_at__isnull=False)


class Certificate(Attempted):
    """The PDF of one issue: being made by a worker, then ready with its file and hash; parked where it could not be made."""

    machine = CERTIFICATE

    published = models.OneToOneField(
        PublishedAward, models.PROTECT, related_name="certificate", verbose_name=_("terbitan")
    )
    state = models.CharField(_("status"), max_length=12, choices=CertificateState)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("berkas")
    )
    sha256 = models.CharField(_("sidik berkas"), max_length=64, null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("piagam")
        verbose_name_plural = _("piagam")
        constraints = [
            one_of("certificate_state_known", "state", CertificateState.values),
            together("certificate_file_whole", "document", "sha256", "made_at"),
            models.CheckConstraint(
                condition=Q(state=CertificateState.READY, document__isnull=False)
                | Q(state=CertificateState.BEING_MADE, document__isnull=True),
                name="certificate_ready_means_file",
            ),
            *counted("certificate"),
        ]
        triggers = [
            *guarded("awards_certificate", CERTIFICATE),
            Fixed(name="awards_certificate_fixed", fields=["published"]),
            Locked(name="awards_certificate_locked", field="made_at"),
        ]

    @property
    def subject(self) -> str:
        """How the journal names what it certifies."""
        return f"award:{self.published.code}"

"""From the recommendation of the selection team to the publication. All of it is added, never rewritten."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from awards.guards import OF_THE_NOMINATION, FrozenOncePublished, Publishes
from awards.models.edition import Edition
from awards.models.nomination import Nomination
from ovop_portal.common.constraints import between, not_blank, shaped
from ovop_portal.common.guards import append_only
from ovop_portal.common.names import NameField
from ovop_portal.documents.models import Document
from ovop_portal.ledger.models import Salted


class Recommendation(Salted):
    """The stars (0: none) that the selection team recommends for a nomination. The newest one counts."""

    nomination = models.ForeignKey(
        Nomination, models.PROTECT, related_name="recommendations", verbose_name=_("pengajuan")
    )
    stars = models.PositiveSmallIntegerField(_("bintang"))
    reason = models.TextField(_("alasan"), blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rekomendasi")
        verbose_name_plural = _("rekomendasi")
        ordering = ["-pk"]
        constraints = [between("recommendation_stars", "stars", 0, 5)]
        triggers = [
            *append_only("awards_recommendation"),
            FrozenOncePublished(name="awards_recommendation_frozen", edition=OF_THE_NOMINATION),
        ]


class Determination(models.Model):
    """The ministry's decree that fixes the stars of an edition."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="determinations", verbose_name=_("penyelenggaraan")
    )
    number = models.CharField(_("nomor keputusan"), max_length=80)
    date = models.DateField(_("tanggal keputusan"))
    title = NameField(_("tentang"), max_length=250)
    signatory_name = NameField(_("nama penanda tangan"), max_length=150)
    signatory_title = NameField(_("jabatan penanda tangan"), max_length=100)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("berkas keputusan")
    )
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("keputusan penetapan")
        verbose_name_plural = _("keputusan penetapan")
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="determination_once"),
            not_blank("determination_has_number", "number"),
        ]
        triggers = [
            *append_only("awards_determination"),
            FrozenOncePublished(name="awards_determination_frozen", edition="ROW.edition_id"),
        ]

    def __str__(self) -> str:
        return self.number


class Publication(models.Model):
    """The one row that decides when the results of an edition may be seen. With it, configuration and results freeze."""

    edition = models.OneToOneField(
        Edition, models.PROTECT, related_name="publication", verbose_name=_("penyelenggaraan")
    )
    visible_from = models.DateTimeField(_("terlihat sejak"))
    published_by = models.CharField(max_length=80)
    published_at = models.DateTimeField(db_default=Now(), editable=False)
    ledger_size = models.BigIntegerField(_("ukuran buku jejak"))
    ledger_root = models.CharField(_("akar buku jejak"), max_length=64)

    class Meta:
        verbose_name = _("pengumuman")
        verbose_name_plural = _("pengumuman")
        constraints = [shaped("publication_root_shape", "ledger_root", r"^[0-9a-f]{64}$")]
        triggers = [*append_only("awards_publication"), Publishes(name="awards_publication_alone")]

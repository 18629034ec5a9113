"""Figures that were published about past editions, kept with their source: shown beside sums of their parts, never used in a sum of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.constraints import between
from ovop_portal.common.guards import append_only


class PublishedClaim(models.Model):
    """One number as somebody printed it. `part_of` names the total that it is a part of (empty for totals).

    What was printed stays: rows are only added. One that was copied wrongly is mended by a migration, where everybody reads what changed and why.
    """

    year = models.PositiveSmallIntegerField(_("tahun"))
    measure = models.CharField(_("ukuran"), max_length=40)
    label = models.CharField(_("keterangan"), max_length=120)
    part_of = models.CharField(_("bagian dari"), max_length=40, blank=True)
    value = models.IntegerField(_("angka"))
    source = models.CharField(_("sumber"), max_length=250)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("angka yang pernah terbit")
        verbose_name_plural = _("angka yang pernah terbit")
        ordering = ["year", "order"]
        triggers = append_only("awards_publishedclaim")
        constraints = [
            models.UniqueConstraint(fields=["year", "measure", "source"], name="claim_once"),
            between("claim_year_plausible", "year", 2007, 2200),
        ]

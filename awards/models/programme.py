"""After the award: firms taken into a Go Global cohort, with a reason."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from awards.models.award import Award
from awards.models.edition import Edition
from ovop_portal.common.constraints import between, not_blank
from ovop_portal.common.guards import Fixed, append_only
from ovop_portal.common.names import NameField
from ovop_portal.ledger.models import Salted


class Cohort(models.Model):
    """A group of firms that is curated and coached for export together."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="cohorts", verbose_name=_("penyelenggaraan"))
    name = NameField(_("nama angkatan"), max_length=100)
    seats = models.PositiveSmallIntegerField(_("jumlah tempat"))
    opened_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("angkatan Go Global")
        verbose_name_plural = _("angkatan Go Global")
        constraints = [
            models.UniqueConstraint(fields=["edition", "name"], name="cohort_named_once"),
            between("cohort_seats_plausible", "seats", 1, 500),
            not_blank("cohort_has_name", "name"),
        ]
        triggers = [Fixed(name="awards_cohort_fixed", fields=["uuid", "edition", "opened_at"])]

    def __str__(self) -> str:
        return self.name


class Curation(Salted):
    """A curator's decision to take an award's holder into a cohort."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="curations", verbose_name=_("angkatan"))
    award = models.OneToOneField(Award, models.PROTECT, related_name="curation", verbose_name=_("bintang"))
    reason = models.TextField(_("alasan"))
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kurasi")
        verbose_name_plural = _("kurasi")
        constraints = [not_blank("curation_has_reason", "reason")]
        triggers = append_only("awards_curation")

"""The rubric as versioned data. A version never changes: a change is a new version, and old editions are never scored again with it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from assessments.guards import OF_THE_ASPECT, OF_THE_CRITERION, WholeOnceUsed
from ikm.models import CommodityGroup
from ovop_portal.common.constraints import between, shaped
from ovop_portal.common.guards import append_only


def added_only_before_use(table: str, version: str) -> WholeOnceUsed:
    return WholeOnceUsed(name=f"{table}_whole", table="assessments_rubric", column="rubric_id", version=version)


class Rubric(models.Model):
    """One version of the rubric: a code, and the hash of the data it was loaded from."""

    code = models.CharField(_("kode"), max_length=60, unique=True)
    title = models.CharField(_("nama"), max_length=200)
    total_points = models.PositiveSmallIntegerField(_("jumlah poin"))
    provenance = models.TextField(_("asal-usul"))
    sha256 = models.CharField(_("sidik"), max_length=64)
    loaded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("rubrik")
        verbose_name_plural = _("rubrik")
        constraints = [shaped("rubric_sha256_shape", "sha256", r"^[0-9a-f]{64}$")]
        triggers = append_only("assessments_rubric")

    def __str__(self) -> str:
        return self.code


class Aspect(models.Model):
    """A part of the rubric, for all commodity groups or for one."""

    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="aspects", verbose_name=_("rubrik"))
    code = models.CharField(_("kode"), max_length=8)
    commodity_group = models.ForeignKey(
        CommodityGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hanya untuk kelompok")
    )
    label = models.CharField(_("nama"), max_length=150)
    label_en = models.CharField(_("nama Inggris"), max_length=150)
    max_points = models.DecimalField(_("poin tertinggi"), max_digits=6, decimal_places=3)
    provenance = models.CharField(_("asal-usul"), max_length=300)
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("aspek")
        verbose_name_plural = _("aspek")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["rubric", "code", "commodity_group"], nulls_distinct=False, name="aspect_once"
            ),
            models.CheckConstraint(condition=Q(max_points__gt=0), name="aspect_worth_something"),
        ]
        triggers = [*append_only("assessments_aspect"), added_only_before_use("assessments_aspect", "NEW.rubric_id")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def of(self, rubric_id: int, commodity_code: str) -> CriterionQuerySet:
        """The criteria asked of a commodity group, in the order of the form: aspects for all groups and those of this one."""
        asked = Q(aspect__commodity_group__isnull=True) | Q(aspect__commodity_group=commodity_code)
        return self.filter(asked, aspect__rubric=rubric_id).order_by("aspect__order", "order")


class Criterion(models.Model):
    """One line of the scoring form."""

    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="criteria", verbose_name=_("aspek"))
    code = models.CharField(_("kode"), max_length=12)
    group_code = models.CharField(_("kode kelompok"), max_length=8)
    group_label = models.CharField(_("kelompok"), max_length=150)
    label = models.CharField(_("kriteria"), max_length=200)
    label_en = models.CharField(_("kriteria (Inggris)"), max_length=200)
    max_points = models.DecimalField(_("poin tertinggi"), max_digits=6, decimal_places=3)
    evidence = ArrayField(models.CharField(max_length=60), verbose_name=_("bukti"), default=list)
    provenance = models.CharField(_("asal-usul"), max_length=300)
    order = models.PositiveSmallIntegerField()

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("kriteria")
        verbose_name_plural = _("kriteria")
        ordering = ["aspect__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["aspect", "code"], name="criterion_once"),
            models.CheckConstraint(condition=Q(max_points__gt=0), name="criterion_worth_something"),
        ]
        triggers = [
            *append_only("assessments_criterion"),
            added_only_before_use("assessments_criterion", OF_THE_ASPECT),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Level(models.Model):
    """An anchored level: so many points for what the words describe. A score may only name points that stand here."""

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="levels", verbose_name=_("kriteria"))
    points = models.DecimalField(_("poin"), max_digits=6, decimal_places=3)
    label = models.CharField(_("uraian"), max_length=300)
    label_en = models.CharField(_("uraian (Inggris)"), max_length=300)

    class Meta:
        verbose_name = _("tingkat")
        verbose_name_plural = _("tingkat")
        ordering = ["points"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "points"], name="level_once"),
            between("level_points_plausible", "points", 0, 100),
        ]
        triggers = [*append_only("assessments_level"), added_only_before_use("assessments_level", OF_THE_CRITERION)]

"""How an edition is assessed: which rubric, which star lines, how many jurors, how their scores become one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.guards import KeptOnceBegun, TakesWholeVersions, WholeOnceUsed
from assessments.models.rubric import Rubric
from assessments.stars import Lines
from awards.guards import FrozenOncePublished
from awards.models import Edition, StarScheme
from ikm.models import CommodityGroup
from ovop_portal.common.constraints import between, one_of, only_when
from ovop_portal.common.guards import NoTruncate, append_only


class StarLineSet(models.Model):
    """A version of the lines between the stars."""

    code = models.CharField(_("kode"), max_length=60, unique=True)
    scheme = models.ForeignKey(StarScheme, models.PROTECT, related_name="+", verbose_name=_("skema bintang"))
    provenance = models.CharField(_("asal-usul"), max_length=200)

    class Meta:
        verbose_name = _("garis bintang")
        verbose_name_plural = _("garis bintang")
        triggers = append_only("assessments_star_line_set")

    def __str__(self) -> str:
        return self.code

    def whole(self) -> Lines:
        """The lines for all commodity groups and for those that have their own. Half-open: a score reaches a star when it is at or above the bound."""
        return Lines.of((line.commodity_group_id, line.stars, line.lower) for line in self.lines.all())


class StarLine(models.Model):
    """The score at which so many stars begin, in all commodity groups or in one: a group with lines of its own has none of the others.

    Only lower bounds are stored, so there can be neither gap nor overlap.
    """

    line_set = models.ForeignKey(StarLineSet, models.PROTECT, related_name="lines", verbose_name=_("garis bintang"))
    commodity_group = models.ForeignKey(
        CommodityGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hanya untuk kelompok")
    )
    stars = models.PositiveSmallIntegerField(_("bintang"))
    lower = models.DecimalField(_("mulai nilai"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("garis")
        verbose_name_plural = _("garis")
        ordering = ["-stars"]
        constraints = [
            models.UniqueConstraint(
                fields=["line_set", "commodity_group", "stars"], nulls_distinct=False, name="star_line_once"
            ),
            models.UniqueConstraint(
                fields=["line_set", "commodity_group", "lower"], nulls_distinct=False, name="star_line_bound_once"
            ),
            between("star_line_stars", "stars", 1, 5),
            between("star_line_lower", "lower", 0, 100),
        ]
        triggers = [
            *append_only("assessments_star_line"),
            WholeOnceUsed(
                name="assessments_star_line_whole",
                table="assessments_starlineset",
                column="star_lines_id",
                version="NEW.line_set_id",
            ),
        ]


class Combine(models.TextChoices):
    """How the jurors' totals become the official score."""

    MEAN = "mean", _("rata-rata")
    MEDIAN = "median", _("median")
    TRIMMED = "trimmed_mean_drop_high_low", _("rata-rata tanpa nilai tertinggi dan terendah")


class HolderCaps(models.TextChoices):
    """How a gate that keeps the top star back reaches holders of an earlier award, whose files go to the jury without screening."""

    EXEMPT = "exempt", _("tidak berlaku bagi penerima lama, karena berkasnya tidak melalui seleksi")
    LAST_SCREENING = "last_screening", _("berlaku bagi penerima lama menurut seleksi terakhir atas produknya")


class AssessmentPlan(models.Model):
    """The assessment of an edition. Frozen with the edition's publication."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="plan", verbose_name=_("penyelenggaraan"))
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="plans", verbose_name=_("rubrik"))
    star_lines = models.ForeignKey(StarLineSet, models.PROTECT, related_name="plans", verbose_name=_("garis bintang"))
    jurors_per_entry = models.PositiveSmallIntegerField(_("juri tiap berkas"), default=5)
    combine = models.CharField(_("cara menggabungkan"), max_length=30, choices=Combine, default=Combine.MEAN)
    caps_of_holders = models.CharField(
        _("syarat pembatas bintang"),
        max_length=20,
        choices=HolderCaps,
        default=HolderCaps.EXEMPT,
        db_default=HolderCaps.EXEMPT,
    )
    divergence_points = models.PositiveSmallIntegerField(_("selisih yang dibahas (poin)"), default=15)
    is_blind = models.BooleanField(_("nama usaha disembunyikan dari juri"), default=True)

    class Meta:
        verbose_name = _("rencana penilaian")
        verbose_name_plural = _("rencana penilaian")
        constraints = [
            one_of("plan_combine_known", "combine", Combine.values),
            one_of("plan_caps_of_holders_known", "caps_of_holders", HolderCaps.values),
            between("plan_jurors_plausible", "jurors_per_entry", 1, 15),
            only_when("plan_trimmed_leaves_one", Q(combine=Combine.TRIMMED), Q(jurors_per_entry__gte=3)),
        ]
        triggers = [
            FrozenOncePublished(name="assessments_plan_frozen", edition="ROW.edition_id"),
            TakesWholeVersions(name="assessments_plan_whole_versions"),
            KeptOnceBegun(name="assessments_plan_kept"),
            NoTruncate(name="assessments_plan_no_truncate"),
        ]

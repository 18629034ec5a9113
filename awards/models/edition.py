"""An edition and everything that changes with it: dates, star scheme, gates and required papers. Rows, never code."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from awards.guards import FrozenOncePublished
from ikm.models import CommodityGroup, PermitKind
from ovop_portal.common.constraints import between, in_order, not_blank, one_of, shaped
from ovop_portal.common.guards import Fixed, NoDelete, NoTruncate


class StarScheme(models.Model):
    """How many stars there are, and what they open: fixed, another rule is another scheme. Stars of different schemes are never compared, summed or
    sorted together.
    """

    code = models.CharField(max_length=40, primary_key=True)
    label = models.CharField(_("nama"), max_length=100)
    max_stars = models.PositiveSmallIntegerField(_("bintang tertinggi"))
    go_global_from = models.PositiveSmallIntegerField(_("Go Global mulai bintang"), null=True, blank=True)
    packaging_mark_from = models.PositiveSmallIntegerField(_("tanda kemasan mulai bintang"), null=True, blank=True)
    provenance = models.TextField(_("asal-usul"))

    class Meta:
        verbose_name = _("skema bintang")
        verbose_name_plural = _("skema bintang")
        constraints = [
            between("scheme_max_stars", "max_stars", 1, 5),
            models.CheckConstraint(
                condition=Q(go_global_from__isnull=True) | Q(go_global_from__lte=models.F("max_stars")),
                name="scheme_go_global_within",
            ),
        ]
        triggers = [
            Fixed(name="awards_scheme_fixed", fields=["max_stars", "go_global_from", "packaging_mark_from"]),
            NoDelete(name="awards_scheme_no_delete"),
            NoTruncate(name="awards_scheme_no_truncate"),
        ]

    def __str__(self) -> str:
        return self.label


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self, now: datetime | Now) -> EditionQuerySet:
        """Editions whose results may be seen at `now`."""
        return self.filter(publication__visible_from__lte=now)

    def in_window(self, kind: str, now: datetime) -> EditionQuerySet:
        """Editions whose window of `kind` is open at `now`."""
        open_windows = Window.objects.filter(kind=kind, opens_at__lte=now, closes_at__gte=now)
        return self.filter(pk__in=open_windows.values("edition_id"))

    def running(self) -> EditionQuerySet:
        """Editions that are not published yet, newest first."""
        return self.filter(publication__isnull=True).order_by("-year")


class Edition(models.Model):
    """One season of the award, named by the year in which it is held."""

    year = models.PositiveSmallIntegerField(_("tahun"), unique=True)
    planned_year = models.PositiveSmallIntegerField(_("tahun rencana"), null=True, blank=True)
    name = models.CharField(_("nama"), max_length=100)
    scheme = models.ForeignKey(StarScheme, models.PROTECT, related_name="editions", verbose_name=_("skema bintang"))
    previous = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="following",
        verbose_name=_("penyelenggaraan sebelumnya"),
    )
    validity_months = models.PositiveSmallIntegerField(_("masa berlaku piagam (bulan)"), default=24)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("penyelenggaraan")
        verbose_name_plural = _("penyelenggaraan")
        ordering = ["-year"]
        constraints = [
            between("edition_year_plausible", "year", 2007, 2200),
            in_order("edition_after_previous", "planned_year", "year"),
            between("edition_validity_plausible", "validity_months", 1, 120),
            not_blank("edition_has_name", "name"),
        ]
        triggers = [
            FrozenOncePublished(name="awards_edition_frozen", edition="ROW.id"),
            NoDelete(name="awards_edition_no_delete"),
            NoTruncate(name="awards_edition_no_truncate"),
        ]

    def __str__(self) -> str:
        return self.name

    def window(self, kind: str) -> Window | None:
        """The window of `kind`, or None. Reads `windows.all()`, so a prefetch serves it."""
        return next((window for window in self.windows.all() if window.kind == kind), None)

    def is_open(self, kind: str, now: datetime) -> bool:
        """Is the window of `kind` open at `now`? A deadline's own second is still in time; what comes after it is not."""
        window = self.window(kind)
        return window is not None and window.opens_at <= now <= window.closes_at

    def has_closed(self, kind: str, now: datetime) -> bool:
        """Is the window of `kind` over at `now`? One that has not begun is not."""
        window = self.window(kind)
        return window is not None and window.closes_at < now

    def is_published(self, now: datetime) -> bool:
        """May the results be seen at `now`?"""
        publication = getattr(self, "publication", None)
        return publication is not None and publication.visible_from <= now


class WindowKind(models.TextChoices):
    """The dated stages of an edition."""

    NOMINATION = "nomination", _("Pengusulan")
    SCREENING = "screening", _("Seleksi administrasi")
    ASSESSMENT = "assessment", _("Penilaian")
    PLENARY = "plenary", _("Pleno")


class Window(models.Model):
    """From when to when a stage is open. Ruled in WIB, stored in UTC."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="windows", verbose_name=_("penyelenggaraan"))
    kind = models.CharField(_("tahap"), max_length=12, choices=WindowKind)
    opens_at = models.DateTimeField(_("dibuka"))
    closes_at = models.DateTimeField(_("ditutup"))

    class Meta:
        verbose_name = _("jadwal")
        verbose_name_plural = _("jadwal")
        ordering = ["opens_at"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="window_once"),
            one_of("window_kind_known", "kind", WindowKind.values),
            in_order("window_in_order", "opens_at", "closes_at", strictly=True),
        ]
        triggers = [
            FrozenOncePublished(name="awards_window_frozen", edition="ROW.edition_id"),
            NoTruncate(name="awards_window_no_truncate"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind}"


class GateEffect(models.TextChoices):
    """What an unmet gate does."""

    REJECT = "reject", _("menggugurkan")
    HOLD = "hold_scoring", _("menahan pengiriman nilai")
    CAP = "cap_below_top_star", _("membatasi di bawah bintang tertinggi")
    WARN = "warn", _("hanya peringatan")


class Verdict(models.TextChoices):
    """A word on one gate: a reader's, or what the papers themselves say."""

    MET = "met", _("Sesuai")
    MISSING = "missing", _("Perlu diperbaiki")
    UNMET = "unmet", _("Tidak sesuai")
    NOT_APPLICABLE = "na", _("Tidak berlaku")


class Gate(models.Model):
    """A condition of an edition that stands apart from points."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="gates", verbose_name=_("penyelenggaraan"))
    code = models.CharField(_("kode"), max_length=8)
    label = models.CharField(_("syarat"), max_length=150)
    label_en = models.CharField(_("syarat (Inggris)"), max_length=150)
    commodity_group = models.ForeignKey(
        CommodityGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hanya untuk kelompok")
    )
    effect = models.CharField(_("akibat"), max_length=20, choices=GateEffect)
    provenance = models.CharField(_("asal-usul"), max_length=200)

    class Meta:
        verbose_name = _("syarat")
        verbose_name_plural = _("syarat")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="gate_once"),
            one_of("gate_effect_known", "effect", GateEffect.values),
            shaped("gate_code_shape", "code", r"^G[0-9]{2}$"),
        ]
        triggers = [
            FrozenOncePublished(name="awards_gate_frozen", edition="ROW.edition_id"),
            NoTruncate(name="awards_gate_no_truncate"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    def applies_to(self, commodity_code: str) -> bool:
        """Is this gate asked of products of `commodity_code`?"""
        return self.commodity_group_id in (None, commodity_code)


class RequiredPaper(models.Model):
    """A paper without which a nomination cannot be sent: any one of `kinds` will do."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="required_papers", verbose_name=_("penyelenggaraan")
    )
    code = models.CharField(_("kode"), max_length=20)
    label = models.CharField(_("dokumen"), max_length=150)
    kinds = ArrayField(models.CharField(max_length=10, choices=PermitKind), verbose_name=_("jenis yang diterima"))
    commodity_group = models.ForeignKey(
        CommodityGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hanya untuk kelompok")
    )

    class Meta:
        verbose_name = _("dokumen wajib")
        verbose_name_plural = _("dokumen wajib")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="required_paper_once")]
        triggers = [
            FrozenOncePublished(name="awards_paper_frozen", edition="ROW.edition_id"),
            NoTruncate(name="awards_paper_no_truncate"),
        ]

    def __str__(self) -> str:
        return self.label

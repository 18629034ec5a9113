"""An edition and everything that changes with it: dates, star scheme, gates and required papers. Rows, never code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.guards import FollowsItsKind, FrozenOncePublished, KeptOnceSent
from ikm.models import CommodityGroup, PermitKind
from ovop_portal.common import clock
from ovop_portal.common.canonical import digest
from ovop_portal.common.constraints import between, in_order, not_blank, one_of, only_when, shaped
from ovop_portal.common.guards import Fixed, NoDelete, NoTruncate
from ovop_portal.common.names import NameField
from ovop_portal.common.verbs import Missing, Refused


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


class EditionKind(models.TextChoices):
    """Is a season held, or only practised?"""

    REAL = "real", _("Penghargaan")
    REHEARSAL = "rehearsal", _("Latihan")


class ScreeningRule(models.TextChoices):
    """How many screeners must agree on the papers of a file before their word takes effect."""

    REJECT_BY_TWO = (
        "reject_by_two",
        _("penolakan berlaku bila dua pemeriksa sependapat, hasil lain cukup satu pemeriksa"),
    )
    ALL_BY_TWO = "all_by_two", _("setiap hasil berlaku bila dua pemeriksa sependapat")


# How the name of a rehearsal begins, so that it is called what it is wherever it is named.
REHEARSAL_NAME = "Latihan"


# Laid out by one person, opened by nobody yet: seen by the secretariat alone, and nothing is taken in it.
DRAFTED = Q(drafted_by__isnull=False, opened_by__isnull=True)
DRAFTS_LAST = ExpressionWrapper(DRAFTED, output_field=BooleanField()).asc()
REAL_FIRST = ExpressionWrapper(Q(kind=EditionKind.REHEARSAL), output_field=BooleanField()).asc()


class EditionQuerySet(models.QuerySet["Edition"]):
    def opened(self) -> EditionQuerySet:
        """Editions that are no drafts."""
        return self.exclude(DRAFTED)

    def real(self) -> EditionQuerySet:
        """Editions in which an award is given. Whatever everybody may see, count or search begins here: what is practised is seen by those who practise, and
        a draft by those who prepare it.
        """
        return self.opened().filter(kind=EditionKind.REAL)

    def real_first(self) -> EditionQuerySet:
        """Rehearsals after everything else, newest first among themselves: a desk opens on one only where nothing else runs."""
        return self.order_by(REAL_FIRST, "-year")

    def published(self, now: datetime | Now) -> EditionQuerySet:
        """Editions whose results everybody may see at `now`."""
        return self.real().filter(publication__visible_from__lte=now)

    def with_windows(self) -> EditionQuerySet:
        """With what `is_open` asks for."""
        return self.select_related("publication").prefetch_related("windows")

    def in_window(self, kind: str, now: datetime) -> EditionQuerySet:
        """Editions that take what the window of `kind` is for at `now`."""
        return self.filter(pk__in=Window.objects.filter(kind=kind).open_at(now).values("edition_id"))

    def running(self) -> EditionQuerySet:
        """Editions that are held and not published yet, newest first."""
        return self.real().filter(publication__isnull=True).order_by("-year")


class Edition(models.Model):
    """One season of the award, named by the year in which it is held; or a rehearsal of one, in a year in which none is held.

    The year stands in numbers, addresses and the ledger, so that no two seasons share it, not even a rehearsal and what it is for.
    """

    year = models.PositiveSmallIntegerField(_("tahun"), unique=True)
    kind = models.CharField(_("sifat"), max_length=10, choices=EditionKind, default=EditionKind.REAL)
    planned_year = models.PositiveSmallIntegerField(_("tahun rencana"), null=True, blank=True)
    name = NameField(_("nama"), max_length=100)
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
    screening_rule = models.CharField(
        _("aturan seleksi"),
        max_length=20,
        choices=ScreeningRule,
        default=ScreeningRule.REJECT_BY_TWO,
        db_default=ScreeningRule.REJECT_BY_TWO,
    )
    # Who laid it out as a draft, and who opened it: two persons. Both empty where it was begun at once.
    drafted_by = models.CharField(_("disusun oleh"), max_length=80, null=True, blank=True, editable=False)
    opened_by = models.CharField(_("dibuka oleh"), max_length=80, null=True, blank=True, editable=False)

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
            one_of("edition_kind_known", "kind", EditionKind.values),
            one_of("edition_screening_rule_known", "screening_rule", ScreeningRule.values),
            only_when("edition_opened_was_drafted", Q(opened_by__isnull=False), Q(drafted_by__isnull=False)),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | ~Q(opened_by=models.F("drafted_by")),
                name="edition_opened_by_another",
            ),
            only_when("edition_rehearsal_says_so", Q(kind=EditionKind.REHEARSAL), Q(name__startswith=REHEARSAL_NAME)),
        ]
        triggers = [
            FrozenOncePublished(name="awards_edition_frozen", edition="ROW.id"),
            Fixed(name="awards_edition_fixed", fields=["year", "kind", "drafted_by"]),
            Fixed(name="awards_edition_opened", fields=["opened_by"], once="opened_by"),
            FollowsItsKind(name="awards_edition_follows_its_kind"),
            KeptOnceSent(name="awards_edition_kept", edition="ROW.id", fields=["scheme", "screening_rule"]),
            NoDelete(name="awards_edition_no_delete"),
            NoTruncate(name="awards_edition_no_truncate"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the ledger names this edition."""
        return f"edition:{self.year}"

    @property
    def is_draft(self) -> bool:
        """Has nobody opened it yet?"""
        return self.drafted_by is not None and self.opened_by is None

    @property
    def is_rehearsal(self) -> bool:
        return self.kind == EditionKind.REHEARSAL

    def window(self, kind: str) -> Window | None:
        """The window of `kind`, or None. Reads `windows.all()`, so a prefetch serves it."""
        return next((window for window in self.windows.all() if window.kind == kind), None)

    def end_of(self, kind: str) -> datetime | None:
        """When the window of `kind` closes, if there is one."""
        window = self.window(kind)
        return window.closes_at if window else None

    def is_open(self, kind: str, now: datetime, *, until: datetime | None = None) -> bool:
        """Does the edition take what the window of `kind` is for at `now`? A draft takes nothing, nor does an edition that is published, whatever the dates.

        `until`: to whom more time was given, for them the window closes then, if that is later. It opens for everybody at once.
        """
        window = self.window(kind)
        if window is None or self.has_results or self.is_draft:
            return False
        return phase_of(window.opens_at, max(window.closes_at, until or window.closes_at), now) == Phase.NOW

    def demand_open(self, now: datetime, kind: str = "nomination", *, until: datetime | None = None) -> None:
        """Raise `Refused` unless the edition takes at `now` what the window of `kind` is for: nominations, where nothing is said."""
        if not self.is_open(kind, now, until=until):
            raise Refused(Missing("closed", str(CLOSED[WindowKind(kind)])))

    def demand_unpublished(self) -> None:
        """Raise `Refused` once the results are out, or on their way out: what is published no longer changes."""
        if self.has_results:
            raise Refused(
                Missing("published", gettext("Hasil penyelenggaraan ini sudah diumumkan, jadi tidak berubah lagi"))
            )

    @property
    def has_results(self) -> bool:
        """Is the edition published, be it for an hour to come? Then it is frozen. A `select_related` of the publication serves it."""
        return hasattr(self, "publication")

    def is_published(self, now: datetime) -> bool:
        """May the results be seen at `now`?"""
        publication = getattr(self, "publication", None)
        return publication is not None and publication.visible_from <= now


def edition_to_show(editions: Sequence[Edition], asked: str, now: datetime) -> Edition | None:
    """Of the editions that a page offers, in its order: the one of the year that is `asked` for, else the first that is still held, else the first."""
    found = next((edition for edition in editions if str(edition.year) == asked), None)
    running = next((edition for edition in editions if not edition.is_published(now) and not edition.is_draft), None)
    return found or running or next(iter(editions), None)


class WindowKind(models.TextChoices):
    """The dated stages of an edition. All of them bind: files are taken, read, scored and decided only in theirs (`Edition.demand_open`)."""

    NOMINATION = "nomination", _("Pengusulan")
    SCREENING = "screening", _("Seleksi administrasi")
    ASSESSMENT = "assessment", _("Penilaian")
    PLENARY = "plenary", _("Pleno")


# What somebody reads who comes to a closed door.
CLOSED = {
    WindowKind.NOMINATION: _("Masa pengusulan sedang tidak dibuka. Berkas tersimpan dan bisa dipakai lagi."),
    WindowKind.SCREENING: _("Masa seleksi administrasi sedang tidak dibuka. Sekretariat dapat mengubah jadwalnya."),
    WindowKind.ASSESSMENT: _("Masa penilaian sedang tidak dibuka"),
    WindowKind.PLENARY: _("Masa pleno sedang tidak dibuka. Sekretariat dapat mengubah jadwalnya."),
}


class Phase(StrEnum):
    """Where a window lies from an hour."""

    LATER = "later"
    NOW = "now"
    DONE = "done"


class WindowQuerySet(models.QuerySet["Window"]):
    def open_at(self, now: datetime | Combinable) -> WindowQuerySet:
        """Windows in which something is taken at `now`: open, of an edition that is not published and no draft."""
        rows = self.filter(opens_at__lte=now, closes_at__gte=clock.minute_of(now), edition__publication__isnull=True)
        return rows.exclude(edition__drafted_by__isnull=False, edition__opened_by__isnull=True)


class Window(models.Model):
    """From when to when a stage is open. Ruled in WIB, stored in UTC. The minute in which it closes is in it, whole, as it is printed."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="windows", verbose_name=_("penyelenggaraan"))
    kind = models.CharField(_("tahap"), max_length=12, choices=WindowKind)
    opens_at = models.DateTimeField(_("dibuka"))
    closes_at = models.DateTimeField(_("ditutup"))

    objects = WindowQuerySet.as_manager()

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

    @property
    def dates(self) -> tuple[datetime, datetime]:
        """From when to when."""
        return self.opens_at, self.closes_at

    @property
    def seen(self) -> str:
        """These dates as a page has shown them, for the question whether they are still the same."""
        return digest([self.kind, *self.dates])

    def phase(self, now: datetime) -> Phase:
        """Is the window ahead, open or over at `now`, by its dates alone?"""
        return phase_of(self.opens_at, self.closes_at, now)


def phase_of(opens_at: datetime, closes_at: datetime, now: datetime) -> Phase:
    """The same where only the dates of a window are at hand."""
    if now < opens_at:
        return Phase.LATER
    return Phase.NOW if clock.is_in_time(now, closes_at) else Phase.DONE


class GateEffect(models.TextChoices):
    """What an unmet gate does."""

    REJECT = "reject", _("menggugurkan")
    HOLD = "hold_scoring", _("menahan pengiriman nilai")
    CAP = "cap_below_top_star", _("membatasi di bawah bintang tertinggi")
    WARN = "warn", _("hanya peringatan")


class GateEvidence(models.TextChoices):
    """Where the papers of a file speak of a gate."""

    READER = "reader", _("hanya pembaca")
    GROUP = "group", _("kelompok komoditi")
    SENTRA = "sentra", _("keputusan sentra")
    SENTRA_SIZE = "sentra_size", _("jumlah unit usaha sentra")
    ACT = "act", _("surat kepala daerah")
    PAPER = "paper", _("dokumen yang diminta")


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
    evidence = models.CharField(
        _("terbaca dari"), max_length=20, choices=GateEvidence, default=GateEvidence.READER,
        help_text=_("Isian yang lebih dahulu dibaca portal. Ini saran: putusan tetap milik pemeriksa."),
    )  # fmt: skip
    # The code of a required paper, for a gate that a paper speaks of.
    paper = models.CharField(_("dokumen"), max_length=20, blank=True)
    provenance = models.CharField(_("asal-usul"), max_length=200)

    class Meta:
        verbose_name = _("syarat")
        verbose_name_plural = _("syarat")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="gate_once"),
            one_of("gate_effect_known", "effect", GateEffect.values),
            one_of("gate_evidence_known", "evidence", GateEvidence.values),
            models.CheckConstraint(
                name="gate_paper_with_evidence",
                condition=models.Q(evidence=GateEvidence.PAPER) ^ models.Q(paper=""),
            ),
            shaped("gate_code_shape", "code", r"^G[0-9]{2}$"),
        ]
        triggers = [
            FrozenOncePublished(name="awards_gate_frozen", edition="ROW.edition_id"),
            KeptOnceSent(name="awards_gate_kept", edition="ROW.edition_id"),
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
            KeptOnceSent(name="awards_paper_kept", edition="ROW.edition_id"),
            NoTruncate(name="awards_paper_no_truncate"),
        ]

    def __str__(self) -> str:
        return self.label

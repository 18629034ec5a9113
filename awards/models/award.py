"""An award, what everybody reads of it, and its end before its time. All of it is added, never rewritten."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import BooleanField, Case, Exists, F, GeneratedField, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Now
from django.utils.translation import gettext_lazy as _

from awards.guards import OF_THE_NOMINATION, ByTwo, FrozenOncePublished, Issued
from awards.models.edition import Edition, StarScheme
from awards.models.nomination import Nomination
from awards.models.outcome import Determination
from awards.models.proposal import ActKind, Proposal
from ikm.models import CommodityGroup, Product
from ovop_portal.common.constraints import between, in_order, not_blank, shaped
from ovop_portal.common.guards import append_only
from ovop_portal.common.names import NameField, NameKey, key_column
from ovop_portal.ledger.models import Salted
from regions.models import Regency


class Standing(models.TextChoices):
    """What an award is worth today. Computed from rows, stored nowhere."""

    VALID = "valid", _("Berlaku")
    EXPIRED = "expired", _("Masa berlaku berakhir")
    REVOKED = "revoked", _("Dicabut")


class AwardQuerySet(models.QuerySet["Award"]):
    def published(self, now: datetime | Now) -> AwardQuerySet:
        """Awards that may be seen at `now` by anybody."""
        return self.filter(nomination__edition__in=Edition.objects.published(now))

    def standing(self, today: date) -> AwardQuerySet:
        """Awards in force on `today`: neither revoked nor expired."""
        lasting = PublishedAward.objects.in_force().filter(valid_until__gte=today)
        return self.filter(revocation__isnull=True, pk__in=lasting.values("award"))

    def from_stars(self, least: int) -> AwardQuerySet:
        """Published awards of at least so many stars."""
        return self.filter(pk__in=PublishedAward.objects.in_force().filter(stars__gte=least).values("award"))

    def for_list(self) -> AwardQuerySet:
        """With file, place, edition and decree, and with what is in force of them (`stars_now`, `lasts_until`; while nothing is published, by the decree)."""
        in_force = {
            "stars_now": _now("stars", "pk", F("stars")),
            "lasts_until": _now("valid_until", "pk", F("valid_until")),
        }
        return self.annotate(**in_force).select_related(
            "nomination__product__commodity_group",
            "nomination__ikm",
            "nomination__regency__province",
            "nomination__edition__scheme",
            "determination",
            "revocation",
        )


class Award(models.Model):
    """Stars given to a nomination by a determination. `valid_until` is the last day on which the certificate stands.

    This is what the decree says. What everybody reads, with every correction since, is the newest `PublishedAward`.
    """

    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="award", verbose_name=_("pengajuan"))
    determination = models.ForeignKey(Determination, models.PROTECT, related_name="awards", verbose_name=_("keputusan"))
    stars = models.PositiveSmallIntegerField(_("bintang"))
    code = models.CharField(_("kode piagam"), max_length=12, unique=True)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_until = models.DateField(_("berlaku sampai"))

    objects = AwardQuerySet.as_manager()

    # What `for_list` brings along.
    stars_now: int
    lasts_until: date

    class Meta:
        verbose_name = _("bintang OVOP")
        verbose_name_plural = _("bintang OVOP")
        ordering = ["nomination__number"]
        constraints = [
            between("award_stars", "stars", 1, 5),
            in_order("award_dates_in_order", "valid_from", "valid_until"),
            shaped("award_code_shape", "code", r"^[A-HJ-NP-Z2-9]{11}$"),
        ]
        triggers = [
            *append_only("awards_award"),
            FrozenOncePublished(name="awards_award_frozen", edition=OF_THE_NOMINATION),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """How the journal names this award."""
        return f"award:{self.code}"

    def in_force(self) -> PublishedAward:
        """What everybody reads of it now. Raises `PublishedAward.DoesNotExist` while it is not published."""
        return PublishedAward.objects.for_page().in_force().get(award=self)


class PublishedAwardQuerySet(models.QuerySet["PublishedAward"]):
    def in_force(self) -> PublishedAwardQuerySet:
        """The last issue of each award: only there is a correction visible."""
        later = PublishedAward.objects.filter(award=OuterRef("award"), issue__gt=OuterRef("issue"))
        return self.filter(~Exists(later))

    def public(self, now: datetime | Now) -> PublishedAwardQuerySet:
        """What everybody may read at `now`."""
        return self.in_force().filter(is_rehearsal=False, visible_from__lte=now)

    def practised(self, now: datetime | Now) -> PublishedAwardQuerySet:
        """The same for rehearsals: shown to those who took part, and to nobody else."""
        return self.in_force().filter(is_rehearsal=True, visible_from__lte=now)

    def newest(self, now: datetime | Now) -> PublishedAwardQuerySet:
        """The newest award of each product."""
        later = PublishedAward.objects.filter(is_rehearsal=False, visible_from__lte=now)
        return self.filter(~Exists(later.filter(product=OuterRef("product"), year__gt=OuterRef("year"))))

    def with_consent(self, now: datetime | Now) -> PublishedAwardQuerySet:
        """With `consent`: did the owner agree that photos, story and contact are shown? Who refused in a newer edition that is out has refused."""
        words = Nomination.objects.filter(
            product=OuterRef("product"), declared_at__isnull=False, edition__in=Edition.objects.published(now)
        ).order_by("-edition__year", "-pk")
        last_word = Subquery(words.values("may_publish")[:1])
        agreed = When(award__nomination__may_publish=True, then=last_word)
        return self.annotate(consent=Case(agreed, default=False, output_field=BooleanField()))

    def with_shown(self, now: datetime | Now) -> PublishedAwardQuerySet:
        """With `shown`: the photos of the product that everybody may see. They were sent for its newest award, with consent; otherwise None."""
        newest = PublishedAward.objects.public(now).filter(product=OuterRef("product")).with_consent(now)
        shown = newest.order_by("-year").annotate(agreed=Case(When(consent=True, then=F("photos"))))
        brought = {"shown": Subquery(shown.values("agreed")[:1])}
        return self.annotate(**brought)

    def for_page(self) -> PublishedAwardQuerySet:
        """With what may have become of it, and its file."""
        return self.select_related("award__revocation", "certificate")


# The columns that no correction touches.
KEPT = (
    *("code", "is_rehearsal", "year", "edition_name", "scheme", "max_stars", "product", "commodity_group", "group"),
    *("group_en", "regency", "region", "place", "province", "told", "photos", "photo_words"),
)


class PublishedAward(models.Model):
    """What everybody reads of an award, written when it is published: catalogue, product page, verification, certificate and figures know nothing else.

    The words are those of the dossier as it was sent for the last time and of the decree, as they stood at that hour; later changes of firm, region or
    commodity group do not reach them. `told` and the photos are shown while their owner agrees. A correction is the next `issue`: a whole row, so that
    what was read before stays readable.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="issues", verbose_name=_("bintang"))
    issue = models.PositiveSmallIntegerField(_("terbitan ke"), default=1)
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, blank=True, related_name="published", verbose_name=_("koreksi")
    )
    visible_from = models.DateTimeField(_("terlihat sejak"))
    is_rehearsal = models.BooleanField(_("latihan"))
    code = models.CharField(_("kode piagam"), max_length=12)

    year = models.PositiveSmallIntegerField(_("tahun"))
    edition_name = models.CharField(_("penyelenggaraan"), max_length=100)
    scheme = models.ForeignKey(StarScheme, models.PROTECT, related_name="+", verbose_name=_("skema bintang"))
    max_stars = models.PositiveSmallIntegerField(_("bintang tertinggi"))
    stars = models.PositiveSmallIntegerField(_("bintang"))
    valid_from = models.DateField(_("berlaku sejak"))
    valid_until = models.DateField(_("berlaku sampai"))

    firm = NameField(_("penerima"), max_length=150)
    product = models.ForeignKey(Product, models.PROTECT, related_name="published", verbose_name=_("produk"))
    product_name = NameField(_("nama produk"), max_length=150)
    product_key = key_column("product_name")
    commodity_group = models.ForeignKey(CommodityGroup, models.PROTECT, related_name="+", verbose_name=_("komoditi"))
    group = models.CharField(_("kelompok komoditi"), max_length=60)
    group_en = models.CharField(_("kelompok komoditi (Inggris)"), max_length=60)
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="+", verbose_name=_("kabupaten/kota"))
    region = models.CharField(_("daerah"), max_length=220)
    place = models.CharField(_("daerah, disingkat"), max_length=160)
    province = models.CharField(_("provinsi"), max_length=100)

    decree_number = models.CharField(_("nomor keputusan"), max_length=80)
    decree_date = models.DateField(_("tanggal keputusan"))
    signatory_name = NameField(_("nama penanda tangan"), max_length=150)
    signatory_title = models.CharField(_("jabatan penanda tangan"), max_length=100)

    told = models.JSONField(_("yang tampil dengan izin"), default=dict)
    photos = ArrayField(models.UUIDField(), verbose_name=_("foto"), default=list)
    photo_words = ArrayField(models.TextField(), verbose_name=_("keterangan foto"), default=list)

    # All that a card of the catalogue prints, and the full name of the province beside its short one, in the normal form of names.
    card = GeneratedField(
        expression=NameKey(
            Concat(
                *(F("place"), Value(" Provinsi "), F("province"), Value(" "), F("product_name"), Value(" ")),
                *(F("firm"), Value(" "), Cast("year", TextField())),
                output_field=TextField(),
            )
        ),
        output_field=TextField(),
        db_persist=True,
    )

    objects = PublishedAwardQuerySet.as_manager()

    # What `with_shown` brings along.
    shown: list[UUID] | None

    class Meta:
        verbose_name = _("bintang yang diumumkan")
        verbose_name_plural = _("bintang yang diumumkan")
        ordering = ["award_id", "issue"]
        indexes = [
            models.Index(fields=["product", "-year"], name="published_award_of_product"),
            models.Index(fields=["code"], name="published_award_code"),
            # For the question whose photo this is, asked for every picture that is opened.
            GinIndex(fields=["photos"], name="published_award_photos"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["award", "issue"], name="published_award_issued_once"),
            between("published_award_stars", "stars", 1, 5),
            in_order("published_award_dates_in_order", "valid_from", "valid_until"),
            in_order("published_award_stars_of_scheme", "stars", "max_stars"),
            not_blank("published_award_has_firm", "firm"),
            not_blank("published_award_has_product", "product_name"),
        ]
        triggers = [*append_only("awards_publishedaward"), Issued(name="awards_publishedaward_issued", kept=KEPT)]

    def __str__(self) -> str:
        return f"{self.code}, terbitan {self.issue}"

    def standing(self, today: date) -> Standing:
        """Valid, expired or revoked on `today`."""
        if getattr(self.award, "revocation", None) is not None:
            return Standing.REVOKED
        return Standing.VALID if today <= self.valid_until else Standing.EXPIRED


def _now(field: str, award: str, otherwise: Any) -> Any:
    newest = PublishedAward.objects.filter(award=OuterRef(award)).order_by("-issue")
    return Coalesce(Subquery(newest.values(field)[:1]), otherwise)


def stars_now() -> Any:
    """The stars of the `award` of a row of the outer statement: those in force, or those of the decree while nothing is published; None without an award."""
    return _now("stars", "award", F("award__stars"))


def award_now() -> dict[str, Any]:
    """What a list of nominations says of their awards, for `annotate`: `stars_now`, and `is_revoked`."""
    return {"stars_now": stars_now(), "is_revoked": Exists(Revocation.objects.filter(award=OuterRef("award")))}


class Revocation(Salted):
    """The end of an award before its time, by a decree."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="revocation", verbose_name=_("bintang"))
    decree_number = models.CharField(_("nomor keputusan"), max_length=80)
    date = models.DateField(_("tanggal"))
    reason = models.TextField(_("alasan"))
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pencabutan")
        verbose_name_plural = _("pencabutan")
        constraints = [
            not_blank("revocation_has_reason", "reason"),
            not_blank("revocation_has_decree", "decree_number"),
        ]
        triggers = [
            *append_only("awards_revocation"),
            ByTwo(
                name="awards_revocation_two_persons",
                act=ActKind.REVOKE,
                nomination="SELECT nomination_id FROM public.awards_award WHERE id = NEW.award_id",
                operation=pgtrigger.Insert,
            ),
        ]

"""From the recommendation of the selection team to the certificate and its end. All of it is added, never rewritten."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Concat, JSONObject, Now
from django.utils.translation import gettext_lazy as _

from awards.guards import OF_THE_NOMINATION, FrozenOncePublished, Publishes
from awards.models.edition import Edition, EditionKind
from awards.models.nomination import Nomination, Submission
from awards.states import CERTIFICATE, CertificateState
from ikm.models import CommodityGroup
from ovop_portal.common.attempts import Attempted, counted
from ovop_portal.common.constraints import between, in_order, not_blank, one_of, shaped, together
from ovop_portal.common.guards import Fixed, Locked, append_only, guarded
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


class Standing(models.TextChoices):
    """What an award is worth today. Computed from rows, stored nowhere."""

    VALID = "valid", _("Berlaku")
    EXPIRED = "expired", _("Masa berlaku berakhir")
    REVOKED = "revoked", _("Dicabut")


_PRODUCT, _FIRM = KT("dossier__product__name"), KT("dossier__ikm__name")
# What lists want to know of the last submission.
AS_SENT: dict[str, Any] = {
    "product_name": _PRODUCT,
    "firm_name": _FIRM,
    "names": Concat(_PRODUCT, Value(" "), _FIRM, output_field=models.TextField()),
    "group_code": KT("dossier__product__commodity_group"),
    "cover": F("dossier__photos__0"),
    "documents": F("documents"),
}


class AwardQuerySet(models.QuerySet["Award"]):
    def real(self) -> AwardQuerySet:
        """Awards that were given; those of a rehearsal were not."""
        return self.filter(nomination__edition__in=Edition.objects.real())

    def published(self, now: datetime | Now) -> AwardQuerySet:
        """Awards that may be seen at `now` by anybody."""
        return self.real().filter(nomination__edition__publication__visible_from__lte=now)

    def practised(self, now: datetime | Now) -> AwardQuerySet:
        """Awards of rehearsals whose results are out at `now`: for those who took part, and nobody else."""
        return self.filter(
            nomination__edition__kind=EditionKind.REHEARSAL, nomination__edition__publication__visible_from__lte=now
        )

    def standing(self, today: date) -> AwardQuerySet:
        """Awards in force on `today`: neither revoked nor expired."""
        return self.filter(revocation__isnull=True, valid_until__gte=today)

    def newest(self, now: datetime | Now) -> AwardQuerySet:
        """Of each product the award that was published last."""
        return self.filter(is_newest(now))

    def as_certified(self, *what: str) -> AwardQuerySet:
        """With `what` (names of `AS_SENT`) as it was sent for the last time, to print, search and sort by. `certified.py` reads the whole.

        Each is looked up by itself, and only where it is asked for: most pages ask it of two dozen rows.
        """
        last = Submission.objects.filter(nomination=OuterRef("nomination")).order_by("-n")
        looked_up = {name: Subquery(last.annotate(asked=AS_SENT[name]).values("asked")[:1]) for name in what}
        return self.annotate(**looked_up)

    def with_consent(self, now: datetime | Now) -> AwardQuerySet:
        """With `consent`: did the owner agree that photos, story and contact are shown? Who refused in a newer edition that is out has refused."""
        words = Nomination.objects.filter(
            product=OuterRef("nomination__product"),
            declared_at__isnull=False,
            edition__in=Edition.objects.published(now),
        ).order_by("-edition__year", "-pk")
        last_word = Subquery(words.values("may_publish")[:1])
        return self.annotate(
            consent=Case(When(nomination__may_publish=True, then=last_word), default=False, output_field=BooleanField())
        )

    def with_shown(self, now: datetime | Now) -> AwardQuerySet:
        """With `shown`: the documents of the product that everybody may see. They were sent for its newest award, with consent; otherwise None."""
        newest = Award.objects.published(now).filter(nomination__product=OuterRef("nomination__product"))
        rows = newest.as_certified("documents").with_consent(now).order_by("-nomination__edition__year")
        shown = rows.annotate(agreed=Case(When(consent=True, then=F("documents"))))
        brought = {"shown": Subquery(shown.values("agreed")[:1])}
        return self.annotate(**brought)

    def for_catalogue(self) -> AwardQuerySet:
        """With what the pages about an award print, in one statement. What was `sent` is read by `certified.py`."""
        brought = {"sent": Subquery(_sent().values("dossier")[:1]), "sent_group": Subquery(_sent().values("group")[:1])}
        return self.select_related(
            "nomination__product__commodity_group",
            "nomination__ikm",
            "nomination__regency__province",
            "nomination__edition__scheme",
            "determination",
            "certificate",
            "revocation",
        ).annotate(**brought)


def is_newest(now: datetime | Now) -> Combinable:
    """Was the product of an award given none in a later edition that is out at `now`?"""
    product, year = "nomination__product", "nomination__edition__year"
    later = Award.objects.published(now).filter(**{product: OuterRef(product), f"{year}__gt": OuterRef(year)})
    return ~Exists(later)


def _sent() -> QuerySet[Any, Any]:
    """The submissions of an award of the outer statement, the last one first, with the labels of the commodity group."""
    labels = CommodityGroup.objects.filter(pk=OuterRef("code")).values(
        labels=JSONObject(label="label", label_en="label_en")
    )
    rows = Submission.objects.filter(nomination=OuterRef("nomination")).order_by("-n")
    return rows.annotate(code=KT("dossier__product__commodity_group")).annotate(group=Subquery(labels))


class Award(models.Model):
    """Stars given to a nomination by a determination. `valid_until` is the last day on which the certificate stands."""

    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="award", verbose_name=_("pengajuan"))
    determination = models.ForeignKey(Determination, models.PROTECT, related_name="awards", verbose_name=_("keputusan"))
    stars = models.PositiveSmallIntegerField(_("bintang"))
    code = models.CharField(_("kode piagam"), max_length=12, unique=True)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_until = models.DateField(_("berlaku sampai"))

    objects = AwardQuerySet.as_manager()

    # What `for_catalogue` and `with_shown` bring along.
    sent: dict[str, Any]
    sent_group: dict[str, str]
    shown: list[uuid.UUID] | None

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

    def standing(self, today: date) -> Standing:
        """Valid, expired or revoked on `today`."""
        if getattr(self, "revocation", None) is not None:
            return Standing.REVOKED
        return Standing.VALID if today <= self.valid_until else Standing.EXPIRED


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
        triggers = append_only("awards_revocation")


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


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def waiting(self) -> CertificateQuerySet:
        """Without a file yet."""
        return self.filter(state=CertificateState.BEING_MADE)

    def parked(self, edition: Edition) -> CertificateQuerySet:
        """Those of `edition` that were given up after the last attempt."""
        return self.waiting().filter(award__nomination__edition=edition, parked_at__isnull=False)


class Certificate(Attempted):
    """The PDF of an award: being made by a worker, then ready with its file and hash; parked where it could not be made."""

    machine = CERTIFICATE

    award = models.OneToOneField(Award, models.PROTECT, related_name="certificate", verbose_name=_("bintang"))
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
            Fixed(name="awards_certificate_fixed", fields=["award"]),
            Locked(name="awards_certificate_locked", field="made_at"),
        ]

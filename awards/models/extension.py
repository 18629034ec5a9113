"""More time to send for one file, one regency or city, or one province: what was decided, by which document, and why.

The window of an edition stays as it is for everybody else. What an extension reaches is asked in one way: `furthest` in a statement, `Extension.objects.ends_of`
and `end_for_places` elsewhere; whether a file may be sent is asked of the file alone (`Nomination.may_be_sent`).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from awards.guards import FrozenOncePublished
from awards.models.edition import Edition, Window, WindowKind
from ikm.models.firm import OwnerLink, reachable_by
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.common import clock
from ovop_portal.common.constraints import not_blank, one_of, together
from ovop_portal.common.guards import Fixed, Locked, NoDelete, NoTruncate
from ovop_portal.ledger.models import Salted
from regions.models import Office, Province, Regency

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from awards.models.nomination import Nomination
    from ovop_portal.accounts.models import User


# Codes of regencies and cities, or a query for them.
Places = Collection[str] | QuerySet[Any, Any]


class BasisKind(models.TextChoices):
    """The documents by which more time is given."""

    DECREE = "decree", _("Keputusan")
    CIRCULAR = "circular", _("Surat edaran")
    LETTER = "letter", _("Surat")
    MINUTES = "minutes", _("Berita acara")


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, user: User | AnonymousUser) -> ExtensionQuerySet:
        """The extensions that touch `user`: the own file, region or province; all of them for the secretariat."""
        if not user.is_authenticated:
            return self.none()
        if user.duties.has(Role.SECRETARIAT):
            return self
        regencies = Office.objects.filter(pk__in=user.duties.offices(*DINAS_ROLES)).values("regency_id")
        provinces = Office.objects.filter(pk__in=user.duties.offices(Role.PROVINCE_OFFICER)).values("province_id")
        own = OwnerLink.objects.filter(user=user, ends_at__isnull=True).values("ikm__regency")
        return self.filter(
            reachable_by(user, "nomination__ikm__")
            | _of_places(regencies)
            | _of_places(own)
            | Q(regency__province__in=provinces)
            | Q(province__in=provinces)
        ).distinct()

    def within(self, province: str) -> ExtensionQuerySet:
        """Those of a province, of its regencies and cities, and of files from it."""
        own = Q(province=province) | Q(regency__province=province) | Q(nomination__regency__province=province)
        return self.filter(own)

    def in_force(self) -> ExtensionQuerySet:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def in_time(self, now: datetime) -> ExtensionQuerySet:
        """Those whose last minute is not over."""
        return self.in_force().filter(closes_at__gte=clock.minute_of(now))

    def taking(self, now: datetime) -> ExtensionQuerySet:
        """Those by which something is taken at `now`: of an edition that has opened and is not published."""
        opened = Window.objects.filter(kind=WindowKind.NOMINATION, opens_at__lte=now).values("edition")
        return self.in_time(now).filter(edition__in=Edition.objects.opened().filter(publication=None, pk__in=opened))

    def of_places(self, regencies: Places) -> ExtensionQuerySet:
        """Those of these regencies and cities, or of their provinces."""
        return self.filter(_of_places(regencies))

    def touching(self, regencies: Places) -> ExtensionQuerySet:
        """Those of these places, and of files from them."""
        rows = Extension.objects.filter(_of_places(regencies) | Q(nomination__regency__in=regencies))
        return self.filter(pk__in=rows.values("pk"))

    def of_file(self, nomination: Nomination) -> ExtensionQuerySet:
        """What gives `nomination` more time, the longest first."""
        code = nomination.regency_id
        reach = Q(nomination=nomination.pk) | Q(regency=code) | Q(province=code[:2])
        return self.in_force().filter(reach, edition=nomination.edition_id).order_by("-closes_at", "-pk")

    def end_for_places(self, edition: Edition, regencies: Collection[str]) -> datetime | None:
        """Until when all of `regencies` have more time in `edition`; None where one of them has not."""
        rows = self.in_force().filter(edition=edition).of_places(regencies)
        held = set(rows.values_list("regency", "province", "closes_at"))
        ends = [max((at for one, of, at in held if code == one or code[:2] == of), default=None) for code in regencies]
        known = [at for at in ends if at is not None]
        return min(known) if known and len(known) == len(ends) else None

    def ends_of(self, nominations: Sequence[Nomination]) -> dict[int, datetime]:
        """Until when these files have more time, by primary key, as it stands at this moment."""
        if not nominations:
            return {}
        keys = [nomination.pk for nomination in nominations]
        rows = type(nominations[0])._base_manager.filter(pk__in=keys).annotate(until=furthest())
        return dict(rows.filter(until__isnull=False).values_list("pk", "until"))

    def for_list(self) -> ExtensionQuerySet:
        """With what they are for, those that stand first, the nearest end on top."""
        related = ("edition", "nomination__product", "nomination__ikm", "regency__province", "province")
        rows = self.select_related(*related)
        return rows.order_by(models.F("withdrawn_at").desc(nulls_first=True), "closes_at", "pk")


def _of_places(regencies: Places) -> Q:
    return Q(regency__in=regencies) | Q(province__regencies__in=regencies)


def furthest(*, edition: str = "edition_id", regency: str = "regency_id", nomination: str = "pk") -> Subquery:
    """Until when the nomination that a query is about has more time, as an expression; null where nothing gives it any."""
    reach = Q(nomination=OuterRef(nomination)) | Q(regency=OuterRef(regency)) | Q(province=Left(OuterRef(regency), 2))
    rows = Extension.objects.in_force().filter(reach, edition=OuterRef(edition)).order_by("-closes_at")
    return Subquery(rows.values("closes_at")[:1])


def extension_now() -> dict[str, Subquery]:
    """The same, by the name under which `Nomination.extended_to` finds it."""
    return {"extended_to": furthest()}


class Extension(Salted):
    """More time to send, for exactly one of file, regency or province. What it says never changes; it can be withdrawn once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="extensions", verbose_name=_("penyelenggaraan"))
    nomination = models.ForeignKey(
        "awards.Nomination",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="extensions",
        verbose_name=_("pengajuan"),
    )
    regency = models.ForeignKey(
        Regency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kabupaten/kota")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("provinsi")
    )
    closes_at = models.DateTimeField(_("batas baru"))
    basis_kind = models.CharField(_("jenis dokumen"), max_length=10, choices=BasisKind)
    basis = models.CharField(_("nomor dokumen"), max_length=80)
    basis_date = models.DateField(_("tanggal dokumen"))
    reason = models.TextField(_("alasan"))
    granted_by = models.CharField(_("diberikan oleh"), max_length=80)
    granted_at = models.DateTimeField(_("diberikan"))
    withdrawn_by = models.CharField(_("dicabut oleh"), max_length=80, null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("dicabut"), null=True, blank=True)
    withdrawn_because = models.TextField(_("alasan pencabutan"), blank=True, default="", db_default="")

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("perpanjangan")
        verbose_name_plural = _("perpanjangan")
        constraints = [
            models.CheckConstraint(
                condition=Q(nomination__isnull=False, regency__isnull=True, province__isnull=True)
                | Q(nomination__isnull=True, regency__isnull=False, province__isnull=True)
                | Q(nomination__isnull=True, regency__isnull=True, province__isnull=False),
                name="extension_for_exactly_one",
            ),
            one_of("extension_basis_known", "basis_kind", BasisKind.values),
            not_blank("extension_has_basis", "basis"),
            not_blank("extension_has_reason", "reason"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("granted_at")), name="extension_ends_after_it_is_granted"
            ),
            together("extension_withdrawal_whole", "withdrawn_by", "withdrawn_at"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | Q(Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="extension_withdrawn_for_a_reason",
            ),
        ]
        triggers = [
            Fixed(
                name="awards_extension_fixed",
                fields=[
                    *("uuid", "edition", "nomination", "regency", "province", "closes_at"),
                    *("basis_kind", "basis", "basis_date", "reason", "granted_by", "granted_at", "salt"),
                ],
            ),
            Locked(name="awards_extension_locked", field="withdrawn_at"),
            FrozenOncePublished(name="awards_extension_frozen", edition="ROW.edition_id"),
            NoDelete(name="awards_extension_no_delete"),
            NoTruncate(name="awards_extension_no_truncate"),
        ]

    def __str__(self) -> str:
        return f"{self.whom} {self.closes_at:%Y-%m-%d}"

    @property
    def subject(self) -> str:
        """How the journal names it."""
        return f"extension:{self.uuid}"

    @property
    def whom(self) -> str:
        """For whom it is, in words: a file by number and product, a region by name."""
        if self.nomination is not None:
            return f"{self.nomination.number}, {self.nomination.product.name}"
        return str(self.regency.with_province if self.regency is not None else self.province)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def is_over(self, now: datetime) -> bool:
        """Has its last minute passed?"""
        return clock.has_passed(self.closes_at, now)

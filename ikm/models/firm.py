"""The firm (IKM), who owns it, and its figures by year."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ikm.models.sentra import Sentra
from ikm.models.writing import written_column
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.common.canonical import digest
from ovop_portal.common.constraints import between, in_order, not_blank, one_of, only_when, shaped
from ovop_portal.common.guards import Fixed, Locked
from ovop_portal.common.names import NameField, NameKey, key_column
from ovop_portal.ledger.models import Salted
from regions.models import District, Office, Regency

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# The fields of a firm that stand on certificates, letters and receipts.
PRINTED = ("name", "owner_name", "village", "address")
READS_ALL = (Role.SCREENER, Role.SECRETARIAT, Role.CURATOR)
LARGEST_RUPIAH = 10**15
FIGURES = ("workers_male", "workers_female", "workers_local", "investment", "turnover", "production_value")


class LegalForm(models.TextChoices):
    """Legal forms seen in the registers of the dinas."""

    PERSONAL = "perorangan", _("Perorangan")
    UD = "ud", _("UD")
    CV = "cv", _("CV")
    PT = "pt", _("PT")
    COOPERATIVE = "koperasi", _("Koperasi")
    PO = "po", _("PO")
    PD = "pd", _("PD")


class IkmQuerySet(models.QuerySet["Ikm"]):
    def visible_to(self, user: User | AnonymousUser) -> IkmQuerySet:
        """The firms whose record `user` may open: the owner's own, the dinas' own region, and all for the officers in Jakarta."""
        if not user.is_authenticated:
            return self.none()
        if user.duties.has(*READS_ALL):
            return self
        return self.filter(reachable_by(user, "")).distinct()

    def with_papers_for(self, user: User | AnonymousUser) -> IkmQuerySet:
        """The firms whose files `user` may open as they are now. Those who check or curate open only what was sent, and nothing of a draft."""
        if not user.is_authenticated:
            return self.none()
        if user.duties.has(Role.SECRETARIAT):
            return self
        return self.filter(reachable_by(user, "")).distinct()

    def standing(self) -> IkmQuerySet:
        """Without the records that were joined with another."""
        return self.filter(joining__isnull=True)

    def twins_for_office(self, ikm: Ikm) -> IkmQuerySet:
        """Other records of the region that may be the same firm: the same number, or the same name."""
        return self._twins(ikm, ikm.phone, Q(name_key=NameKey(Value(ikm.name))))

    def twins_for_owner(self, ikm: Ikm, owner: User) -> IkmQuerySet:
        """The same as far as its owner may be told that there is something: the number of the account, or the name in the same village.

        A number or a name that the owner wrote into the record since asks nothing: one after the other would be tried, until the register is known.
        """
        named = Q(pk__in=[])
        if ikm.village and "name" not in ikm.written:
            named = Q(name_key=NameKey(Value(ikm.name)), village_key=NameKey(Value(ikm.village)))
        return self._twins(ikm, owner.phone or "", named)

    def _twins(self, ikm: Ikm, phone: str, named: Q) -> IkmQuerySet:
        same = (Q(phone=phone) if phone else Q(pk__in=[])) | named
        rows = self.standing().filter(regency=ikm.regency_id).exclude(pk=ikm.pk)
        return rows.alias(village_key=NameKey("village")).filter(same).order_by("name_key", "pk")

    def with_owner(self, has: bool = True) -> IkmQuerySet:
        """The firms that belong to somebody's account, or to nobody's."""
        owned = models.Exists(OwnerLink.objects.filter(ikm=models.OuterRef("pk"), ends_at__isnull=True))
        return self.filter(owned if has else ~owned)


def reachable_by(user: User, prefix: str) -> Q:
    """The condition under which a row that leads to a firm by `prefix` belongs to `user`: as owner, as dinas, as province."""
    open_links = OwnerLink.objects.filter(user=user, ends_at__isnull=True).values("ikm_id")
    condition = Q(**{f"{prefix}pk__in": open_links})
    dinas = user.duties.offices(*DINAS_ROLES)
    if dinas:
        regencies = Office.objects.filter(pk__in=dinas).values("regency_id")
        condition |= Q(**{f"{prefix}regency__in": regencies})
    province = user.duties.offices(Role.PROVINCE_OFFICER)
    if province:
        provinces = Office.objects.filter(pk__in=province).values("province_id")
        condition |= Q(**{f"{prefix}regency__province__in": provinces})
    return condition


class Ikm(models.Model):
    """A small or medium firm. The record stays live; what was submitted is kept by the nomination's own snapshot."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = NameField(_("nama usaha"), max_length=150)
    name_key = key_column()
    legal_form = models.CharField(_("bentuk usaha"), max_length=12, choices=LegalForm, blank=True)
    owner_name = NameField(_("nama pemilik"), max_length=150)
    nib = models.CharField(_("NIB"), max_length=13, blank=True)
    npwp = models.CharField(_("NPWP"), max_length=16, blank=True)
    siinas_account = models.CharField(_("akun SIINas"), max_length=60, blank=True)
    phone = models.CharField(_("nomor WhatsApp"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="firms", verbose_name=_("kabupaten/kota"))
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kecamatan")
    )
    village = models.CharField(_("desa/kelurahan"), max_length=100, blank=True)
    address = models.CharField(_("alamat"), max_length=250, blank=True)
    sentra = models.ForeignKey(
        Sentra, models.PROTECT, null=True, blank=True, related_name="firms", verbose_name=_("sentra")
    )
    # The owner does not know it, and the dinas fills it in.
    sentra_by_office = models.BooleanField(_("sentra diisi dinas"), default=False, db_default=False)
    sentra_since = models.PositiveSmallIntegerField(_("tahun masuk sentra"), null=True, blank=True)
    is_anchor = models.BooleanField(_("penghela sentra"), default=False)
    founded_in = models.PositiveSmallIntegerField(_("tahun berdiri"), null=True, blank=True)
    # Since when the owner asks that the record of the dinas be joined with this one.
    join_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When the dinas declined (`JoinRefusal` says why); asking again clears it.
    join_declined_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    written = written_column()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = IkmQuerySet.as_manager()

    class Meta:
        verbose_name = _("IKM")
        verbose_name_plural = _("IKM")
        triggers = [Fixed(name="ikm_ikm_fixed", fields=["uuid"])]
        indexes = [
            models.Index(fields=["regency", "name_key"], name="ikm_regency_name_key"),
            models.Index(fields=["name_key"], name="ikm_name_key"),
            models.Index(fields=["phone"], name="ikm_phone", condition=~Q(phone="")),
            GinIndex(fields=["name_key"], name="ikm_name_key_parts", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["nib"], condition=~Q(nib=""), name="ikm_nib_unique"),
            shaped("ikm_nib_shape", "nib", r"^[0-9]{13}$", blank=True),
            shaped("ikm_npwp_shape", "npwp", r"^[0-9]{15,16}$", blank=True),
            shaped("ikm_phone_e164", "phone", r"^\+[1-9][0-9]{7,14}$", blank=True),
            one_of("ikm_legal_form_known", "legal_form", ["", *LegalForm.values]),
            between("ikm_founded_plausible", "founded_in", 1800, 2200),
            between("ikm_sentra_since_plausible", "sentra_since", 1900, 2200),
            only_when("ikm_office_fills_no_known_sentra", Q(sentra_by_office=True), Q(sentra__isnull=True)),
            only_when("ikm_declines_what_was_asked", Q(join_declined_at__isnull=False), Q(join_asked_at__isnull=False)),
            not_blank("ikm_has_name", "name"),
            not_blank("ikm_has_owner", "owner_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the ledger names this firm."""
        return f"ikm:{self.uuid}"

    @property
    def waits_to_be_joined(self) -> bool:
        """Does the owner wait for the dinas to look whether it has a record of the firm?"""
        return self.join_asked_at is not None and self.join_declined_at is None

    @property
    def join_decline_reason(self) -> str:
        """Why the dinas did not join the records when it was asked last; empty while it has not answered so."""
        if self.join_declined_at is None:
            return ""
        return self.join_refusals.order_by("-pk").values_list("reason", flat=True).first() or ""


def years_that_cannot_be(founded_in: int | None, sentra_since: int | None) -> str:
    """The sentence for a firm that would have been in its sentra before it was founded; empty otherwise, and while a year is unknown."""
    if founded_in is None or sentra_since is None or sentra_since >= founded_in:
        return ""
    words = gettext("Tahun masuk sentra ({since}) lebih awal daripada tahun berdiri ({founded})")
    return words.format(since=sentra_since, founded=founded_in)


class OwnerLink(Salted):
    """The user who owns the firm's file. It ends (hand-over, death, sale); it is never deleted."""

    ikm = models.ForeignKey(Ikm, models.PROTECT, related_name="owner_links", verbose_name=_("IKM"))
    user = models.ForeignKey(User, models.PROTECT, related_name="owner_links", verbose_name=_("pemilik"))
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True, blank=True)
    # Which actor gave the file to the account; empty where the account registered the firm itself.
    given_by = models.CharField(max_length=80, blank=True, default="", db_default="")
    # Where an officer took the file back from an account that was linked by mistake.
    ended_by = models.CharField(max_length=80, blank=True, db_default="")
    reason = models.TextField(_("alasan dilepas"), blank=True, db_default="")

    class Meta:
        verbose_name = _("pemilik akun")
        verbose_name_plural = _("pemilik akun")
        constraints = [
            models.UniqueConstraint(fields=["ikm", "user"], condition=Q(ends_at__isnull=True), name="owner_link_once"),
            in_order("owner_link_dates_in_order", "starts_at", "ends_at"),
            only_when("owner_link_reason_of_an_end", ~Q(reason=""), ~Q(ended_by="") & Q(ends_at__isnull=False)),
            shaped("owner_link_given_by_actor", "given_by", r"^(user|system):", blank=True),
            shaped("owner_link_ended_by_actor", "ended_by", r"^(user|system):", blank=True),
        ]
        # Who owned a firm's file, and when, is history: a hand-over is an end and a new link.
        triggers = [
            Fixed(name="ikm_owner_link_fixed", fields=["ikm", "user", "starts_at", "given_by"]),
            Locked(name="ikm_owner_link_locked", field="ends_at"),
        ]


def was_given_by_another(given_by: str, actor: str) -> bool:
    """Did somebody else give the firm to the account `actor`? A firm that the account registered was given by nobody."""
    return given_by not in ("", actor)


class YearlyFigures(models.Model):
    """Workers and money of a firm in one year. Money in whole rupiah."""

    ikm = models.ForeignKey(Ikm, models.PROTECT, related_name="figures", verbose_name=_("IKM"))
    year = models.PositiveSmallIntegerField(_("tahun"))
    workers_male = models.PositiveIntegerField(_("tenaga kerja laki-laki"))
    workers_female = models.PositiveIntegerField(_("tenaga kerja perempuan"))
    workers_local = models.PositiveIntegerField(_("tenaga kerja dari kecamatan sekitar"))
    investment = models.BigIntegerField(_("nilai investasi"))
    turnover = models.BigIntegerField(_("omzet setahun"))
    production_value = models.BigIntegerField(_("nilai produksi setahun"), null=True, blank=True)
    # Who wrote the year last, and when; empty for years from before this was kept.
    written_by = models.CharField(max_length=80, blank=True, default="", db_default="", editable=False)
    written_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("angka tahunan")
        verbose_name_plural = _("angka tahunan")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["ikm", "year"], name="figures_once_a_year"),
            between("figures_year_plausible", "year", 1990, 2200),
            between("figures_investment_plausible", "investment", 0, LARGEST_RUPIAH),
            between("figures_turnover_plausible", "turnover", 0, LARGEST_RUPIAH),
            between("figures_production_plausible", "production_value", 0, LARGEST_RUPIAH),
            models.CheckConstraint(
                condition=Q(workers_local__lte=models.F("workers_male") + models.F("workers_female")),
                name="figures_local_workers_within_all",
            ),
        ]

    @property
    def values(self) -> dict[str, int | None]:
        """The figures themselves, without firm and year."""
        return {name: getattr(self, name) for name in FIGURES}

    @property
    def fingerprint(self) -> str:
        """Tells two readers whether they had the same figures before them."""
        return digest(self.values)

    @property
    def workers(self) -> int:
        """All workers of the year."""
        return self.workers_male + self.workers_female

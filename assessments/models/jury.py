"""The jury: who sits where, for whom, and whom they must not judge."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _

from assessments.guards import LeavesNoOpenSheet
from awards.models import Edition, Nomination
from ikm.models import CommodityGroup
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import WIB, day_in_wib
from ovop_portal.common.constraints import between, in_order, not_blank, one_of, only_when
from ovop_portal.common.guards import Fixed, Locked, append_only
from ovop_portal.common.names import NameField, key_column
from ovop_portal.common.rights import ERASE, KEEP
from ovop_portal.ledger.models import Salted
from regions.models import Province, Regency

TODAY = TruncDate(Now(), tzinfo=WIB)


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def members(self) -> InstitutionQuerySet:
        """Those that have not left."""
        return self.filter(ended_at__isnull=True)

    def sending(self) -> InstitutionQuerySet:
        """Those whose people may judge: members of the selection team."""
        return self.members().filter(in_selection_team=True)


class Institution(models.Model):
    """A body of the selection team, which sends jurors, or of the working group. One that belongs to a province sends nobody to judge the files of that
    province.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    name = NameField(_("nama"), max_length=150, unique=True)
    name_key = key_column()
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("provinsi"),
        help_text=_("Kosongkan bagi lembaga nasional. Jurinya tidak menilai berkas dari provinsi ini"),
    )
    in_selection_team = models.BooleanField(_("anggota tim seleksi"), default=True, db_default=True)
    in_working_group = models.BooleanField(_("anggota kelompok kerja"), default=False, db_default=False)
    ended_at = models.DateTimeField(_("keluar"), null=True, blank=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("lembaga")
        verbose_name_plural = _("lembaga")
        triggers = [Fixed(name="assessments_institution_fixed", fields=["uuid"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_selection_team=True) | Q(in_working_group=True), name="institution_is_somewhere"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the ledger names this body."""
        return f"institution:{self.uuid}"


class JurorOrigin(models.Model):
    """A province from which a juror comes or came: by the home region, or by the body that sends them. It stays when either is changed, so that nobody takes a
    bond away, gives a sheet and puts the bond back.
    """

    juror = models.ForeignKey("Juror", models.PROTECT, related_name="origins", verbose_name=_("juri"))
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name=_("provinsi"))
    noted_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("asal juri")
        verbose_name_plural = _("asal juri")
        constraints = [models.UniqueConstraint(fields=["juror", "province"], name="juror_origin_once")]
        triggers = append_only("assessments_jurororigin")

    def __str__(self) -> str:
        return f"{self.juror_id} {self.province_id}"


class JurorQuerySet(models.QuerySet["Juror"]):
    def appointed(self) -> JurorQuerySet:
        """Those whom a decree appoints today."""
        return self.filter(pk__in=Appointment.objects.in_force().values("juror"))


class Juror(models.Model):
    """A user in the jury: institution, home region (its province is never judged), the crafts they know and how many files they take."""

    user = models.OneToOneField(User, models.PROTECT, related_name="juror", verbose_name=_("pengguna"))
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="jurors", verbose_name=_("lembaga"))
    home_regency = models.ForeignKey(
        Regency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kabupaten/kota asal")
    )
    expertise = models.ManyToManyField(CommodityGroup, related_name="experts", verbose_name=_("keahlian"), blank=True)
    # In the words of whoever appoints: there is no list of techniques that all crafts share.
    techniques = models.CharField(_("teknik yang dikuasai"), max_length=200, blank=True, default="", db_default="")
    capacity = models.PositiveSmallIntegerField(_("paling banyak berkas"), null=True, blank=True)

    objects = JurorQuerySet.as_manager()

    class Meta:
        verbose_name = _("juri")
        verbose_name_plural = _("juri")
        constraints = [between("juror_capacity_plausible", "capacity", 1, 500)]
        # Sheets and conflicts belong to the juror: another user would take them over.
        triggers = [Fixed(name="assessments_juror_fixed", fields=["user"])]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def subject(self) -> str:
        """How the ledger names this juror: no name, only the account's key."""
        return f"juror:{self.user.uuid}"


# What a juror knows is rewritten as a whole; the journal notes that it was.
Juror.expertise.through.rights = ERASE  # type: ignore[attr-defined]


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def standing(self) -> AppointmentQuerySet:
        """Those that were not ended, whatever their dates."""
        return self.filter(ended_at__isnull=True)

    def lasting(self) -> AppointmentQuerySet:
        """Those whose last day has not passed, by the database's clock and the calendar of WIB; some of them begin later."""
        return self.standing().filter(Q(ends_on__isnull=True) | Q(ends_on__gte=TODAY))

    def in_force(self) -> AppointmentQuerySet:
        """Those by which somebody is a juror today."""
        return self.lasting().filter(starts_on__lte=TODAY)

    def meeting(self, starts_on: date, ends_on: date | None) -> AppointmentQuerySet:
        """Those that share a day with such an appointment."""
        rows = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
        return rows if ends_on is None else rows.filter(starts_on__lte=ends_on)


class Appointment(Salted):
    """A decree makes somebody a juror from one day to another (both included; open without the second). It ends early with a reason, and is never mended:
    a mistake is ended, and the appointment recorded anew.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="appointments", verbose_name=_("juri"))
    decree_number = models.CharField(_("nomor keputusan"), max_length=100)
    decree_date = models.DateField(_("tanggal keputusan"))
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    ended_at = models.DateTimeField(_("diakhiri"), null=True, blank=True)
    ended_because = models.CharField(_("alasan berakhir"), max_length=300, blank=True, default="")

    objects = AppointmentQuerySet.as_manager()
    rights = KEEP

    class Meta:
        verbose_name = _("pengangkatan juri")
        verbose_name_plural = _("pengangkatan juri")
        constraints = [
            not_blank("appointment_has_decree", "decree_number"),
            in_order("appointment_dates_in_order", "starts_on", "ends_on"),
            only_when("appointment_ended_has_reason", Q(ended_at__isnull=False), ~Q(ended_because="")),
            # The key as a range of one number: a plain column would ask for an extension of the server.
            ExclusionConstraint(
                name="appointment_one_at_a_time",
                expressions=[
                    (Func(F("juror"), F("juror"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True),
            ),
        ]
        triggers = [
            Fixed(
                name="assessments_appointment_fixed",
                fields=["uuid", "juror", "decree_number", "decree_date", "starts_on", "ends_on"],
            ),
            Locked(name="assessments_appointment_ended", field="ended_at"),
        ]

    def __str__(self) -> str:
        return self.decree_number

    def is_in_force(self, now: datetime) -> bool:
        """Is its juror a juror by it at `now`?"""
        day = day_in_wib(now)
        return self.ended_at is None and self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Panel(models.Model):
    """The jurors of one commodity group in one edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="panels", verbose_name=_("penyelenggaraan"))
    commodity_group = models.ForeignKey(
        CommodityGroup, models.PROTECT, related_name="+", verbose_name=_("kelompok komoditi")
    )
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panel")
        constraints = [models.UniqueConstraint(fields=["edition", "commodity_group"], name="panel_once")]
        # Its jurors have judged these files, and a closed panel shows them each other's sheets from then on.
        triggers = [
            Fixed(name="assessments_panel_fixed", fields=["edition", "commodity_group"]),
            Locked(name="assessments_panel_locked", field="closed_at"),
        ]


class PanelMemberQuerySet(models.QuerySet["PanelMember"]):
    def seated(self) -> PanelMemberQuerySet:
        """The seats that have not ended."""
        return self.filter(ended_at__isnull=True)


class PanelMember(Salted):
    """A juror sits on a panel, from the day the panel was made until the seat ends. Whoever is seated again gets a new row.

    What a juror locked while seated goes on counting: a seat that ends is no conflict of interest.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members", verbose_name=_("panel"))
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="seats", verbose_name=_("juri"))
    ended_at = models.DateTimeField(_("berakhir"), null=True, blank=True)
    ended_because = models.CharField(_("alasan berakhir"), max_length=300, blank=True, default="", db_default="")

    objects = PanelMemberQuerySet.as_manager()
    # The guard of ended seats refuses DELETE of those only; the others are history, too.
    rights = KEEP

    class Meta:
        verbose_name = _("anggota panel")
        verbose_name_plural = _("anggota panel")
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "juror"], condition=Q(ended_at__isnull=True), name="panel_seat_once"
            ),
            only_when("panel_seat_ended_has_reason", Q(ended_at__isnull=False), ~Q(ended_because="")),
        ]
        triggers = [
            Fixed(name="assessments_panel_member_fixed", fields=["panel", "juror"]),
            Locked(name="assessments_panelmember_ended", field="ended_at"),
        ]


class ConflictKind(models.TextChoices):
    """Why a juror must not judge a file."""

    REGION = "region", _("Berasal dari daerah yang sama")
    FIRM = "firm", _("Hubungan keluarga atau usaha")
    COACHED = "coached", _("Pernah membina IKM ini")
    OTHER = "other", _("Lainnya")


class Conflict(Salted):
    """A recorded conflict of interest. Once recorded it stands; the juror never gets the file again."""

    juror = models.ForeignKey(Juror, models.PROTECT, related_name="conflicts", verbose_name=_("juri"))
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="conflicts", verbose_name=_("pengajuan"))
    kind = models.CharField(_("hubungan"), max_length=10, choices=ConflictKind)
    note = models.CharField(_("keterangan"), max_length=300, blank=True)
    declared_by = models.CharField(max_length=80)
    declared_at = models.DateTimeField()

    class Meta:
        verbose_name = _("benturan kepentingan")
        verbose_name_plural = _("benturan kepentingan")
        constraints = [
            models.UniqueConstraint(fields=["juror", "nomination"], name="conflict_once"),
            one_of("conflict_kind_known", "kind", ConflictKind.values),
        ]
        triggers = [*append_only("assessments_conflict"), LeavesNoOpenSheet(name="assessments_conflict_no_open_sheet")]

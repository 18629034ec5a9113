"""The jury: who sits where, for whom, and whom they must not judge."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.guards import LeavesNoOpenSheet
from awards.models import Edition, Nomination
from ikm.models import CommodityGroup
from ovop_portal.accounts.models import User
from ovop_portal.common.constraints import one_of, only_when
from ovop_portal.common.guards import Fixed, Locked, append_only
from ovop_portal.common.names import NameField, key_column
from ovop_portal.common.rights import ERASE, KEEP
from ovop_portal.ledger.models import Salted
from regions.models import Province, Regency


class Institution(models.Model):
    """The body that sends a juror. One that belongs to a province sends nobody to judge the files of that province."""

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

    class Meta:
        verbose_name = _("lembaga")
        verbose_name_plural = _("lembaga")

    def __str__(self) -> str:
        return self.name


class Juror(models.Model):
    """A user in the jury: institution, home region (its province is never judged) and the commodity groups they know."""

    user = models.OneToOneField(User, models.PROTECT, related_name="juror", verbose_name=_("pengguna"))
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="jurors", verbose_name=_("lembaga"))
    home_regency = models.ForeignKey(
        Regency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kabupaten/kota asal")
    )
    expertise = models.ManyToManyField(CommodityGroup, related_name="experts", verbose_name=_("keahlian"), blank=True)

    class Meta:
        verbose_name = _("juri")
        verbose_name_plural = _("juri")
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

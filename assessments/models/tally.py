"""The sealed tally, and what the plenary made of it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.guards import DecidesItsRow
from assessments.models.plan import Combine, HolderCaps, StarLineSet
from assessments.models.rubric import Rubric
from assessments.models.sheet import Entry
from assessments.states import TALLY, TallyState
from awards.guards import FrozenOncePublished
from awards.models import Edition
from ovop_portal.common.attempts import Attempted, counted
from ovop_portal.common.constraints import between, one_of, only_when, together
from ovop_portal.common.guards import Fixed, Locked, OnlyWhile, append_only, guarded
from ovop_portal.ledger.models import Salted

# 1 had neither its number nor the rule for holders in its texts; 2 knew one set of lines for all commodity groups.
NEWEST_FORMAT = 3


class TallyQuerySet(models.QuerySet["Tally"]):
    def waiting(self) -> TallyQuerySet:
        """Runs that were asked for and are not made yet, except those of published editions, which no longer change."""
        return self.filter(state=TallyState.RUNNING, edition__publication__isnull=True)


class Tally(Salted, Attempted):
    """One run over the locked sheets of an edition. What went in and what came out are sealed by their hashes.

    `format` numbers the texts that are hashed: a seal is checked by its own for ever. `last_sheet` is the youngest sheet there was, by primary key:
    what was opened again or added since is younger, whatever a clock says.
    """

    machine = TALLY

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="tallies", verbose_name=_("penyelenggaraan"))
    n = models.PositiveSmallIntegerField(_("rekap ke"))
    state = models.CharField(_("status"), max_length=8, choices=TallyState)
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+", verbose_name=_("rubrik"))
    star_lines = models.ForeignKey(StarLineSet, models.PROTECT, related_name="+", verbose_name=_("garis bintang"))
    combine = models.CharField(_("cara menggabungkan"), max_length=30, choices=Combine)
    caps_of_holders = models.CharField(
        _("syarat pembatas bintang"),
        max_length=20,
        choices=HolderCaps,
        default=HolderCaps.EXEMPT,
        db_default=HolderCaps.EXEMPT,
    )
    format = models.PositiveSmallIntegerField(_("bentuk teks tersegel"), default=1, db_default=1)
    last_sheet = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    requested_by = models.CharField(max_length=80)
    requested_at = models.DateTimeField()
    inputs_sha256 = models.CharField(_("sidik masukan"), max_length=64, null=True, blank=True)
    results_sha256 = models.CharField(_("sidik hasil"), max_length=64, null=True, blank=True)
    sealed_at = models.DateTimeField(_("disegel"), null=True, blank=True)
    refusal = models.TextField(_("alasan belum dapat dihitung"), blank=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("rekap nilai")
        verbose_name_plural = _("rekap nilai")
        ordering = ["edition", "-n"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "n"], name="tally_numbered_once"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state=TallyState.RUNNING), name="tally_one_at_a_time"
            ),
            one_of("tally_state_known", "state", TallyState.values),
            one_of("tally_combine_known", "combine", Combine.values),
            one_of("tally_caps_of_holders_known", "caps_of_holders", HolderCaps.values),
            between("tally_format_known", "format", 1, NEWEST_FORMAT),
            together("tally_seal_whole", "sealed_at", "inputs_sha256", "results_sha256"),
            only_when("tally_sealed_means_seal", Q(state=TallyState.SEALED), Q(sealed_at__isnull=False)),
            only_when("tally_refused_has_reason", Q(state=TallyState.REFUSED), ~Q(refusal="")),
            *counted("tally"),
        ]
        triggers = [
            *guarded("assessments_tally", TALLY),
            Locked(name="assessments_tally_locked", field="sealed_at"),
            FrozenOncePublished(name="assessments_tally_frozen", edition="ROW.edition_id"),
            # The rule of a run stays the one with which it was asked for.
            Fixed(
                name="assessments_tally_fixed",
                fields=[
                    "edition",
                    "n",
                    "rubric",
                    "star_lines",
                    "combine",
                    "caps_of_holders",
                    "format",
                    "requested_by",
                    "requested_at",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"tally {self.edition_id}/{self.n}"

    @property
    def subject(self) -> str:
        """How the journal names it."""
        return f"tally:{self.edition.year}:{self.n}"


class TallyRow(models.Model):
    """The result of one entry: the official score and the stars that the rule gives it."""

    tally = models.ForeignKey(Tally, models.PROTECT, related_name="rows", verbose_name=_("rekap"))
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="tally_rows", verbose_name=_("berkas"))
    jurors = models.PositiveSmallIntegerField(_("jumlah juri"))
    official = models.DecimalField(_("nilai resmi"), max_digits=5, decimal_places=2)
    lowest = models.DecimalField(_("nilai terendah"), max_digits=6, decimal_places=3)
    highest = models.DecimalField(_("nilai tertinggi"), max_digits=6, decimal_places=3)
    stars = models.PositiveSmallIntegerField(_("bintang menurut garis"))
    is_capped = models.BooleanField(_("dibatasi syarat"), default=False)

    class Meta:
        verbose_name = _("hasil rekap")
        verbose_name_plural = _("hasil rekap")
        constraints = [
            models.UniqueConstraint(fields=["tally", "entry"], name="tally_row_once"),
            between("tally_row_official", "official", 0, 100),
            between("tally_row_stars", "stars", 0, 5),
        ]
        triggers = [
            *append_only("assessments_tally_row"),
            # A row that came after the seal would be a result that nobody has sealed.
            OnlyWhile(
                name="assessments_tally_row_while_running",
                of="tally",
                states=[TallyState.RUNNING],
                operation=pgtrigger.Insert,
            ),
        ]


class PlenaryDecision(Salted):
    """The stars that the plenary fixes for an entry. Where they differ from the rule's, the reason stands beside them; scores are never edited."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="decisions", verbose_name=_("berkas"))
    tally_row = models.OneToOneField(TallyRow, models.PROTECT, related_name="decision", verbose_name=_("hasil rekap"))
    stars = models.PositiveSmallIntegerField(_("bintang"))
    rule_stars = models.PositiveSmallIntegerField(_("bintang menurut garis"))
    reason = models.TextField(_("alasan"), blank=True)
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("keputusan pleno")
        verbose_name_plural = _("keputusan pleno")
        constraints = [
            between("plenary_stars", "stars", 0, 5),
            models.CheckConstraint(
                condition=Q(stars=F("rule_stars")) | ~Q(reason=""), name="plenary_departure_has_reason"
            ),
        ]
        triggers = [
            *append_only("assessments_plenary_decision"),
            DecidesItsRow(name="assessments_plenary_decision_of_its_row"),
        ]

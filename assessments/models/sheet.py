"""Entries before the jury, their scoresheets, the cells on a sheet, and every change to a cell as an event."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from assessments.guards import NoConflictedJuror
from assessments.models.jury import Conflict, Juror, Panel
from assessments.models.rubric import Criterion
from assessments.states import COUNTING_SHEETS, ENTRY, SHEET, EntryState, SheetState
from awards.guards import OF_THE_NOMINATION, FrozenOncePublished
from awards.models import Gate, GateEffect, Nomination, Submission
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.constraints import between, one_of, only_when, shaped, together
from ovop_portal.common.guards import Fixed, Locked, NoTruncate, OnlyWhile, append_only, guarded
from ovop_portal.ledger.models import Salted

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Entry(models.Model):
    """A nomination before the jury: the panel that judges it and the submission that is judged."""

    machine = ENTRY

    nomination = models.OneToOneField(
        Nomination, models.PROTECT, related_name="assessment_entry", verbose_name=_("pengajuan")
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="entries", verbose_name=_("kiriman"))
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="entries", verbose_name=_("panel"))
    state = models.CharField(_("status"), max_length=10, choices=EntryState)
    sample_received_at = models.DateTimeField(_("contoh produk diterima"), null=True, blank=True)
    sample_waybill = models.CharField(_("nomor resi"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("berkas penilaian")
        verbose_name_plural = _("berkas penilaian")
        ordering = ["nomination__number"]
        constraints = [one_of("entry_state_known", "state", EntryState.values)]
        triggers = [
            *guarded("assessments_entry", ENTRY),
            FrozenOncePublished(name="assessments_entry_frozen", edition=OF_THE_NOMINATION, operation=pgtrigger.Insert),
            # The submission and the panel are settled when the entry is opened: every decision is about them.
            Fixed(name="assessments_entry_fixed", fields=["nomination", "submission", "panel"]),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}"


class ScoresheetQuerySet(models.QuerySet["Scoresheet"]):
    def visible_to(self, user: User | AnonymousUser) -> ScoresheetQuerySet:
        """A juror's own sheets; a colleague's once both are locked and the panel is closed; all for the secretariat and the auditor.

        A juror sees no sheet, neither their own nor anybody's, of a file with which they have a conflict.
        """
        if not user.is_authenticated:
            return self.none()
        if user.duties.has(Role.SECRETARIAT, Role.AUDITOR):
            return self
        if not user.duties.has(Role.JUROR):
            return self.none()
        own_locked = Scoresheet.objects.newest_round().filter(juror__user=user, state=SheetState.LOCKED)
        colleagues = Q(
            state=SheetState.LOCKED, entry__panel__closed_at__isnull=False, entry__in=own_locked.values("entry_id")
        )
        return self.filter(Q(juror__user=user) | colleagues).without_conflict(user.pk)

    def own(self, user: User) -> ScoresheetQuerySet:
        """The sheets that `user` fills in as a juror."""
        return self.filter(juror__user=user)

    def without_conflict(self, user: int) -> ScoresheetQuerySet:
        """Without the files with which the juror `user` (a key) has a recorded conflict, also one recorded after the lock."""
        conflicts = Conflict.objects.filter(juror__user=user, nomination=models.OuterRef("entry__nomination"))
        return self.filter(~models.Exists(conflicts))

    def open_to(self, user: int) -> ScoresheetQuerySet:
        """What the juror `user` (a key) may open: the newest round of each own sheet, of files without a conflict."""
        own = self.filter(juror__user=user, state__in=COUNTING_SHEETS)
        return own.newest_round().without_conflict(user)

    def newest_round(self) -> ScoresheetQuerySet:
        """The sheets that count: of each juror and entry only the newest round."""
        later = Scoresheet.objects.filter(
            entry=models.OuterRef("entry"),
            juror=models.OuterRef("juror"),
            round__gt=models.OuterRef("round"),
        )
        return self.filter(~models.Exists(later))

    def with_hold(self) -> Any:
        """With `lacks_sample`: does a gate hold the sheet back until the product sample is there? `missing_for_sending` asks the same."""
        nomination = "entry__nomination"
        of_group = Q(commodity_group__isnull=True) | Q(
            commodity_group=models.OuterRef(f"{nomination}__product__commodity_group")
        )
        gates = Gate.objects.filter(of_group, edition=models.OuterRef(f"{nomination}__edition"), effect=GateEffect.HOLD)
        return self.annotate(lacks_sample=Q(entry__sample_received_at__isnull=True) & Q(models.Exists(gates)))


# A draft sheet either has been written on, or nobody has begun it. One definition for every page, count and export.
UNTOUCHED = Q(state=SheetState.DRAFT, version=0)
BEGUN = Q(state=SheetState.DRAFT, version__gt=0)


class Scoresheet(Salted):
    """One juror's sheet for one entry. `version` counts its score events; `total` and `digest` are fixed when it locks."""

    machine = SHEET

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="sheets", verbose_name=_("berkas"))
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="sheets", verbose_name=_("juri"))
    round = models.PositiveSmallIntegerField(_("putaran"), default=1)
    state = models.CharField(_("status"), max_length=10, choices=SheetState)
    version = models.PositiveIntegerField(default=0)
    assigned_at = models.DateTimeField(_("ditugaskan"))
    saved_at = models.DateTimeField(_("tersimpan"), null=True, blank=True)
    sent_at = models.DateTimeField(_("terkirim"), null=True, blank=True)
    locked_at = models.DateTimeField(_("terkunci"), null=True, blank=True)
    total = models.DecimalField(_("nilai"), max_digits=6, decimal_places=3, null=True, blank=True)
    digest = models.CharField(_("sidik"), max_length=64, null=True, blank=True)
    reopened_because = models.TextField(_("alasan dibuka kembali"), blank=True)
    withdrawn_at = models.DateTimeField(_("ditarik"), null=True, blank=True)
    withdrawn_because = models.TextField(_("alasan ditarik"), blank=True, default="", db_default="")
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replacement",
        verbose_name=_("menggantikan lembar"),
    )

    objects = ScoresheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("lembar nilai")
        verbose_name_plural = _("lembar nilai")
        indexes = [models.Index(fields=["juror", "state"], name="sheet_juror_state")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "juror", "round"], name="sheet_once"),
            models.UniqueConstraint(
                fields=["entry", "juror"], condition=Q(state__in=["draft", "sent"]), name="sheet_open_once"
            ),
            one_of("sheet_state_known", "state", SheetState.values),
            together("sheet_lock_whole", "locked_at", "total", "digest"),
            only_when("sheet_locked_means_total", Q(state=SheetState.LOCKED), Q(locked_at__isnull=False)),
            only_when("sheet_total_means_locked", Q(locked_at__isnull=False), Q(state=SheetState.LOCKED)),
            only_when(
                "sheet_sent_has_hour", Q(state__in=[SheetState.SENT, SheetState.LOCKED]), Q(sent_at__isnull=False)
            ),
            only_when("sheet_reopened_has_reason", Q(round__gt=1), ~Q(reopened_because="")),
            only_when("sheet_withdrawn_has_hour", Q(state=SheetState.WITHDRAWN), Q(withdrawn_at__isnull=False)),
            only_when("sheet_hour_means_withdrawn", Q(withdrawn_at__isnull=False), Q(state=SheetState.WITHDRAWN)),
            only_when("sheet_withdrawn_has_reason", Q(withdrawn_at__isnull=False), ~Q(withdrawn_because="")),
            between("sheet_total_plausible", "total", 0, 100),
        ]
        triggers = [
            *guarded("assessments_scoresheet", SHEET),
            Locked(name="assessments_scoresheet_locked", field="locked_at"),
            NoConflictedJuror(name="assessments_scoresheet_no_conflict"),
            # Nobody gets a sheet of a file that is scored or decided: it is opened first.
            OnlyWhile(
                name="assessments_scoresheet_of_open_entry",
                of="entry",
                states=[EntryState.OPEN],
                operation=pgtrigger.Insert,
            ),
            # Otherwise a sheet could be made for one juror and handed to another who has a conflict.
            Fixed(
                name="assessments_scoresheet_fixed",
                fields=["entry", "juror", "round", "assigned_at", "reopened_because"],
            ),
        ]

    def __str__(self) -> str:
        return f"sheet {self.pk}"

    @property
    def is_untouched(self) -> bool:
        """A draft on which nothing has been written yet."""
        return self.state == SheetState.DRAFT and self.version == 0

    @property
    def subject(self) -> str:
        """How the ledger names this sheet."""
        return f"sheet:{self.pk}"


class Score(models.Model):
    """A cell: the points a juror gives on one criterion, or the reason why it cannot be assessed.

    The database refuses points that are not a level of the criterion: (criterion, points) is a foreign key to Level, made in a migration.
    `version` is the version of the sheet at which the cell was last changed.
    """

    sheet = models.ForeignKey(Scoresheet, models.PROTECT, related_name="scores", verbose_name=_("lembar"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores", verbose_name=_("kriteria"))
    points = models.DecimalField(_("poin"), max_digits=6, decimal_places=3, null=True, blank=True)
    cannot_assess = models.BooleanField(_("tidak dapat dinilai"), default=False)
    note = models.TextField(_("catatan"), blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("nilai")
        verbose_name_plural = _("nilai")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once"),
            only_when("score_cannot_has_reason", Q(cannot_assess=True), Q(points__isnull=True) & ~Q(note="")),
        ]
        triggers = [
            OnlyWhile(name="assessments_score_open_sheet", of="sheet", states=[SheetState.DRAFT]),
            NoTruncate(name="assessments_score_no_truncate"),
        ]


class ScoreEvent(models.Model):
    """One acknowledged save: the cells as they were sent, numbered 1..n on the sheet. `op_id` makes a repeat harmless."""

    sheet = models.ForeignKey(Scoresheet, models.PROTECT, related_name="events", verbose_name=_("lembar"))
    version = models.PositiveIntegerField()
    op_id = models.UUIDField(default=uuid.uuid4)
    base_version = models.PositiveIntegerField()
    cells = models.JSONField()
    saved_at = models.DateTimeField(db_default=Now())
    saved_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("perubahan nilai")
        verbose_name_plural = _("perubahan nilai")
        ordering = ["sheet", "version"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "version"], name="score_event_numbered_once"),
            models.UniqueConstraint(fields=["sheet", "op_id"], name="score_event_operation_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="score_event_from_one"),
            shaped("score_event_saved_by_actor", "saved_by", r"^(user|system):"),
        ]
        triggers = [
            *append_only("assessments_score_event"),
            # The digest of a locked sheet is made over its events.
            OnlyWhile(
                name="assessments_score_event_open_sheet",
                of="sheet",
                states=[SheetState.DRAFT],
                operation=pgtrigger.Insert,
            ),
        ]

"""The nomination: one product in one edition, its frozen submissions, and what its owner is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from awards.guards import (
    OF_THE_NOMINATION,
    ByTwo,
    FrozenOncePublished,
    HolderOfBefore,
    KeptOncePublished,
    ToldInTheJournal,
)
from awards.models.edition import Edition, WindowKind
from awards.models.endorsement import Endorsement
from awards.models.extension import Extension, extension_now
from awards.states import (
    ANSWERING,
    NOMINATION,
    NOT_LIVE,
    PROPOSED,
    NominationState,
)
from ikm.models import Ikm, Product
from ikm.models.firm import reachable_by
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common import clock
from ovop_portal.common.constraints import not_blank, one_of, only_when, shaped
from ovop_portal.common.guards import Fixed, Locked, NoDelete, NoTruncate, Rises, append_only, guarded
from ovop_portal.ledger.models import Salted
from regions.models import Regency

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

SEES_SENT = (Role.SCREENER, Role.CURATOR)
SEES_ALL = (Role.SECRETARIAT,)
# Sent by a dinas at least once.
EVER_PROPOSED = Q(state__in=sorted(PROPOSED)) | Q(endorsement__isnull=False)
# Sent back by the screeners and not sent again.
BEING_ANSWERED = Q(state__in=sorted(ANSWERING), answer_by__isnull=False)


class EntryKind(models.TextChoices):
    """The two ways into an edition."""

    NEW = "new", _("Usulan baru")
    REASSESSMENT = "reassessment", _("Penilaian ulang")


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, user: User | AnonymousUser) -> NominationQuerySet:
        """The nominations whose file `user` may open. A juror's way in is their sheet (assessments), an auditor's the desks (`watched_by`), never this."""
        if not user.is_authenticated:
            return self.none()
        if user.duties.has(*SEES_ALL):
            return self
        condition = reachable_by(user, "ikm__")
        if user.duties.has(*SEES_SENT):
            condition |= EVER_PROPOSED
        return self.filter(condition)

    def watched_by(self, user: User) -> NominationQuerySet:
        """The nominations whose way through the desks `user` may follow. An auditor follows what was sent, without the people in it."""
        return (
            self.filter(EVER_PROPOSED)
            if user.duties.has(Role.AUDITOR) and not user.duties.has(*SEES_ALL)
            else self.visible_to(user)
        )

    def on_desks_of(self, regencies: Collection[str]) -> NominationQuerySet:
        """The files before the dinas of `regencies`: nominated there, by firms that are there. Each of them is `visible_to` its people."""
        return self.filter(regency__in=regencies, ikm__regency__in=regencies)

    def new(self) -> NominationQuerySet:
        """Nominated by a dinas, as against holders who are re-assessed."""
        return self.filter(entry=EntryKind.NEW)

    def being_answered(self) -> NominationQuerySet:
        """Sent back by the screeners and not sent again."""
        return self.filter(BEING_ANSWERED)

    def answerable(self, now: datetime) -> NominationQuerySet:
        """Files that have a day of their own which has not passed yet: for an answer, or because more time was given."""
        minute = clock.minute_of(now)
        rows = self.with_extension().filter(edition__publication__isnull=True)
        return rows.filter(Q(answer_by__gte=minute) | Q(extended_to__gte=minute))

    def with_extension(self) -> NominationQuerySet:
        """With `extended_to`, which `Nomination.extended_to` would ask for by itself."""
        return self.annotate(**extension_now())

    def invited_in_vain(self, now: datetime) -> NominationQuerySet:
        """Holders who did not answer while their edition took nominations, or for as long as they had more time."""
        open_editions = Edition.objects.in_window(WindowKind.NOMINATION, now)
        rows = self.filter(state=NominationState.INVITED).exclude(edition__in=open_editions).with_extension()
        return rows.filter(Q(extended_to__isnull=True) | Q(extended_to__lt=clock.minute_of(now)))

    def for_list(self) -> NominationQuerySet:
        """With what every list prints: product, firm, commodity, region and edition, in one statement."""
        return self.select_related("product__commodity_group", "ikm", "regency__province", "edition__scheme")


class Nomination(Salted):
    """A product of a firm nominated in an edition, or a holder of the last edition entered for re-assessment."""

    machine = NOMINATION

    number = models.CharField(_("nomor pengajuan"), max_length=20, unique=True)
    blind_code = models.CharField(_("kode juri"), max_length=8, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="nominations", verbose_name=_("penyelenggaraan"))
    ikm = models.ForeignKey(Ikm, models.PROTECT, related_name="nominations", verbose_name=_("IKM"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="nominations", verbose_name=_("produk"))
    regency = models.ForeignKey(
        Regency, models.PROTECT, related_name="nominations", verbose_name=_("kabupaten/kota pengusul")
    )
    entry = models.CharField(_("jalur"), max_length=12, choices=EntryKind)
    state = models.CharField(_("status"), max_length=20, choices=NominationState)
    previous_award = models.ForeignKey(
        "awards.Award",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reassessments",
        verbose_name=_("bintang sebelumnya"),
    )
    endorsement = models.ForeignKey(
        Endorsement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name=_("surat kepala daerah"),
    )
    may_publish = models.BooleanField(_("foto, cerita, dan kontak boleh ditampilkan"), default=False)
    # Who refused to be shown; only that side may take its refusal back. Where `may_publish` holds, neither side refuses.
    owner_refuses = models.BooleanField(_("pemilik menolak ditampilkan"), default=False)
    office_refuses = models.BooleanField(_("dinas menolak ditampilkan"), default=False)
    declared_at = models.DateTimeField(_("pernyataan kebenaran"), null=True, blank=True)
    answer_by = models.DateTimeField(_("batas perbaikan"), null=True, blank=True)
    reason = models.TextField(_("alasan"), blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(_("pembaruan terakhir"), db_default=Now(), editable=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengajuan")
        verbose_name_plural = _("pengajuan")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["edition", "state"], name="nomination_edition_state"),
            models.Index(fields=["regency", "edition"], name="nomination_regency_edition"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "product"], condition=~Q(state__in=sorted(NOT_LIVE)), name="nomination_one_live"
            ),
            one_of("nomination_state_known", "state", NominationState.values),
            one_of("nomination_entry_known", "entry", EntryKind.values),
            shaped("nomination_number_shape", "number", r"^OVOP-[0-9]{4}-[0-9]{4,}$"),
            models.CheckConstraint(
                condition=Q(entry=EntryKind.NEW, previous_award__isnull=True)
                | Q(entry=EntryKind.REASSESSMENT, previous_award__isnull=False, endorsement__isnull=True),
                name="nomination_entry_has_its_papers",
            ),
            only_when(
                "nomination_shown_when_nobody_refuses",
                Q(may_publish=True),
                Q(owner_refuses=False, office_refuses=False),
            ),
            only_when(
                "nomination_sent_with_endorsement",
                Q(entry=EntryKind.NEW, state__in=sorted(PROPOSED)),
                # In these states (returned to the dinas, or failed there) a file may wait for its owner to declare it anew.
                Q(endorsement__isnull=False)
                & (
                    Q(declared_at__isnull=False)
                    | Q(state__in=[NominationState.RETURNED_TO_OFFICE, NominationState.FAILED])
                ),
            ),
            only_when(
                "nomination_only_holders_invited",
                Q(state__in=[NominationState.INVITED, NominationState.LAPSED]),
                Q(entry=EntryKind.REASSESSMENT),
            ),
            only_when(
                "nomination_end_has_reason",
                Q(
                    state__in=[
                        NominationState.NOT_NOMINATED,
                        NominationState.FAILED,
                        NominationState.WITHDRAWN,
                        NominationState.DISQUALIFIED,
                    ]
                ),
                ~Q(reason=""),
            ),
        ]
        triggers = [
            *guarded("awards_nomination", NOMINATION),
            ByTwo(
                name="awards_nomination_two_persons",
                act="disqualify",
                nomination="NEW.id",
                only="NEW.state = 'disqualified' AND OLD.state <> 'disqualified'",
                operation=pgtrigger.Update,
            ),
            # The firm and product of a nomination never change: everything after it, from the blind code to the certificate, is about them.
            Fixed(
                name="awards_nomination_fixed",
                fields=[
                    "number",
                    "blind_code",
                    "edition",
                    "ikm",
                    "product",
                    "regency",
                    "entry",
                    "previous_award",
                    "created_at",
                ],
            ),
            HolderOfBefore(name="awards_nomination_star_before"),
            KeptOncePublished(name="awards_nomination_kept"),
            ToldInTheJournal(
                name="awards_nomination_consent_told",
                kinds=["nomination.declared", "nomination.consent_changed"],
            ),
            # Nobody comes to a season that is over.
            FrozenOncePublished(name="awards_nomination_frozen", edition="ROW.edition_id", operation=pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """How the ledger names this nomination."""
        return f"nomination:{self.number}"

    @property
    def is_reassessment(self) -> bool:
        return self.entry == EntryKind.REASSESSMENT

    @property
    def is_being_answered(self) -> bool:
        """Sent back by the screeners and not sent again?"""
        return self.state in ANSWERING and self.answer_by is not None

    @cached_property
    def extended_to(self) -> datetime | None:
        """Until when more time was given to this file, its region or its province. `with_extension` serves it; verbs ask anew (`Extension.objects.ends_of`)."""
        return Extension.objects.ends_of([self]).get(self.pk)

    @property
    def takes_until(self) -> datetime | None:
        """When the time for nominations ends for this file: with the window, or later where more time was given."""
        return latest(self.edition.end_of(WindowKind.NOMINATION), self.extended_to)

    @property
    def deadline(self) -> datetime | None:
        """Until when the file may be sent: the end of that time, or the later date of an answer that was asked for."""
        return latest(self.takes_until, self.answer_by)

    def may_be_sent(self, now: datetime) -> bool:
        """Does the calendar allow the file to be sent at `now`?"""
        if self.answer_by is not None and clock.is_in_time(now, self.answer_by) and not self.edition.has_results:
            return True
        kind = WindowKind.NOMINATION
        return self.edition.is_open(kind, now) or self.edition.is_open(kind, now, until=self.extended_to)

    def demand_sendable(self, now: datetime) -> None:
        """Raise `Refused` unless the file may be sent at `now`. The deadline binds new files; one that was sent back has its own day, which may be later."""
        if not self.may_be_sent(now):
            self.edition.demand_open(now)


def latest(*moments: datetime | None) -> datetime | None:
    """The latest of those that are there."""
    return max((moment for moment in moments if moment is not None), default=None)


class NumberCounter(models.Model):
    """The last number given out in an edition. Numbers are drawn by one UPDATE, so two drafts never share one."""

    edition = models.OneToOneField(Edition, models.PROTECT, primary_key=True, related_name="+")
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("penghitung nomor")
        verbose_name_plural = _("penghitung nomor")
        triggers = [Rises(name="awards_number_counter_rises", field="last")]

    @classmethod
    def draw(cls, edition: Edition, count: int = 1) -> range:
        """Give out the next `count` numbers of `edition`, as a range."""
        cls.objects.get_or_create(edition=edition)
        cls.objects.filter(edition=edition).update(last=F("last") + count)
        last = cls.objects.get(edition=edition).last
        return range(last - count + 1, last + 1)


class Submission(models.Model):
    """What was sent, frozen: screeners and jurors read this, while the firm's own record stays live."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="submissions", verbose_name=_("pengajuan"))
    n = models.PositiveSmallIntegerField(_("kiriman ke"))
    # Of no type on purpose: `dossier.snapshot.read` alone knows how it is written.
    dossier: models.Field[Any, object] = models.JSONField(_("berkas"))
    documents = ArrayField(models.UUIDField(), verbose_name=_("dokumen"), default=list)
    sha256 = models.CharField(_("sidik"), max_length=64)
    sent_at = models.DateTimeField(_("dikirim"))
    sent_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("kiriman")
        verbose_name_plural = _("kiriman")
        ordering = ["nomination", "-n"]
        # For the question whose file this is, asked for every document that is opened.
        indexes = [GinIndex(fields=["documents"], name="submission_documents")]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "n"], name="submission_numbered_once"),
            shaped("submission_sha256_shape", "sha256", r"^[0-9a-f]{64}$"),
        ]
        triggers = [
            *append_only("awards_submission"),
            # The newest one is what was certified: none comes after the publication.
            FrozenOncePublished(name="awards_submission_frozen", edition=OF_THE_NOMINATION, operation=pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}/{self.n}"


class OfficeCheck(models.Model):
    """The dossier as the dinas had it before it when it sent the file back or called it ready: what came after is told by comparing with this."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="checks", verbose_name=_("pengajuan"))
    # Of no type on purpose: `dossier.snapshot.read` alone knows how it is written.
    dossier: models.Field[Any, object] = models.JSONField(_("berkas"))
    sha256 = models.CharField(_("sidik"), max_length=64)
    checked_at = models.DateTimeField(_("diperiksa"))
    checked_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("pemeriksaan dinas")
        verbose_name_plural = _("pemeriksaan dinas")
        ordering = ["nomination", "-pk"]
        constraints = [shaped("office_check_sha256_shape", "sha256", r"^[0-9a-f]{64}$")]
        triggers = append_only("awards_officecheck")

    def __str__(self) -> str:
        return f"{self.nomination_id} {self.checked_at:%Y-%m-%d}"


class RemarkAnswer(models.TextChoices):
    """The answer to a note, given by whoever was asked."""

    MENDED = "mended", _("Sudah diperbaiki")
    DISAGREED = "disagreed", _("Tidak setuju, alasannya")


class Remark(models.Model):
    """A note with which a file is sent back: to the owner by the dinas, or to the dinas by a screener. Each is answered by itself, once."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="remarks", verbose_name=_("pengajuan"))
    section = models.CharField(_("bagian"), max_length=30)
    words = models.TextField(_("catatan"))
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    to_office = models.BooleanField(_("untuk dinas"), default=False)
    # What the writer had read: the live record at the dinas, the frozen one in the screening.
    check_read = models.ForeignKey(OfficeCheck, models.PROTECT, null=True, blank=True, related_name="remarks")
    submission_read = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="remarks")
    answer = models.CharField(_("jawaban"), max_length=10, choices=RemarkAnswer, blank=True)
    answer_words = models.TextField(_("alasan"), blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("catatan perbaikan")
        verbose_name_plural = _("catatan perbaikan")
        ordering = ["written_at", "pk"]
        constraints = [
            not_blank("remark_has_words", "words"),
            one_of("remark_answer_known", "answer", ["", *RemarkAnswer.values]),
            only_when("remark_answered_at_an_hour", ~Q(answer=""), Q(answered_at__isnull=False)),
            only_when("remark_disagreed_with_words", Q(answer=RemarkAnswer.DISAGREED), ~Q(answer_words="")),
        ]
        triggers = [
            Fixed(
                name="awards_remark_fixed",
                fields=[
                    "nomination",
                    "section",
                    "words",
                    "written_by",
                    "written_at",
                    "to_office",
                    "check_read",
                    "submission_read",
                ],
            ),
            Locked(name="awards_remark_locked", field="answered_at"),
            NoDelete(name="awards_remark_no_delete"),
            NoTruncate(name="awards_remark_no_truncate"),
        ]

    @property
    def dossier_read(self) -> object:
        """The text of what the writer had read; None for notes that are older than the question."""
        read = self.check_read or self.submission_read
        return read.dossier if read else None

    @classmethod
    def open_for(cls, nomination: Nomination) -> models.QuerySet[Remark]:
        """The notes that still wait for an answer."""
        return cls.objects.filter(nomination=nomination, answered_at__isnull=True)


class Milestone(models.Model):
    """A dated step on the owner's status page, in words for outside. Handed down by whoever took the step; append-only."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="milestones", verbose_name=_("pengajuan"))
    code = models.CharField(max_length=30)
    at = models.DateTimeField()
    words = models.CharField(max_length=250)

    class Meta:
        verbose_name = _("tonggak")
        verbose_name_plural = _("tonggak")
        ordering = ["at", "pk"]
        triggers = append_only("awards_milestone")

"""The inbox, which is the record, and the outbox, which carries copies outside."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.models import User
from ovop_portal.common.constraints import between, not_blank, one_of, only_when, shaped, together
from ovop_portal.common.names import NameField
from ovop_portal.notifications import kinds
from ovop_portal.notifications.kinds import Channel, Kind

# A path of our own: "//elsewhere" and "/\elsewhere" would lead away.
PATH_PATTERN = r"^/([^/\\].*)?$"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def for_inbox(self, user: User, *, only_unread: bool = False) -> NoticeQuerySet:
        """The user's own notices, latest first."""
        own = self.filter(recipient=user).order_by("-created_at", "-id")
        return own.unread() if only_unread else own

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """Something a person is told in the portal. `key` names the fact, so that it is told once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(User, models.PROTECT, related_name="notices", verbose_name=_("penerima"))
    kind = models.CharField(_("jenis"), max_length=60)
    key = models.CharField(_("kunci"), max_length=160)
    context = models.JSONField(_("isian"))
    path = models.CharField(_("alamat"), max_length=200)
    created_at = models.DateTimeField(_("dikirim"))
    read_at = models.DateTimeField(_("dibaca"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("kabar")
        verbose_name_plural = _("kabar")
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notice_inbox"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notice_told_once"),
            not_blank("notice_has_kind", "kind"),
            not_blank("notice_has_key", "key"),
            shaped("notice_path_is_ours", "path", PATH_PATTERN),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return kinds.get(self.kind).title_for(self.context)

    @property
    def body(self) -> str:
        return kinds.get(self.kind).body_for(self.context)


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def waiting(self) -> OutboxQuerySet:
        """Letters that are neither sent, nor handed on to another channel, nor given up."""
        return self.filter(sent_at__isnull=True, handed_on_at__isnull=True, parked_at__isnull=True)

    def due(self, now: datetime) -> OutboxQuerySet:
        """Letters whose turn it is, the longest waiting first."""
        return self.waiting().filter(due_at__lte=now).order_by("due_at", "id")

    def parked(self) -> OutboxQuerySet:
        """Letters that were given up: a person looks at the error, and lets them be tried again or sets them aside."""
        return self.filter(parked_at__isnull=False, set_aside_at__isnull=True)


class Outbox(models.Model):
    """A copy of a notice on its way out: one row a person, event and channel (`dedup_key`). The rows are the truth about what was sent: Celery only wakes the
    worker that reads them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dedup_key = models.CharField(_("kunci"), max_length=240, unique=True)
    kind = models.CharField(_("jenis"), max_length=60)
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel.choices)
    # The reader: either a person, at their contact when the letter goes out, or a contact (`to`) with the name to write there.
    recipient = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("penerima"))
    to = models.CharField(_("alamat tetap"), max_length=254, blank=True)
    name = NameField(_("nama"), max_length=150, blank=True)
    address = models.CharField(_("alamat saat dikirim"), max_length=254, blank=True)
    context = models.JSONField(_("isian"))
    path = models.CharField(_("alamat halaman"), max_length=200)
    created_at = models.DateTimeField(_("dibuat"))
    due_at = models.DateTimeField(_("giliran"))
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    # How often the letter was handed over without anybody knowing whether it was taken: the session broke, or the worker ended.
    unanswered = models.PositiveSmallIntegerField(_("tanpa jawaban"), default=0, db_default=0)
    sent_at = models.DateTimeField(_("terkirim"), null=True, blank=True)
    # By what the channel names it, and what it told of it later.
    reference = models.CharField(_("nomor di saluran"), max_length=200, blank=True, default="", db_default="")
    delivered_at = models.DateTimeField(_("sampai"), null=True, blank=True)
    opened_at = models.DateTimeField(_("dibuka"), null=True, blank=True)
    # This channel refused for ever: another row carries the news by the next one.
    handed_on_at = models.DateTimeField(_("diteruskan"), null=True, blank=True)
    parked_at = models.DateTimeField(_("dihentikan"), null=True, blank=True)
    error = models.TextField(_("kendala"), blank=True)
    set_aside_at = models.DateTimeField(_("disisihkan"), null=True, blank=True)
    set_aside_by = models.CharField(_("disisihkan oleh"), max_length=80, null=True, blank=True)
    set_aside_because = models.CharField(_("alasan disisihkan"), max_length=300, blank=True, default="", db_default="")

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("surat keluar")
        verbose_name_plural = _("surat keluar")
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(sent_at__isnull=True, handed_on_at__isnull=True, parked_at__isnull=True),
                name="outbox_waiting",
            ),
            models.Index(fields=["reference"], condition=~Q(reference=""), name="outbox_reference"),
        ]
        constraints = [
            one_of("outbox_channel_known", "channel", Channel.values),
            shaped("outbox_path_is_ours", "path", PATH_PATTERN),
            between("outbox_attempts_few", "attempts", 0, 20),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(parked_at__isnull=True), name="outbox_sent_or_parked"
            ),
            only_when(
                "outbox_handed_on_ends_it",
                Q(handed_on_at__isnull=False),
                Q(sent_at__isnull=True, parked_at__isnull=True) & ~Q(error=""),
            ),
            only_when("outbox_arrived_was_sent", Q(delivered_at__isnull=False), Q(sent_at__isnull=False)),
            only_when("outbox_opened_arrived", Q(opened_at__isnull=False), Q(delivered_at__isnull=False)),
            models.CheckConstraint(
                condition=Q(to="")
                | Q(channel=Channel.EMAIL, to__contains="@")
                | (~Q(channel=Channel.EMAIL) & Q(to__regex=r"^\+[1-9][0-9]{7,14}$")),
                name="outbox_to_fits_channel",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, to="") | (Q(recipient__isnull=True) & ~Q(to="")),
                name="outbox_person_or_address",
            ),
            only_when("outbox_sent_has_address", Q(sent_at__isnull=False), ~Q(address="")),
            only_when("outbox_parked_has_error", Q(parked_at__isnull=False), ~Q(error="")),
            between("outbox_unanswered_few", "unanswered", 0, 20),
            together("outbox_set_aside_whole", "set_aside_at", "set_aside_by"),
            only_when("outbox_set_aside_when_parked", Q(set_aside_at__isnull=False), Q(parked_at__isnull=False)),
            only_when("outbox_set_aside_has_reason", Q(set_aside_at__isnull=False), ~Q(set_aside_because="")),
        ]

    def __str__(self) -> str:
        return self.dedup_key

    @property
    def subject(self) -> str:
        """How the ledger names this letter."""
        return f"letter:{self.uuid}"

    @property
    def notice_kind(self) -> Kind:
        return kinds.get(self.kind)

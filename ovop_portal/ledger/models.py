"""The journal of decisions, the tree that seals it, and the operations already done.

Actors and things are texts, not foreign keys: an event outlives what it tells about, and this room knows no other. The application reads events, leaves
and seals, proofs and signed heads; it writes them through the functions of migrations 0004 and later alone.
"""

from __future__ import annotations

import uuid
from typing import Any, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.constraints import between, not_blank, shaped
from ovop_portal.common.guards import append_only
from ovop_portal.common.rights import ERASE, READ
from ovop_portal.ledger.tree import EMPTY_ROOT

# Where in its body an event keeps the digests of the rows that it vouches for (`vouching.py`).
ROWS = "rows"
ACTOR_PATTERN = r"^(user|system):."
Row = TypeVar("Row", bound=models.Model)


class Salted(models.Model):
    """A row that holds words of people. The journal knows them only as a hash together with this salt: short words cannot be found by trying, and once the
    row is gone the hash means nothing any more.
    """

    salt = models.UUIDField(db_default=RandomUUID(), editable=False)

    class Meta:
        abstract = True


def _is_sha256(name: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Exact(Length(field), 32), name=name)


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: str) -> EventQuerySet:
        """What happened to one thing, latest first: the history on its page. One query, no joins."""
        return self.filter(subject=subject).order_by("-id")

    def unsealed(self) -> EventQuerySet:
        """Events that have no place in the tree yet."""
        return self.filter(~models.Exists(Leaf.objects.filter(event_id=models.OuterRef("pk"))))


class Event(models.Model):
    """Something that was decided. `leaf` is the hash of all the other columns, made when the event is written."""

    rights = READ

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("waktu"))
    kind = models.CharField(_("peristiwa"), max_length=60)
    subject = models.CharField(_("perihal"), max_length=120)
    actor = models.CharField(_("pelaku"), max_length=80)
    body = models.JSONField(_("isi"))
    leaf = models.BinaryField(_("sidik"))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("peristiwa")
        verbose_name_plural = _("peristiwa")
        ordering = ["id"]
        triggers = append_only("ledger_event")
        indexes = [
            models.Index(fields=["subject", "id"], name="ledger_event_subject"),
            models.Index(fields=["kind", "id"], name="ledger_event_kind"),
        ]
        constraints = [
            not_blank("event_has_kind", "kind"),
            not_blank("event_has_subject", "subject"),
            shaped("event_has_actor", "actor", ACTOR_PATTERN),
            _is_sha256("event_leaf_is_sha256", "leaf"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def said(self) -> dict[str, Any]:
        """What the event tells, without the digests of the rows that it vouches for."""
        return {key: value for key, value in self.body.items() if key != ROWS}


class Leaf(models.Model):
    """The place of one event in the tree. Positions run from 0 without a gap; the sequencer in `sealing.py` gives them."""

    rights = READ

    position = models.BigIntegerField(_("urutan"), primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="place", verbose_name=_("peristiwa"))
    hash = models.BinaryField(_("sidik"))

    class Meta:
        verbose_name = _("daun")
        verbose_name_plural = _("daun")
        ordering = ["position"]
        triggers = append_only("ledger_leaf")
        constraints = [
            between("leaf_position_from_zero", "position", 0, 2**62),
            _is_sha256("leaf_hash_is_sha256", "hash"),
        ]

    def __str__(self) -> str:
        return str(self.position)


class Seal(models.Model):
    """The root over the first `size` leaves, and the frontier from which the tree grows on (hashes one after another, largest subtree first)."""

    rights = READ

    size = models.BigIntegerField(_("jumlah"), unique=True)
    root = models.BinaryField(_("akar"))
    frontier = models.BinaryField(_("tepi"))
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("segel")
        verbose_name_plural = _("segel")
        ordering = ["size"]
        triggers = append_only("ledger_seal")
        constraints = [between("seal_is_not_empty", "size", 1, 2**62), _is_sha256("seal_root_is_sha256", "root")]

    def __str__(self) -> str:
        return f"{self.size}:{bytes(self.root).hex()}"


class RootedQuerySet(models.QuerySet[Row]):
    """Rows that name a root of the tree."""

    def in_the_tree(self) -> Self:
        """The rows whose root was sealed over exactly so many events."""
        sealed = Seal.objects.filter(size=models.OuterRef("size"), root=models.OuterRef("root"))
        return self.filter(models.Exists(sealed) | models.Q(size=0, root=EMPTY_ROOT))


class Proof(models.Model):
    """What a proof of an edition found (`proof.py`): over how many rows, under which head, and each difference in a line. Counts under the portal's
    signature only; rows from before proofs were signed have none.
    """

    rights = READ

    subject = models.CharField(_("perihal"), max_length=120)
    at = models.DateTimeField(_("waktu"))
    rows = models.PositiveIntegerField(_("jumlah baris"))
    size = models.BigIntegerField(_("ukuran buku jejak"))
    root = models.BinaryField(_("akar"))
    differences = ArrayField(models.TextField(), verbose_name=_("perbedaan"), default=list, blank=True)
    key = models.BinaryField(_("kunci umum"), null=True)
    signature = models.BinaryField(_("tanda tangan"), null=True)

    objects = RootedQuerySet["Proof"].as_manager()

    class Meta:
        verbose_name = _("pembuktian")
        verbose_name_plural = _("pembuktian")
        ordering = ["-at", "-pk"]
        triggers = append_only("ledger_proof")
        indexes = [models.Index(fields=["subject", "-at", "-id"], name="ledger_proof_newest")]
        constraints = [
            not_blank("proof_has_subject", "subject"),
            _is_sha256("proof_root_is_sha256", "root"),
            models.UniqueConstraint(fields=["signature"], name="proof_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.at}"


class SignedHead(models.Model):
    """A head of the tree that has left the portal under its signature: mailed, shown to everybody, noted elsewhere. One a day under each key."""

    rights = READ

    day = models.DateField(_("tanggal"))
    size = models.BigIntegerField(_("jumlah"))
    root = models.BinaryField(_("akar"))
    at = models.DateTimeField(_("waktu"))
    key = models.BinaryField(_("kunci umum"))
    signature = models.BinaryField(_("tanda tangan"))

    objects = RootedQuerySet["SignedHead"].as_manager()

    class Meta:
        verbose_name = _("kepala bertanda tangan")
        verbose_name_plural = _("kepala bertanda tangan")
        ordering = ["-day", "pk"]
        triggers = append_only("ledger_signed_head")
        constraints = [
            models.UniqueConstraint(fields=["day", "key"], name="signed_head_once_a_day"),
            between("signed_head_is_not_empty", "size", 1, 2**62),
            _is_sha256("signed_head_root_is_sha256", "root"),
        ]

    def __str__(self) -> str:
        return f"{self.size}:{bytes(self.root).hex()}"


class DoneOperation(models.Model):
    """A form that was sent under a key, and the answer it got. `response` is empty only while the first sending is still at work."""

    rights = ERASE

    key = models.CharField(_("kunci"), max_length=36)
    actor = models.CharField(_("pelaku"), max_length=80)
    request_hash = models.CharField(_("sidik isian"), max_length=64)
    response = models.JSONField(_("jawaban"), null=True)
    at = models.DateTimeField(_("waktu"), db_index=True)

    class Meta:
        verbose_name = _("isian yang sudah diproses")
        verbose_name_plural = _("isian yang sudah diproses")
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="operation_done_once"),
            shaped("operation_has_actor", "actor", ACTOR_PATTERN),
        ]

    def __str__(self) -> str:
        return self.key

"""Erasing a rehearsal: the only place of the portal where rows are deleted.

The guards refuse that to everybody, so they are laid aside for the tables concerned, in one transaction and by the owner of the database; nobody else
can, and to everybody else they stand throughout. What goes is found by walking from the edition along every foreign key, so that a new table cannot be
forgotten. A row is taken only when its way leads to this rehearsal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from awards.models import Edition, Nomination, Submission
from awards.notices import OF
from awards.registry.rehearsals import firms_of
from ovop_portal.common.verbs import Missing, Refused, lock
from ovop_portal.documents.models import Blob, Document
from ovop_portal.ledger import journal
from ovop_portal.notifications.models import Notice, Outbox

Keys = dict[type[models.Model], set[Any]]


@dataclass(frozen=True)
class Erasure:
    """What would be erased with a rehearsal: the primary keys by table."""

    edition: Edition
    keys: Keys

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each table, by its label, in the order of the labels."""
        return {
            model._meta.label: len(keys)
            for model, keys in sorted(self.keys.items(), key=lambda row: row[0]._meta.label)
        }

    @property
    def total(self) -> int:
        return sum(len(keys) for keys in self.keys.values())


def plan_erasure(edition: Edition) -> Erasure:
    """Everything that hangs on the rehearsal `edition`, firms that were made up for it and its papers included. Raises `Refused` for a real edition."""
    if not edition.is_rehearsal:
        raise Refused(
            Missing("real", _("{edition} bukan latihan dan tidak dapat dihapus").format(edition=edition.name))
        )
    if Edition.objects.filter(previous=edition).exists():
        raise Refused(
            Missing("followed", _("Hapus dahulu latihan yang mengikuti {edition}").format(edition=edition.name))
        )
    keys = _hanging_on(
        {type(edition): {edition.pk}, firms_of(edition).model: set(firms_of(edition).values_list("pk", flat=True))}
    )
    foreign = Nomination.objects.filter(pk__in=keys.get(Nomination, ())).exclude(edition=edition)
    if foreign.exists():
        raise Refused(Missing("shared", _("Sebagian isi latihan ini sudah dipakai penyelenggaraan lain")))
    told = {f"context__{OF}": edition.subject}
    for model in (Notice, Outbox):
        keys[model] = set(model._default_manager.filter(**told).values_list("pk", flat=True))
    _add_papers(keys)
    return Erasure(edition, {model: found for model, found in keys.items() if found})


def erase_rehearsal(edition: Edition, *, by: str, now: datetime) -> Erasure:
    """Take the rehearsal away, as the owner of the database. The journal keeps what it said, and that the rehearsal was erased.

    The bytes of its files go with the next sweep of files that no row knows any more.
    """
    if not is_owner():
        raise Refused(
            Missing("not_owner", _("Latihan hanya dihapus oleh pemilik basis data, bukan oleh akun aplikasi"))
        )
    with transaction.atomic():
        lock(edition)
        erasure = plan_erasure(edition)
        with _guards_laid_aside(erasure.keys):
            for model in _children_first(erasure.keys):
                _delete(model, erasure.keys[model])
        journal.record("edition.erased", edition.subject, by=by, now=now, body={"erased": erasure.counts})
    return erasure


def is_owner() -> bool:
    """Are we connected as the owner of the tables?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass",
            [Edition._meta.db_table],
        )
        found: tuple[bool] = cursor.fetchone()
    return found[0]


def _hanging_on(roots: Keys) -> Keys:
    """`roots` and every row that leads to one of them along foreign keys, however many steps."""
    found: Keys = {}
    fresh = {model: set(keys) for model, keys in roots.items() if keys}
    while fresh:
        for model, keys in fresh.items():
            found.setdefault(model, set()).update(keys)
        following: Keys = {}
        for model, keys in fresh.items():
            for child, column in _children(model):
                rows = set(child._base_manager.filter(**{f"{column}__in": keys}).values_list("pk", flat=True))
                following.setdefault(child, set()).update(rows - found.get(child, set()))
        fresh = {model: keys for model, keys in following.items() if keys}
    return found


def _children(model: type[models.Model]) -> Iterator[tuple[Any, str]]:
    """The tables whose rows point to one of `model`, and by which field."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.related_model, relation.field.name  # type: ignore[union-attr]


def _parents(model: type[models.Model]) -> Iterator[tuple[str, Any]]:
    for field in model._meta.concrete_fields:
        if field.remote_field is not None:
            yield field.name, field.remote_field.model


def _add_papers(keys: Keys) -> None:
    """Add the files that only rows of `keys` hold, and the blobs that only these files use."""
    held: set[Any] = set()
    for model, found in keys.items():
        for name, parent in _parents(model):
            if parent is Document:
                held.update(
                    model._base_manager.filter(pk__in=found, **{f"{name}__isnull": False}).values_list(name, flat=True)
                )
    for documents in Submission.objects.filter(pk__in=keys.get(Submission, ())).values_list("documents", flat=True):
        held.update(documents)
    rest: Any = Document.objects.filter(pk__in=held)
    for child, name in _children(Document):
        others = child._base_manager.exclude(pk__in=keys.get(child, ())).filter(**{name: OuterRef("pk")})
        rest = rest.exclude(Exists(others))
    kept: set[Any] = set()
    for documents in (
        Submission.objects.exclude(pk__in=keys.get(Submission, ()))
        .filter(documents__overlap=list(held))
        .values_list("documents", flat=True)
    ):
        kept.update(documents)
    keys[Document] = set(rest.values_list("pk", flat=True)) - kept
    others = Document.objects.exclude(pk__in=keys[Document]).filter(blob=OuterRef("pk"))
    blobs = Blob.objects.filter(Q(documents__in=keys[Document]) & ~Exists(others))
    keys.update(
        {
            model: found
            for model, found in _hanging_on({Blob: set(blobs.values_list("pk", flat=True))}).items()
            if model is not Document
        }
    )


def _children_first(tables: Iterable[type[models.Model]]) -> Iterable[type[models.Model]]:
    """Tables in an order in which no row is deleted before the rows that must point to it. Nullable foreign keys are checked at the end."""
    chosen = set(tables)
    graph = {
        model: {child for child, name in _children(model) if child in chosen and not child._meta.get_field(name).null}
        for model in chosen
    }
    return TopologicalSorter(graph).static_order()


@contextmanager
def _guards_laid_aside(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """Inside this context our guards on `tables` are off, and foreign keys stay on. Others wait for the tables until the transaction ends, and never see them
    without guards.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgenabled = 'A' AND c.relname = ANY(%s) ORDER BY 1, 2",
            [sorted(model._meta.db_table for model in tables)],
        )
        guards = [
            (connection.ops.quote_name(table), connection.ops.quote_name(name)) for table, name in cursor.fetchall()
        ]
        for table, name in guards:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        yield
        # A table with pending checks of foreign keys cannot be altered, and a missing row should be reported here.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name in guards:
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _delete(model: type[models.Model], keys: set[Any]) -> None:
    table, column = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", [list(keys)])

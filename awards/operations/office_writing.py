"""What an office writes into the file of a firm that has an account: its owner hears what changed and, where the file was declared, declares it anew.

While a file lies with its owner, an office that fills in for them is help. The declaration is still the owner's word: nothing is sent on as declared that
somebody else has written since.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards import notices
from awards.dossier.changes import Change, changes_between, replaced
from awards.dossier.contents import Dossier, compose, with_dossier
from awards.dossier.sections import SECTION_BY_CODE
from awards.dossier.snapshot import Snapshot
from awards.models import Nomination
from awards.models.nomination import NominationQuerySet
from awards.operations._steps import add_milestone
from awards.states import OPEN_TO_DINAS
from ikm.models import Ikm, OwnerLink
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.verbs import verb
from ovop_portal.ledger import journal


@dataclass
class Told:
    """What came of a writing: was the owner told, and which files have to be declared anew."""

    owner: bool = False
    to_declare: list[Nomination] = field(default_factory=list)


@contextmanager
def told_to_owner(ikm: Ikm, *, by: User, now: datetime) -> Iterator[Told]:
    """Tell the owner whatever `by` writes into the records of `ikm` inside this context, for each file that is still open, in the same transaction.

    Nothing is told where `by` is the owner, or where no account has the firm.
    """
    told = Told()
    owners = set(OwnerLink.objects.filter(ikm=ikm, ends_at__isnull=True).values_list("user", flat=True))
    if not owners or by.pk in owners:
        yield told
        return
    with transaction.atomic():
        before = answers_of(ikm, now)
        yield told
        tell_of_writing(ikm, before, told, by=by, now=now)


@verb
def tell_of_writing(ikm: Ikm, before: dict[int, Snapshot], told: Told, *, by: User, now: datetime) -> None:
    """Compare the open files of the firm with what they said `before` (by primary key); tell the owner of what differs, and end what was declared of it."""
    for nomination, changes, ended in end_what_was_declared(ikm, before, by=by, now=now):
        if ended:
            told.to_declare.append(nomination)
        lines = [_line(one) for one in changes]
        notices.tell_of_changes(nomination, lines, to_declare=ended, now=now)
        told.owner = True


def end_what_was_declared(
    ikm: Ikm, before: dict[int, Snapshot], *, by: User | str, now: datetime
) -> list[tuple[Nomination, list[Change], bool]]:
    """End what was declared of the open files that differ from `before`. Returns each with what differs and whether a declaration ended."""
    # The files are held after the writing, in the order that everybody keeps: whoever declares or sends meanwhile does so before this, or reads all of it.
    list(_files(ikm).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    after, found = answers_of(ikm, now), []
    for nomination in _files(ikm).select_related("product__commodity_group", "edition", "regency").order_by("pk"):
        was, now_is = before.get(nomination.pk), after[nomination.pk]
        if was is None or was.content_sha256 == now_is.content_sha256:
            continue
        changes = changes_between(was, now_is, nomination.product.commodity_group)
        ends = nomination.declared_at is not None and _answers(was, was) != _answers(now_is, was)
        if ends:
            _end_declaration(nomination, changes, by=by, now=now)
        found.append((nomination, changes, ends))
    return found


def _end_declaration(nomination: Nomination, changes: list[Change], *, by: User | str, now: datetime) -> None:
    nomination.declared_at = None
    Nomination.objects.filter(pk=nomination.pk).update(declared_at=None)
    body = {"sections": sorted({change.section for change in changes})}
    journal.record("nomination.declaration_ended", nomination.subject, by=by, now=now, body=body, rows=[nomination])
    add_milestone([nomination], "rewritten", _("Dinas mengubah isian, jadi pemilik menyatakannya lagi"), at=now)


def _line(change: Change) -> notices.Line:
    alike = "" if change.says_all else replaced(change.after)
    return str(SECTION_BY_CODE[change.section].label), change.label, change.before, change.after, alike


def _files(ikm: Ikm) -> NominationQuerySet:
    return Nomination.objects.filter(ikm=ikm, state__in=OPEN_TO_DINAS)


def answers_of(ikm: Ikm, now: datetime) -> dict[int, Snapshot]:
    """What the open files of the firm say, by primary key."""
    return {one.pk: compose(Dossier.of(one), day_in_wib(now)) for one in with_dossier(_files(ikm))}


def _answers(said: Snapshot, asked: Snapshot) -> Snapshot:
    """The part of a dossier that the owner answers for, asked as in `asked`: without the sentra where the owner left it to the dinas."""
    firm = said.ikm
    if asked.ikm.sentra_by_office:
        firm, said = replace(firm, sentra_by_office=False), replace(said, sentra=None)
    if asked.ikm.sentra_by_office or asked.ikm.sentra_since is None:
        firm = replace(firm, sentra_since=None)
    return replace(said, composed_on=asked.composed_on, ikm=firm)

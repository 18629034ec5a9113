"""One file on the desk of a dinas: the evidence on the left, the checklist on the right, and what this person may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.dossier.changes import Note, notes_of
from awards.dossier.contents import Dossier, compose, documents_of, gather
from awards.dossier.gate_hints import GateView, gate_views
from awards.dossier.sections import (
    SECTIONS,
    Documents,
    Paper,
    Part,
    Photo,
    Section,
    all_papers,
    asked_of_owner,
    parts_of,
)
from awards.dossier.snapshot import Snapshot, read
from awards.models import Milestone, Nomination, Remark, Submission, Window, WindowKind
from awards.models.award import award_now
from awards.models.extension import furthest
from awards.pages.dinas.home import OWNED
from awards.registry.rehearsals import registry_for
from awards.rules import regencies_served
from awards.states import OPEN_TO_DINAS, OPEN_TO_OWNER
from awards.states import NominationState as S
from awards.status.outside import Tag, open_tag, tag_of_row
from ikm.models import Ikm, OwnerLink
from ikm.models.firm import was_given_by_another
from ikm.operations import was_linked_by_office
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import DINAS_ROLES, Role
from ovop_portal.common.clock import day_in_wib, has_passed, is_in_time
from ovop_portal.common.verbs import Missing
from ovop_portal.common.worklist import MOST, Line, Worklist

# A sent file is read as it was frozen; before that, and where the dinas still writes, the live record is read.
MOST_TWINS = 5
# What the dinas works through: files to be checked, to be completed, and those that it fills in itself.
WAITING = Q(state__in=[S.RETURNED_TO_OFFICE, S.WITH_OFFICE]) | (Q(state__in=sorted(OPEN_TO_OWNER)) & ~Q(OWNED))
READ_LIVE = OPEN_TO_DINAS | {S.NOT_NOMINATED, S.WITHDRAWN, S.LAPSED}


def files(user: User) -> QuerySet[Nomination]:
    """The files that `user` may open here, each with the end of its window, the owners of its firm and what waits beside it."""
    window = Window.objects.filter(edition=OuterRef("edition_id"), kind=WindowKind.NOMINATION)
    links = OwnerLink.objects.filter(ikm=OuterRef("ikm_id"), ends_at__isnull=True).order_by("starts_at", "pk")
    owner = JSONObject(name="user__name", since="starts_at", account="user__uuid", user="user_id", given_by="given_by")
    beside = Q(regency__in=regencies_served(user, *DINAS_ROLES), edition=OuterRef("edition_id"))
    waiting = Nomination.objects.visible_to(user).filter(WAITING & beside)
    nearest = waiting.order_by(F("answer_by").asc(nulls_last=True), "-changed_at", "pk")[:MOST]
    file = JSONObject(number="number", state="state", answer_by="answer_by", name="product__name")
    return (
        Nomination.objects.visible_to(user)
        .select_related(
            "edition__scheme",
            "edition__publication",
            "ikm__sentra__commodity_group",
            "ikm__regency__province",
            "ikm__district",
            "product__commodity_group",
            "regency__province",
            "endorsement",
        )
        .annotate(
            **award_now(),
            closes_at=Greatest(Subquery(window.values("closes_at")), furthest()),
            owner_rows=ArraySubquery(links.values(row=owner)),
            waiting_rows=ArraySubquery(nearest.values(row=file)),
        )
    )


@dataclass(frozen=True)
class Check:
    """A section of the checklist: what was found in it, what it lacks, and the notes it was sent back with before."""

    section: Section
    part: Part
    missing: list[Missing]
    remarks: list[Note]


@dataclass(frozen=True)
class Owner:
    """Somebody whose account the firm belongs to."""

    name: str
    since: datetime
    by_office: bool  # given to the account by somebody else, and not registered by it


@dataclass
class OfficeReview:
    """The page of one file."""

    nomination: Nomination
    user: User
    now: datetime

    @cached_property
    def is_live(self) -> bool:
        return self.nomination.state in READ_LIVE

    @cached_property
    def submission(self) -> Submission | None:
        """The last submission; asked for only where it is shown."""
        return None if self.is_live else self.nomination.submissions.order_by("-n").first()

    @cached_property
    def dossier(self) -> Dossier:
        gather(self.nomination)
        return Dossier.of(self.nomination)

    @cached_property
    def composed(self) -> Snapshot:
        if self.submission is not None:
            return read(self.submission.dossier)
        return compose(self.dossier, day_in_wib(self.now))

    @cached_property
    def documents(self) -> Documents:
        return documents_of(self.composed) if self.submission is not None else self.dossier.documents

    @cached_property
    def parts(self) -> list[Part]:
        return parts_of(self.composed, self.documents, self.nomination.product.commodity_group, day_in_wib(self.now))

    @property
    def papers(self) -> list[Paper]:
        """What the viewer can open."""
        return all_papers(self.parts)

    @property
    def photos(self) -> list[Photo]:
        return [photo for part in self.parts for photo in part.photos]

    @cached_property
    def gates(self) -> list[GateView]:
        nomination = self.nomination
        gates, papers = nomination.edition.gates.all(), nomination.edition.required_papers.all()
        group, today = nomination.product.commodity_group, day_in_wib(self.now)
        return gate_views(gates, self.composed, papers, act=nomination.endorsement, group=group, today=today)

    @cached_property
    def remarks(self) -> list[Remark]:
        return list(self.nomination.remarks.select_related("check_read", "submission_read"))

    @cached_property
    def notes(self) -> list[Note]:
        """The notes with their answers, and what changed since they were written."""
        return notes_of(self.remarks, self.composed, self.nomination.product.commodity_group)

    @cached_property
    def milestones(self) -> list[Milestone]:
        """The way of a file that has left the desk, newest step first, in the words for outside."""
        return [] if self.is_live else list(self.nomination.milestones.order_by("-at", "-pk"))

    @property
    def from_screeners(self) -> list[Remark]:
        """The requests of the ministry that have no answer yet."""
        return [remark for remark in self.remarks if remark.to_office and remark.answered_at is None]

    @property
    def asked_of_owner(self) -> list[Remark]:
        """The notes to the owner that whoever sends the file must answer."""
        waiting = self.nomination.state == S.RETURNED_TO_OWNER
        return [one for one in self.remarks if not one.to_office and one.answered_at is None and waiting]

    @property
    def answered_to_screeners(self) -> list[Note]:
        """The answers to the ministry, for those who read the file afterwards."""
        return [note for note in self.notes if note.remark.to_office and note.remark.answered_at is not None]

    @cached_property
    def checks(self) -> list[Check]:
        lacking = {section.code: section.missing(self.dossier.answers) if self.is_live else [] for section in SECTIONS}
        by_code = {part.code: part for part in self.parts}
        return [
            Check(
                section,
                by_code[section.code],
                lacking[section.code],
                [note for note in self.notes if note.remark.section == section.code and not note.remark.to_office],
            )
            for section in SECTIONS
        ]

    @property
    def sections(self) -> int:
        return len(SECTIONS)

    @property
    def done(self) -> int:
        return sum(not check.missing for check in self.checks)

    @property
    def tag(self) -> Tag:
        nomination: Any = self.nomination
        return tag_of_row(nomination, self.now, closes_at=nomination.closes_at)

    @property
    def path(self) -> str:
        return _path(self.nomination.number)

    @property
    def zone(self) -> str:
        return self.nomination.regency.zone.key

    def may(self, permission: str) -> bool:
        return self.user.has_perm(f"awards.{permission}", self.nomination)

    @cached_property
    def may_return(self) -> bool:
        return self.may("return_to_owner")

    @cached_property
    def may_mark_ready(self) -> bool:
        return self.may("mark_ready")

    @cached_property
    def may_decline(self) -> bool:
        return self.may("decline_to_nominate")

    @cached_property
    def may_write(self) -> bool:
        return self.may("write_dossier")

    @cached_property
    def may_send(self) -> bool:
        """May the dinas send the file for its owner now: to itself, or, for a holder, straight to the jury?"""
        may_ever = self.may("send_to_office") or self.may("accept_invitation")
        return may_ever and self.is_in_time

    @property
    def is_in_time(self) -> bool:
        """Does the calendar allow it? Uses what came with the file, because `Nomination.may_be_sent` would query the windows."""
        nomination: Any = self.nomination
        deadlines = [moment for moment in (nomination.closes_at, nomination.answer_by) if moment]
        return not nomination.edition.has_results and any(is_in_time(self.now, moment) for moment in deadlines)

    @cached_property
    def owners(self) -> list[Owner]:
        """Whose accounts the firm belongs to now."""
        rows = self.nomination.owner_rows  # type: ignore[attr-defined]
        return [
            Owner(
                row["name"],
                datetime.fromisoformat(row["since"]),
                was_given_by_another(row["given_by"], f"user:{row['account']}"),
            )
            for row in rows
        ]

    @cached_property
    def worklist(self) -> Worklist:
        """What waits at this desk, the nearest day first: the file itself may be among it. With the results out nothing waits any more."""
        here: Any = self.nomination
        if here.edition.has_results:
            return Worklist([])
        closed = here.closes_at is not None and has_passed(here.closes_at, self.now)
        return Worklist(
            [
                Line(
                    _path(row["number"]),
                    row["name"],
                    row["number"],
                    open_tag(row["state"], closed=closed, has_own_day=row["answer_by"] is not None),
                    is_here=row["number"] == here.number,
                )
                for row in here.waiting_rows
            ]
        )

    @property
    def after_this(self) -> str:
        """Where whoever is done with this file goes on: to the next one that waits, else to the desk."""
        following = self.worklist.next
        return following.url if following else reverse("awards:dinas_home")

    @property
    def return_words(self) -> str:
        """The words of the button that sends the file back: to the owner or, where there is no account, to the dinas itself."""
        return _("Kembalikan ke IKM") if self.owners else _("Catat untuk diperbaiki dinas")

    @property
    def return_words_counted(self) -> str:
        """The same with the number of notes (`{n}`), which the page puts in."""
        return _("Kembalikan ke IKM ({n} catatan)") if self.owners else _("Catat untuk diperbaiki dinas ({n} catatan)")

    @property
    def lacking(self) -> list[tuple[Section, Missing]]:
        """What keeps the dinas from sending the file for its owner."""
        found = [(check.section, item) for check in self.checks for item in check.missing]
        return found if self.is_invitation else [(section, item) for section, item in found if asked_of_owner([item])]

    @property
    def is_returned_to_us(self) -> bool:
        """Was the file sent back, and is there no account that could mend it?"""
        return self.nomination.state == S.RETURNED_TO_OWNER and not self.owners

    @property
    def is_to_be_declared(self) -> bool:
        """Did somebody else write into what the owner had declared, and has the file to go back to the owner for that?"""
        return self.nomination.declared_at is None and self.nomination.state in OPEN_TO_DINAS - OPEN_TO_OWNER

    @property
    def may_link(self) -> bool:
        return not self.owners and self.may("link_owner")

    @property
    def may_unlink(self) -> bool:
        """Can the account be taken off? Never from an owner who registered the firm; the verb's own question is asked only where an office may have given it."""
        rows = self.nomination.owner_rows  # type: ignore[attr-defined]
        given = [row["user"] for row, owner in zip(rows, self.owners, strict=True) if owner.by_office]
        if not given or not self.may("unlink_owner"):
            return False
        return any(was_linked_by_office(self.nomination.ikm, user) for user in User.objects.filter(pk__in=given))

    @cached_property
    def twins(self) -> list[Ikm]:
        """Records that may be the same firm: of the dinas where this file has an owner, of owners where it has none. Each with its file (`file`)."""
        if self.nomination.state not in OPEN_TO_DINAS or self.nomination.edition.is_rehearsal:
            return []
        twins = registry_for(self.nomination.edition).twins_for_office(self.nomination.ikm).with_owner(not self.owners)
        live = Nomination.objects.filter(ikm=OuterRef("pk"), state__in=OPEN_TO_DINAS).order_by("-pk")
        return list(twins.annotate(file=Subquery(live.values("number")[:1]))[:MOST_TWINS])

    @property
    def may_be_joined(self) -> bool:
        """Is this an owner's file that the dinas may join with a record of its own?"""
        return bool(self.owners) and self.nomination.state in OPEN_TO_DINAS and not self.nomination.edition.is_rehearsal

    @cached_property
    def may_withdraw(self) -> bool:
        # The question here is asked for the signer of the region; a signer who also owns the firm has the owner's page for it.
        return self.nomination.regency_id in regencies_served(self.user, Role.DINAS_SIGNER) and self.may("withdraw")

    @property
    def is_invitation(self) -> bool:
        return self.nomination.state == S.INVITED


def _path(number: str) -> str:
    return reverse("awards:review", args=[number])

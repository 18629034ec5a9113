"""One file as its owner's pages ask for it: who reads, what is in it, until when, where it leads."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.certificates.history import Reissue, reissues_of
from awards.dossier.certified import Photo, product_path
from awards.dossier.changes import Note, notes_of
from awards.dossier.completeness import missing_sections, with_completeness
from awards.dossier.contents import Dossier, compose, documents_of, gather
from awards.dossier.sections import (
    SECTION_BY_CODE,
    SECTIONS,
    Documents,
    Part,
    Section,
    asked_of_owner,
    missing,
    parts_of,
)
from awards.dossier.snapshot import Snapshot, read, with_numbers
from awards.dossier.warnings import doubts
from awards.models import Extension, Milestone, Nomination, PublishedAward, Remark, Standing, Submission
from awards.models.extension import extension_now
from awards.operations.proposals import Act, acts_for
from awards.registry.rehearsals import registry_for
from awards.rules import dinas_of_the_region, owns_the_firm, signer_of_the_region
from awards.states import ENDED, OPEN_TO_DINAS, OPEN_TO_OWNER, CertificateState
from awards.states import NominationState as S
from awards.status.outside import OUTSIDE, REVOKED, Tag, tag_at
from awards.status.waiting import ENDINGS, Waiting, waiting
from ikm.models import OwnerLink
from ovop_portal.common.clock import day_in_wib, has_passed
from ovop_portal.common.verbs import Missing, Stale
from regions.models import Office

LAST_DAYS = timedelta(days=7)
WRITE, WITHDRAW = "awards.write_dossier", "awards.withdraw"
_ENDED = {
    Standing.EXPIRED: Tag("expired", gettext_lazy("Masa berlaku berakhir"), "arang"),
    Standing.REVOKED: REVOKED,
}


def rows_for_files(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """`rows` with what every page of a file prints, in two statements."""
    return (
        with_completeness(rows)
        .annotate(**extension_now())
        .select_related(
            "edition__publication",
            "edition__scheme",
            "ikm__sentra__commodity_group",
            "ikm__regency__province",
            "ikm__district",
            "product__commodity_group",
            "regency__province",
        )
        .prefetch_related("edition__windows")
    )


class File:
    """A nomination that `user` sees, at the hour of the request. What is dear is fetched when it is first asked."""

    def __init__(self, nomination: Nomination, user: Any, now: datetime) -> None:
        self.nomination, self.user, self.now = nomination, user, now

    # --- Who -------------------------------------------------------------------------------------------------------------
    @cached_property
    def may_write(self) -> bool:
        return self.user.has_perm(WRITE, self.nomination)

    @cached_property
    def is_mine(self) -> bool:
        """Does the reader own the firm? The dinas and others read the same page in other words."""
        return bool(owns_the_firm(self.user, self.nomination))

    @cached_property
    def is_my_office(self) -> bool:
        return self.user.has_perm("awards.check_file", self.nomination)

    @cached_property
    def submission(self) -> Submission | None:
        """The last submission, for readers who see only what was sent (the live record may belong to a new draft by now); None for readers of the live record."""
        if self.user.has_perm("awards.read_live", self.nomination):
            return None
        sent = self.nomination.submissions.order_by("-n").first()
        if sent is None:
            raise PermissionDenied("awards.read_live")
        return sent

    @cached_property
    def has_owner(self) -> bool:
        """Does the firm belong to somebody's account? Where it does not, the dinas fills in, mends and answers."""
        return self.is_mine or OwnerLink.objects.filter(ikm=self.nomination.ikm_id, ends_at__isnull=True).exists()

    @cached_property
    def is_mine_to_answer(self) -> bool:
        """Are the notes at this file for the reader: its owner, or the dinas of a firm without an account?"""
        return self.is_mine or (self.is_my_office and bool(self.remarks) and not self.has_owner)

    @cached_property
    def verb(self) -> str:
        """The permission by which the file leaves its owner: to the dinas, or as a holder back to the jury."""
        return "awards.accept_invitation" if self.nomination.is_reassessment else "awards.send_to_office"

    @cached_property
    def may_send(self) -> bool:
        return self.user.has_perm(self.verb, self.nomination)

    @cached_property
    def may_withdraw(self) -> bool:
        return self.user.has_perm(WITHDRAW, self.nomination)

    @cached_property
    def may_be_recorded(self) -> bool:
        """Has the dinas a record that may be this firm? The owner is told only to ask, and nothing about the record."""
        nomination = self.nomination
        if not self.is_mine or nomination.state not in OPEN_TO_DINAS or nomination.edition.is_rehearsal:
            return False
        records = registry_for(nomination.edition).with_owner(False)
        return records.twins_for_owner(nomination.ikm, self.user).exists()

    # --- What ------------------------------------------------------------------------------------------------------------
    @cached_property
    def unfinished(self) -> list[Section]:
        """The sections that lack something, without fetching the dossier."""
        papers = list(self.nomination.edition.required_papers.all())
        return missing_sections(self.nomination, papers, by_owner=not self.nomination.is_reassessment)

    @property
    def done(self) -> int:
        return len(SECTIONS) - len(self.unfinished)

    @property
    def count(self) -> int:
        return len(SECTIONS)

    def next_after(self, code: str) -> Section | None:
        """The next section that lacks something, going round; None when all is there."""
        place = next(place for place, section in enumerate(SECTIONS) if section.code == code)
        ahead = [*SECTIONS[place + 1 :], *SECTIONS[: place + 1]]
        return next((section for section in ahead if section in self.unfinished), None)

    @cached_property
    def noted(self) -> set[str]:
        """The sections to which the reader was asked to return. The file may be sent without returning to them, but it is not called ready."""
        if not self.is_mine_to_answer:
            return set()
        return {remark.section for remark in self.remarks if remark.section in SECTION_BY_CODE}

    @property
    def groups(self) -> list[tuple[str, list[tuple[Section, str, list[Remark]]]]]:
        """The sections under the names of their groups, each with its state (done, todo, or mend where the dinas left a note) and the notes at it."""
        todo = {section.code for section in self.unfinished}
        asked = self.remarks if self.is_mine_to_answer else []
        groups: dict[str, list[tuple[Section, str, list[Remark]]]] = {}
        for section in SECTIONS:
            state = "mend" if section.code in self.noted else "todo" if section.code in todo else "done"
            notes = [remark for remark in asked if remark.section == section.code]
            groups.setdefault(str(section.group), []).append((section, state, notes))
        return list(groups.items())

    @property
    def remarks_on_the_whole(self) -> list[Remark]:
        """Notes that belong to no section, for whoever answers them."""
        asked = self.remarks if self.is_mine_to_answer else []
        return [remark for remark in asked if remark.section not in SECTION_BY_CODE]

    @cached_property
    def dossier(self) -> Dossier:
        gather(self.nomination)
        return Dossier.of(self.nomination)

    @cached_property
    def missing(self) -> list[Missing]:
        """What each section still lacks, in words."""
        items = missing(self.dossier)
        return items if self.nomination.is_reassessment else asked_of_owner(items)

    @cached_property
    def composed(self) -> Snapshot:
        """The dossier as it would be sent now, or as it was sent last."""
        if self.submission is not None:
            return read(self.submission.dossier)
        return compose(self.dossier, day_in_wib(self.now))

    @cached_property
    def parts(self) -> list[Part]:
        """The dossier in words, section by section; what the dinas asked for stands on top."""
        shown = with_numbers(self.composed, self.nomination, self.user)
        parts = parts_of(shown, self.documents, self.nomination.product.commodity_group, day_in_wib(self.now))
        asked = {remark.section for remark in self.remarks}
        return sorted(parts, key=lambda part: part.code not in asked)

    @cached_property
    def documents(self) -> Documents:
        """The copies and photos of what is read, by their key."""
        return documents_of(self.composed) if self.submission is not None else self.dossier.documents

    @cached_property
    def doubts(self) -> list[Missing]:
        """Answers that do not go together, for whoever is about to send them."""
        return doubts(self.dossier, day_in_wib(self.now)) if self.may_send else []

    @cached_property
    def notes(self) -> list[Note]:
        """The notes that wait for an answer, with what has changed since they were written. They are no part of what was sent."""
        if self.submission is not None:
            return []
        return notes_of(self.remarks, self.composed, self.nomination.product.commodity_group)

    @cached_property
    def remarks(self) -> list[Remark]:
        """The notes of the dinas that wait for the owner's answer; none unless the file was sent back."""
        if self.nomination.state != S.RETURNED_TO_OWNER:
            return []
        rows = Remark.open_for(self.nomination).select_related("check_read", "submission_read")
        return [remark for remark in rows if not remark.to_office]

    @property
    def remarks_with_sections(self) -> list[tuple[Remark, Section | None]]:
        """The notes with the sections they are about, in the order of the dossier; at its end, with None, those about the whole."""
        order = list(SECTION_BY_CODE)
        remarks = sorted(self.remarks, key=lambda remark: [*order, remark.section].index(remark.section))
        return [(remark, SECTION_BY_CODE.get(remark.section)) for remark in remarks]

    @cached_property
    def asked_of_office(self) -> list[Remark]:
        """The ministry's requests to the dinas; the owner reads them, too."""
        if self.nomination.state != S.RETURNED_TO_OFFICE:
            return []
        return [remark for remark in Remark.open_for(self.nomination) if remark.to_office]

    @cached_property
    def milestones(self) -> list[Milestone]:
        return list(self.nomination.milestones.all())

    @cached_property
    def office(self) -> Office | None:
        """The dinas that checks the file."""
        return Office.objects.active().at(self.nomination.regency_id).for_labels().first()

    @property
    def office_name(self) -> str:
        return (
            self.office.label
            if self.office
            else _("Dinas perindustrian {regency}").format(regency=self.nomination.regency)
        )

    # --- When ------------------------------------------------------------------------------------------------------------
    @property
    def zone(self) -> ZoneInfo:
        return self.nomination.regency.zone

    @property
    def deadline(self) -> datetime | None:
        return self.nomination.deadline

    @property
    def extension(self) -> Extension | None:
        """By what the file has more time than others, where it has and the end of it counts."""
        until = self.nomination.extended_to
        if until is None or until != self.deadline or self.nomination.state not in OPEN_TO_DINAS:
            return None
        return Extension.objects.of_file(self.nomination).first()

    @property
    def is_in_time(self) -> bool:
        return self.nomination.may_be_sent(self.now)

    @property
    def deadline_has_passed(self) -> bool:
        return self.deadline is not None and has_passed(self.deadline, self.now)

    @property
    def asks_owner(self) -> bool:
        """Is it the owner's turn, and in time?"""
        return self._is_open and self.has_owner

    @property
    def _is_open(self) -> bool:
        return self.nomination.state in OPEN_TO_OWNER and self.is_in_time

    @property
    def is_late(self) -> bool:
        """Was it the owner's turn when the time ran out?"""
        return self.nomination.state in OPEN_TO_OWNER and not self.is_in_time

    @property
    def has_run_out(self) -> bool:
        """Was the file never sent, and is it told so by now?"""
        return self.outside == OUTSIDE[S.LAPSED]

    @property
    def is_closing(self) -> bool:
        """Is it the turn of the owner, or of whoever stands in for them, in the last days?"""
        return self._is_open and self.deadline is not None and self.deadline - self.now <= LAST_DAYS

    @property
    def is_over(self) -> bool:
        """Have the stars been told?"""
        return self.is_published and self.nomination.state == S.DETERMINED

    @property
    def is_published(self) -> bool:
        return self.nomination.edition.is_published(self.now)

    @cached_property
    def award(self) -> PublishedAward | None:
        """The stars, once everybody may know them."""
        if not self.is_published:
            return None
        rows = PublishedAward.objects.filter(award__nomination=self.nomination).in_force()
        return rows.for_page().select_related("award__curation__cohort", "award__nomination").first()

    @property
    def photo(self) -> Photo | None:
        """The picture of the product as it was awarded, for its owner: whether others see it, the owner decides."""
        award = self.award
        if award is None or not self.is_mine or not award.photos:
            return None
        return Photo(award.photos[0], award.photo_words[0])

    @property
    def product_path(self) -> str:
        """The page of the awarded product in the catalogue; of a rehearsal there is none."""
        award = self.award
        return product_path(award.product_name, award.product_id) if award and not award.is_rehearsal else ""

    @property
    def reissues(self) -> list[Reissue]:
        """The corrections of the certificate, the newest first."""
        return reissues_of(self.award) if self.award else []

    @property
    def acts(self) -> list[Act]:
        """The acts that the reader may propose for this file, for another person to confirm."""
        if not self.user.has_perm("awards.propose"):
            return []
        award = self.award
        stands = award is not None and award.standing(day_in_wib(self.now)) != Standing.REVOKED
        return acts_for(self.nomination, stands=stands)

    @property
    def certificate_is_ready(self) -> bool:
        certificate = getattr(self.award, "certificate", None)
        return certificate is not None and certificate.state == CertificateState.READY

    @property
    def tag(self) -> Tag:
        """The status in words for outside; an award that no longer stands says so."""
        standing = self.award.standing(day_in_wib(self.now)) if self.award else Standing.VALID
        return _ENDED.get(standing) or self.outside

    @property
    def outside(self) -> Tag:
        """How far the file is, whatever became of the award."""
        stars = self.award.stars if self.award else None
        return tag_at(self.nomination, self.now, closes_at=self.nomination.takes_until, stars=stars)

    @property
    def ending(self) -> Milestone | None:
        """The news with which the way ended before its goal."""
        return next((one for one in self.news if one.code in ENDINGS), None) if self.nomination.state in ENDED else None

    @property
    def news(self) -> list[Milestone]:
        """What happened, newest first."""
        return list(reversed(self.milestones))

    @cached_property
    def waiting(self) -> Waiting:
        return waiting(
            self.nomination,
            self.milestones,
            published=self.is_published,
            has_owner=self.nomination.state not in OPEN_TO_OWNER or self.has_owner,
            now=self.now,
        )

    # --- Where -----------------------------------------------------------------------------------------------------------
    @property
    def review_url(self) -> str:
        return self.url("review")

    def url(self, name: str, *more: object) -> str:
        return reverse(f"awards:{name}", args=[self.nomination.number, *more])

    # --- Acting ----------------------------------------------------------------------------------------------------------
    def could(self, permission: str) -> bool:
        """Would this reader have `permission` in some state of the file? Then only the state stands in the way, and they may be told so."""
        people = signer_of_the_region if permission == WITHDRAW else dinas_of_the_region
        return self.is_mine or bool(people(self.user, self.nomination))

    def demand(self, permission: str) -> None:
        """Demand `permission` at the moment of acting. Raises `Stale` where the reader would have it in another state: the file moved on."""
        if self.user.has_perm(permission, self.nomination):
            return
        if self.could(permission):
            raise Stale(self.nomination, self.nomination.state)
        raise PermissionDenied(permission)

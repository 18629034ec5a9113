"""What a section of the dossier is: a row of the task list that says for itself what it lacks, in which form it is answered and how it is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.dossier.contents import Answers
from awards.dossier.snapshot import Snapshot
from awards.models import Nomination
from ikm.forms.parts import PartForm
from ikm.models import CommodityGroup
from ovop_portal.common.verbs import Missing
from ovop_portal.documents.models import Document

Documents = Mapping[UUID, Document]
BUSINESS, GOODS, PROOF = _("Usaha"), _("Produk"), _("Bukti")


@dataclass(frozen=True)
class Paper:
    """A paper of the dossier: what it is, what is known about it, and its copy where there is one."""

    label: str
    facts: list[str]
    document: Document | None
    concern: str = ""


@dataclass(frozen=True)
class Photo:
    """A photo with the words for a reader who does not see it."""

    label: str
    alt: str
    document: Document


@dataclass
class Part:
    """A section as a person reads it: facts, papers and photos, and what catches the eye of a checker. Documents that the reader lacks are left out."""

    section: Section
    facts: list[tuple[str, str]] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    concerns: list[str] = field(default_factory=list)
    note: str = ""  # what a reader must know to read the facts right

    @property
    def code(self) -> str:
        return self.section.code

    @property
    def label(self) -> str | Promise:
        return self.section.label


@dataclass(frozen=True)
class Reading:
    """What a part is made from. The live record and what was sent are read alike, since both come as a `Snapshot`. `today` decides what has run out."""

    dossier: Snapshot
    documents: Documents
    commodity: CommodityGroup
    today: date

    def copy(self, key: UUID | None) -> Document | None:
        """The document called `key`, where the reader has it."""
        return self.documents.get(key) if key else None


@dataclass(frozen=True)
class Compared:
    """One of two dossiers that are compared: the `whole` of it, what may be `shown`, and the kinds of which either has several papers."""

    whole: Snapshot
    shown: Snapshot
    several: Collection[str]


# A line of a comparison: its name, its text, and whatever else tells it from another line (two photos have the same text).
Row = tuple[str, str, object]


@dataclass(frozen=True)
class Filling:
    """What a form is made from: the records of `file` as they are, and what was `sent` (None where the page is only asked for). `partial`: it is only laid
    aside; `year`: of which year the answers are, where they are of one.
    """

    file: Nomination
    sent: Any
    now: datetime
    year: int | None = None
    partial: bool = False


class Section:
    """A row of the task list: its address, its group, its name, why it is asked."""

    code: str
    group: str | Promise
    label: str | Promise
    why: str | Promise
    # The place on the task list, beginning with 1; set from the order in `SECTIONS`.
    place: int = 0

    def missing(self, given: Answers) -> list[Missing]:
        """What keeps the dossier from being sent."""
        raise NotImplementedError

    def part(self, read: Reading) -> Part:
        """How it is read."""
        raise NotImplementedError

    def form(self, filling: Filling) -> PartForm:
        """The form in which it is answered. Photos and papers are no answers: they have pages of their own."""
        raise NotImplementedError

    def rows(self, compared: Compared) -> Iterator[Row]:
        """What is compared beside the facts of the part, or more closely than they are shown."""
        yield from ()

    def empty(self, *needs: tuple[object, str]) -> list[Missing]:
        """A lack for each of `needs` that is empty: answers with the words that ask for them (`gettext_noop`: most are never read). Zero is an answer."""
        return [Missing("empty", gettext(words), self.code) for value, words in needs if value in (None, "")]


def plain(value: int | None) -> str:
    """A number that is not grouped, such as a year."""
    return "" if value is None else str(value)

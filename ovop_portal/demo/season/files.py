"""A file on its way through a season: where it comes from, where it shall end, and what it has become so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assessments.models import Entry
from awards.models import Award, Nomination
from awards.states import NominationState as S
from ikm.models import Ikm
from ovop_portal.accounts.models import User
from ovop_portal.demo.season.firms import Draft
from ovop_portal.demo.season.flaws import Flaw
from ovop_portal.demo.season.names import Naming
from ovop_portal.demo.season.places import Spot

# How far along the way a state lies: files that end at or beyond one have passed all before it.
WAY = [S.DRAFT, S.WITH_OFFICE, S.READY, S.SUBMITTED, S.SCREENING, S.PASSED, S.IN_ASSESSMENT, S.DETERMINED]
_PLACE = {state: place for place, state in enumerate(WAY)} | {
    S.RETURNED_TO_OWNER: WAY.index(S.WITH_OFFICE),
    S.NOT_NOMINATED: WAY.index(S.WITH_OFFICE),
    S.WITHDRAWN: WAY.index(S.WITH_OFFICE),
    S.RETURNED_TO_OFFICE: WAY.index(S.SCREENING),
    S.FAILED: WAY.index(S.SCREENING),
    S.DISQUALIFIED: WAY.index(S.PASSED),
    S.INVITED: 0,
    S.LAPSED: 0,
}


@dataclass(eq=False)
class File:
    """`aim` is the state in which the file ends. `flaw` says why it falls on its papers; `award` makes it a holder's file.

    `corrected`: the dinas sent it back to the owner once; `completed`: the screeners sent it back to the dinas once; `doubted`: one screener would reject it,
    the second has not read it yet. `further` makes it a further product of that firm (or of that file's firm); `is_bare`:
    hardly anything is filled in.
    """

    aim: str
    quality: float
    spot: Spot | None = None
    flaw: Flaw | None = None
    award: Award | None = None
    owner: User | None = None
    naming: Naming | None = None
    corrected: bool = False
    completed: bool = False
    doubted: bool = False
    has_sample: bool = True
    has_jury: bool = True
    draft: Draft | None = None
    further: Ikm | File | None = None
    is_bare: bool = False
    nomination: Nomination | None = None
    entry: Entry | None = None
    submitted_at: datetime | None = None
    bounds: tuple[int, int] = (0, 101)

    def reaches(self, state: str) -> bool:
        """Does the file come as far as `state` on the way?"""
        return _PLACE[S(self.aim)] >= _PLACE[S(state)]

    @property
    def is_holder(self) -> bool:
        return self.award is not None

    @property
    def at(self) -> Nomination:
        """The nomination, once it is there."""
        assert self.nomination is not None
        return self.nomination

    @property
    def regency(self) -> str:
        """Code of the regency that it comes from."""
        if self.award is not None:
            return self.award.nomination.regency_id
        assert self.spot is not None
        return self.spot.regency.pk

    @property
    def commodity(self) -> str:
        """Code of its commodity group."""
        if self.award is not None:
            return self.award.nomination.product.commodity_group_id
        assert self.spot is not None
        return self.spot.commodity


def nominations(files: Iterable[File]) -> list[Nomination]:
    """The nominations of `files`."""
    return [file.at for file in files]

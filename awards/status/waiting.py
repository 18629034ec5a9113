"""In whose hands a file is, since when, and what comes next: what the owner's pages say about waiting.

Like `outside.py`, nothing here tells a result before it is published: while the jury's word is under embargo the file is with the jury.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.models import Milestone, Nomination, WindowKind
from awards.states import NominationState as S
from ovop_portal.common.clock import is_in_time

OWNER, OFFICE, MINISTRY, JURY, NOBODY = "owner", "office", "ministry", "jury", "nobody"
_HOLDERS = {
    OWNER: {S.DRAFT, S.RETURNED_TO_OWNER, S.INVITED},
    OFFICE: {S.WITH_OFFICE, S.READY, S.RETURNED_TO_OFFICE},
    MINISTRY: {S.SUBMITTED, S.SCREENING, S.PASSED},
    JURY: {S.IN_ASSESSMENT, S.DETERMINED},
}
HOLDER_NAMES: dict[str, str | Promise] = {
    OWNER: _("Anda"),
    OFFICE: _("dinas"),
    MINISTRY: _("Direktorat Jenderal IKMA, Kementerian Perindustrian"),
    JURY: _("dewan juri"),
}
# The milestones with which a way ends before its goal.
ENDINGS = frozenset({"declined", "failed", "withdrawn", "lapsed", "disqualified"})
# The milestone with which a file came into somebody's hands.
_CAME_WITH = {
    OWNER: {"returned", "invited"},
    OFFICE: {"sent", "ready", "papers_missing"},
    MINISTRY: {"nominated", "screening", "passed"},
    JURY: {"in_assessment", "accepted"},
}
_FIRST_OF = {OFFICE: "sent", MINISTRY: "nominated"}
# The end of which window brings news at the latest.
_NEWS_WITH = {
    OFFICE: WindowKind.NOMINATION,
    MINISTRY: WindowKind.SCREENING,
    JURY: WindowKind.PLENARY,
}


@dataclass(frozen=True)
class Waiting:
    """Who holds the file, since when, and the latest day of news."""

    holder: str
    since: datetime | None
    news_by: datetime | None


def waiting(
    nomination: Nomination, milestones: list[Milestone], *, published: bool, now: datetime, has_owner: bool = True
) -> Waiting:
    """How the file waits at `now`. The edition comes with its windows. Where no account has the firm, the dinas does what an owner would do."""
    holder = holder_of(nomination, published=published)
    if holder == OWNER and not has_owner:
        holder = OFFICE
    return Waiting(holder, _since(holder, milestones), _news_by(nomination, holder, now))


def holder_of(nomination: Nomination, *, published: bool) -> str:
    """In whose hands the file is."""
    state = S(nomination.state)
    if published and state == S.DETERMINED:
        return NOBODY
    return next((holder for holder, states in _HOLDERS.items() if state in states), NOBODY)


def _since(holder: str, milestones: list[Milestone]) -> datetime | None:
    """The first milestone of the stay that lasts: news within the same hands does not begin it again."""
    since = None
    for milestone in reversed(milestones):
        if milestone.code not in _CAME_WITH.get(holder, ()):
            break
        since = milestone.at
        if milestone.code == _FIRST_OF.get(holder):
            break
    return since


def _news_by(nomination: Nomination, holder: str, now: datetime) -> datetime | None:
    kind = _NEWS_WITH.get(holder)
    window = nomination.edition.window(kind) if kind else None
    return window.closes_at if window and is_in_time(now, window.closes_at) else None

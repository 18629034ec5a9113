"""The dates of an edition, as all its rooms know them: what a change touches, and the change itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Scoresheet
from assessments.states import SheetState
from awards.models import Edition, Nomination, WindowChange, WindowKind
from awards.notices import Audience, audiences_of_nominations, tell_of_dates
from awards.notices.dates import WAITING
from awards.operations.editions import Dates, change_window
from awards.states import ON_SCREENING_DESK, NominationState
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import verb

# The files whose way a window holds up or ends.
FILES = {
    WindowKind.NOMINATION: WAITING,
    WindowKind.SCREENING: Q(state__in=ON_SCREENING_DESK),
    WindowKind.ASSESSMENT: Q(state__in=[NominationState.PASSED, NominationState.IN_ASSESSMENT]),
    WindowKind.PLENARY: Q(state=NominationState.IN_ASSESSMENT),
}


@dataclass(frozen=True)
class Touched:
    """What hangs on the dates of one stage: so many files, and these people."""

    files: int
    audiences: Sequence[Audience]


def touched_by(edition: Edition, kind: str) -> Touched:
    """What another date of the stage `kind` would touch now."""
    files = Nomination.objects.filter(FILES[WindowKind(kind)], edition=edition).count()
    return Touched(files, _audiences(edition, kind))


def _audiences(edition: Edition, kind: str) -> list[Audience]:
    if edition.is_draft:  # Nobody but those who prepare it has heard of it.
        return []
    if kind == WindowKind.NOMINATION:
        return audiences_of_nominations(edition)
    if kind == WindowKind.SCREENING:
        queue = f"{reverse('assessments:screening_queue')}?tahun={edition.year}"
        return [Audience(_("pemeriksa"), queue, list(User.objects.holding(Role.SCREENER)))]
    if kind == WindowKind.ASSESSMENT:
        unsent = Scoresheet.objects.filter(state=SheetState.DRAFT, entry__nomination__edition=edition)
        jurors = User.objects.filter(pk__in=unsent.values("juror__user"), is_active=True)
        return [Audience(_("juri dengan lembar yang belum dikirim"), reverse("assessments:jury_queue"), list(jurors))]
    desk = reverse("assessments:plenary", args=[edition.year])
    return [Audience(_("orang sekretariat"), desk, list(User.objects.holding(Role.SECRETARIAT)))]


@verb
def reschedule(
    edition: Edition, kind: str, dates: Dates, *, reason: str, seen: str, by: User, now: datetime
) -> WindowChange:
    """Give a stage other dates and tell whoever has work in it. Raises what `change_window` raises."""
    change = change_window(edition, kind, dates, reason=reason, seen=seen, by=by, now=now)
    tell_of_dates(change, _audiences(edition, kind), now=now, besides=by)
    return change

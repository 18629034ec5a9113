"""What each figure of an edition counts. This is the one definition for desk, recap, plenary, monitor, publication, exports and commands.

A file is counted once. One that was disqualified after it had passed is neither passed nor assessed any more: it stands in a figure of its own beside
them, so that every sum still holds.
"""

from __future__ import annotations

from django.db.models import Count, Q

from awards.models import Edition, EntryKind, Nomination
from awards.models.nomination import BEING_ANSWERED
from awards.states import ASSESSED, ON_SCREENING_DESK, PROPOSED
from awards.states import NominationState as S

# Beyond the papers, and still in the running or determined.
PASSED = frozenset({S.PASSED, *ASSESSED})

_NEW, _HOLDER = Q(entry=EntryKind.NEW), Q(entry=EntryKind.REASSESSMENT)
FIGURES: dict[str, Q] = {
    "proposed": _NEW & (Q(state__in=PROPOSED) | BEING_ANSWERED),
    "passed": _NEW & Q(state__in=PASSED),
    "failed": _NEW & Q(state=S.FAILED),
    "waiting": _NEW & (Q(state__in=ON_SCREENING_DESK) | BEING_ANSWERED),
    "holders": _HOLDER & Q(state__in=ASSESSED),
    "assessed": Q(state__in=ASSESSED),
    # Passed, but not before the jury yet.
    "not_assessed": _NEW & Q(state=S.PASSED),
    "disqualified": _NEW & Q(state=S.DISQUALIFIED),
    "holders_disqualified": _HOLDER & Q(state=S.DISQUALIFIED),
    "determined": Q(state=S.DETERMINED),
}


_GIVEN = Q(nominations__award__isnull=False)
# What an edition gave, for `Edition.objects.annotate`: who received a star has received it for ever, and what was taken back stands beside it.
RECEIVED = {
    "firms": Count("nominations__ikm", filter=_GIVEN, distinct=True),
    "provinces": Count("nominations__regency__province", filter=_GIVEN, distinct=True),
    "revoked": Count("nominations__ikm", filter=Q(nominations__award__revocation__isnull=False), distinct=True),
}


def disqualified_by_group(edition: Edition) -> dict[str, int]:
    """How many files of `edition` were disqualified, by the code of their commodity group. One statement."""
    gone = Nomination.objects.filter(state=S.DISQUALIFIED, edition=edition)
    return dict(gone.order_by().values_list("product__commodity_group").annotate(n=Count("pk")))

"""How far entries are: jurors with a sheet that counts, and how many of the sheets are drafts, sent or locked. Counted by the database in one statement.

A juror has at most one open sheet for an entry, and a recused one is out for good, so no newest round has to be looked for: who has any sheet and is not
recused counts, and whose sheet is neither a draft nor sent is locked.
"""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from assessments.models import Entry
from assessments.states import SheetState


def with_progress(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """`entries` with `jurors` (who count), `drafts`, `sent` and `locked`."""
    everybody = Count("sheets__juror", distinct=True)
    recused = Count("sheets__juror", distinct=True, filter=Q(sheets__state=SheetState.RECUSED))
    return entries.annotate(
        jurors=everybody - recused,
        drafts=Count("sheets", filter=Q(sheets__state=SheetState.DRAFT)),
        sent=Count("sheets", filter=Q(sheets__state=SheetState.SENT)),
    ).annotate(locked=F("jurors") - F("drafts") - F("sent"))

"""How far entries are: jurors with a sheet that counts, and how many of the sheets are drafts, sent or locked. Counted by the database in one statement.

A juror has at most one open sheet for an entry, and who is recused or taken off the file is out for good, so no newest round has to be looked for: who has
any sheet and is not out counts, and whose sheet is neither a draft nor sent is locked.
"""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from assessments.models import Entry
from assessments.states import OUT_SHEETS, SheetState


def with_progress(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """`entries` with `jurors` (who count), `untouched` (nobody has written on them), `drafts` (somebody has), `sent` and `locked`."""
    everybody = Count("sheets__juror", distinct=True)
    out = Count("sheets__juror", distinct=True, filter=Q(sheets__state__in=OUT_SHEETS))
    draft = Q(sheets__state=SheetState.DRAFT)
    return entries.annotate(
        jurors=everybody - out,
        untouched=Count("sheets", filter=draft & Q(sheets__version=0)),
        drafts=Count("sheets", filter=draft & Q(sheets__version__gt=0)),
        sent=Count("sheets", filter=Q(sheets__state=SheetState.SENT)),
    ).annotate(locked=F("jurors") - F("untouched") - F("drafts") - F("sent"))

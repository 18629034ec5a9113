"""Files that are no longer as the dinas checked them: what differs, for the signer to read before sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from awards.dossier.changes import Change, changes_between
from awards.dossier.contents import Dossier, compose, with_dossier
from awards.dossier.snapshot import read
from awards.models import Nomination, OfficeCheck
from ovop_portal.common.clock import day_in_wib


@dataclass(frozen=True)
class ChangedFile:
    """A file with the lines that differ from the check, and the digest of what stands there now: it is confirmed by that digest, so only what was read is
    confirmed.
    """

    nomination: Nomination
    checked_at: datetime
    changes: list[Change]
    sha256: str


def changed_since_check(nominations: Sequence[Nomination], now: datetime) -> list[ChangedFile]:
    """The files among `nominations` that changed, in the order of their numbers. A fixed number of statements."""
    keys = [nomination.pk for nomination in nominations]
    newest = OfficeCheck.objects.filter(nomination__in=keys).order_by("nomination_id", "-pk").distinct("nomination_id")
    checks = {check.nomination_id: check for check in newest}
    found = []
    for nomination in with_dossier(Nomination.objects.filter(pk__in=keys)).order_by("number"):
        check, composed = checks.get(nomination.pk), compose(Dossier.of(nomination), day_in_wib(now))
        sha256 = composed.content_sha256
        if check is not None and check.sha256 != sha256:
            changes = changes_between(read(check.dossier), composed, nomination.product.commodity_group)
            found.append(ChangedFile(nomination, check.checked_at, changes, sha256))
    return found

"""Events written down for tests of the trail."""

from __future__ import annotations

from ovop_portal.ledger.journal import record_many
from tests.accounts.factories import NOW


def write(count: int, kind: str = "nomination.opened") -> None:
    record_many(
        kind, [(f"nomination:OVOP-2026-{n:04}", {"stars": n}) for n in range(1, count + 1)], by="system:tests", now=NOW
    )

"""What is always true of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ovop_portal.common.invariants import Invariant, register
from ovop_portal.ledger import sealing
from ovop_portal.ledger.heads import false_heads
from ovop_portal.ledger.proof import false_proofs


def register_all() -> None:
    """Make them known."""
    register(Invariant("the_journal_is_whole", _("Buku jejak utuh: tidak ada catatan yang berubah atau hilang"), _walk))


def _walk(now: datetime) -> Iterator[str]:
    """The first bad row of the walk, and each kept head or proof that the portal never signed."""
    if breach := sealing.verify(now=now).breach:
        yield breach
    yield from false_heads()
    yield from false_proofs()

"""What is done with offices: opened, and mended. They are never deleted: one that a region dissolves is laid down."""

from __future__ import annotations

from datetime import datetime

from ovop_portal.common.printed import demand_printable
from ovop_portal.common.verbs import verb
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import Actor
from regions.models import Office


@verb
def keep_office(office: Office, *, by: Actor | str, now: datetime) -> None:
    """Save a new office, or what has changed about one."""
    demand_printable(vars(office), "name", "address", "head_name")
    is_new = office.pk is None
    office.save()
    subject, body = f"office:{office.uuid}", {"regency": office.code, "is_active": office.is_active}
    if is_new:
        journal.record("office.opened", subject, by=by, now=now, body=body)
    else:
        journal.record("office.changed", subject, by=by, now=now, body=body)

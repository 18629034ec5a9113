"""More time, given by the verb: for tests in which the window has closed and the screening has not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from awards.models import Edition, Extension, WindowKind
from awards.operations import extending
from awards.operations.extending import Reach
from ovop_portal.ledger import journal
from tests.scene import Scene

DAY = timedelta(days=1)


def close(scene: Scene, *, ago: timedelta = DAY) -> Edition:
    """The window of the scene has closed a while `ago`. Returns the edition as it is now."""
    scene.edition.windows.filter(kind=WindowKind.NOMINATION).update(closes_at=scene.now - ago)
    scene.edition = Edition.objects.get(pk=scene.edition.pk)
    return scene.edition


def by_hand(scene: Scene, **values: Any) -> Extension:
    """A row as the verb would write it, whatever the windows say, and its event."""
    told = {
        "regency": scene.regency,
        "closes_at": scene.now + 300 * DAY,
        "basis_kind": "decree",
        "basis": "KEP-7/IKMA/2026",
        "basis_date": scene.now.date(),
        "reason": scene.said("Banjir menutup kantor dinas"),
        "granted_by": "system:tests",
        "granted_at": scene.now,
    }
    made = Extension.objects.create(edition=scene.edition, **told | values)
    journal.record("extension.granted", made.subject, by="system:tests", now=scene.now, body={}, rows=[made])
    return made


def more_time(scene: Scene, *, days: int = 7, **values: Any) -> Extension:
    """So many days from now, for a `nomination`, a `regency` or a `province`; the scene's regency where none is named."""
    reach = {name: values.pop(name) for name in ("nomination", "regency", "province") if name in values}
    told = {
        "closes_at": scene.now + days * DAY,
        "basis_kind": "decree",
        "basis": "KEP-7/IKMA/2026",
        "basis_date": scene.now.date(),
        "reason": "Banjir menutup kantor dinas",
        "by": scene.secretariat,
        "now": scene.now,
    }
    return extending.extend(scene.edition, Reach(**reach or {"regency": scene.regency}), **told | values)

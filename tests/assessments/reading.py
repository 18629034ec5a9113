"""What tests of the screening share: a reading of a file, and what keeps one from being taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assessments.operations.screening import (
    FileReading,
    read_files,
)
from awards.models import Nomination
from ovop_portal.common.verbs import Refused
from tests.scene import NOW, Scene

WEEK = NOW + timedelta(days=7)


def verdicts(scene: Scene, **odd: str) -> dict[int, tuple[str, str]]:
    """Every gate that is asked met but those named: `G02="unmet"`."""
    return {
        gate.pk: (odd.get(gate.code, "met"), "Tidak terbaca" if odd.get(gate.code) in ("missing", "unmet") else "")
        for gate in scene.edition.gates.all()
        if gate.applies_to(scene.commodity.pk)
    }


def read(
    scene: Scene, file: Nomination, outcome: str, *, by: str = "screener", note: str = "Catatan", **odd: str
) -> Any:
    [reading] = read_files(
        [FileReading(file, outcome, verdicts(scene, **odd), note)], by=scene.people[by], now=NOW, answer_by=WEEK
    )
    file.refresh_from_db()
    return reading


def refusal(scene: Scene, reading: FileReading, by: str = "screener") -> set[tuple[str, str]]:
    """(code, gate or field) of everything that keeps the reading from being taken."""
    with pytest.raises(Refused) as caught:
        read_files([reading], by=scene.people[by], now=NOW, answer_by=WEEK)
    names = {f"{kind}_{gate.pk}": gate.code for gate in scene.edition.gates.all() for kind in ("gate", "reason")}
    return {(item.code, names.get(item.field, item.field)) for item in caught.value.missing}

"""The manifest: read again as it was written, or refused by its name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ovop_portal.backup.keys import Key
from ovop_portal.backup.manifest import NAME, Manifest
from ovop_portal.backup.parts import Content
from ovop_portal.backup.problems import Problem

SAID = Manifest("2026-06-01T03:00:00+00:00", {"database.dump": Content(5, "a" * 64)}, ["b" * 64])


@pytest.mark.parametrize("sealed", [False, True])
def test_a_manifest_is_read_as_it_was_written(tmp_path: Path, key: Key, sealed: bool) -> None:
    used = key if sealed else None
    SAID.write(tmp_path, used)
    assert Manifest.read(tmp_path, used) == SAID


def change(**values: Any) -> Callable[[Path], None]:
    def act(path: Path) -> None:
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return act


DAMAGES = {
    "gone": (lambda path: path.unlink(), "is missing: this backup was never finished, or it is none."),
    "cut": (lambda path: path.write_text(path.read_text()[:-20]), "is damaged: it cannot be read."),
    "another text": (lambda path: path.write_text("[]"), "is damaged: it cannot be read."),
    "no mark": (lambda path: path.write_text('{"format": 1}'), "is damaged: it cannot be read."),
    "a later format": (change(format=2), "has the format 2, and this portal reads 1."),
    "another hour": (change(made_at="2026-06-02T03:00:00+00:00"), "is damaged: it is not what was written."),
    "a part left out": (change(contents={}), "is damaged: it is not what was written."),
    "nothing harmed": (change(harmed=[]), "is damaged: it is not what was written."),
}


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize(("damage", "words"), DAMAGES.values(), ids=DAMAGES.keys())
def test_a_manifest_that_is_not_as_it_was_written_is_refused(
    tmp_path: Path, key: Key, sealed: bool, damage: Callable[[Path], None], words: str
) -> None:
    used = key if sealed else None
    SAID.write(tmp_path, used)
    damage(tmp_path / NAME)

    with pytest.raises(Problem) as refused:
        Manifest.read(tmp_path, used)

    assert str(refused.value) == f"{tmp_path / NAME} {words}"


def test_who_has_not_the_key_cannot_write_a_manifest_that_counts(tmp_path: Path, key: Key) -> None:
    Manifest("2026-06-01T03:00:00+00:00", {}).write(tmp_path, None)
    change(key=key.name)(tmp_path / NAME)
    with pytest.raises(Problem, match="it is not what was written"):
        Manifest.read(tmp_path, key)


def test_the_key_that_is_wanted_is_told(tmp_path: Path, key: Key) -> None:
    SAID.write(tmp_path, key)
    with pytest.raises(Problem, match=rf"belongs to a sealed backup: put its key \({key.name}\) into BACKUP_KEY"):
        Manifest.read(tmp_path, None)
    with pytest.raises(Problem, match=f"wants the key {key.name}, and BACKUP_KEY holds {Key(bytes(32)).name}"):
        Manifest.read(tmp_path, Key(bytes(32)))

    SAID.write(tmp_path, None)
    with pytest.raises(Problem, match="belongs to a backup without a key: empty BACKUP_KEY for it"):
        Manifest.read(tmp_path, key)

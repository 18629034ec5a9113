from __future__ import annotations

from pathlib import Path

import pytest

from ovop_portal.embedded import statics
from ovop_portal.embedded.places import Place
from ovop_portal.embedded.problems import Problem
from ovop_portal.embedded.servers import Servers


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose `collectstatic` copies one file."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "demo.txt").touch()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "ovop.css").write_text("a {}")
    (tmp_path / "manage.py").write_text(
        "import os; os.makedirs('gathered', exist_ok=True); open('gathered/log', 'a').write('x')"
    )
    monkeypatch.setattr(statics, "ROOT", tmp_path)
    return tmp_path


def gather(project: Path, place: Place) -> int:
    """Gather, and say how often that has been done for real."""
    with statics.gathered(Servers(place)):
        (place.folder / "static").mkdir(exist_ok=True)
    return len((project / "gathered" / "log").read_text())


def test_static_files_are_gathered_anew_only_when_they_changed(project: Path, place: Place) -> None:
    assert (gather(project, place), gather(project, place)) == (1, 1)
    (project / "static" / "ovop.css").write_text("b {}")
    assert gather(project, place) == 2
    (project / "static" / "new.js").touch()
    assert gather(project, place) == 3


def test_files_that_cannot_be_gathered_are_told_and_tried_again(project: Path, place: Place) -> None:
    (project / "manage.py").write_text("raise SystemExit('no such file: lama.svg')")
    with pytest.raises(Problem, match=r"collectstatic stopped by itself \(exit 1\)\.\n    no such file: lama\.svg"):
        gather(project, place)
    assert not (place.folder / "static.stamp").exists()

"""The environment, made from nothing by a bare Python. The sets of requirements here are empty, so no index is asked."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ovop_portal.embedded.places import ROOT

OWN_PYTHON = os.path.realpath(sys.executable)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder like a fresh clone, with nothing to install."""
    script = tmp_path / "ovop_portal" / "embedded" / "environment.py"
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / "ovop_portal" / "embedded" / "environment.py", script)
    (tmp_path / "requirements").mkdir()
    for name in ("uv", "demo", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").touch()
    return tmp_path


def make(clone: Path, requirements: str = "demo") -> subprocess.CompletedProcess[str]:
    command = [OWN_PYTHON, str(clone / "ovop_portal" / "embedded" / "environment.py"), requirements]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What was said, without the seconds."""
    return [line.strip().rsplit("   ", 1)[0].strip() for line in (done.stdout + done.stderr).splitlines()]


def test_the_environment_is_made_once_kept_and_repaired(clone: Path) -> None:
    first = make(clone)
    assert first.returncode == 0, first.stdout + first.stderr
    assert said(first)[0] == "environment made in .venv"
    assert (clone / ".venv" / ".installed-demo").exists()
    assert (make(clone).stdout, make(clone).returncode) == ("", 0)

    # The other set comes on top: the environment, which a demo may be using, is not made anew.
    kept = clone / ".venv" / "kept"
    kept.touch()
    assert "environment made in .venv" not in said(make(clone, "dev"))
    assert kept.exists()

    # Broken off while installing.
    (clone / ".venv" / ".installing").touch()
    assert said(make(clone))[:2] == [
        "What is in .venv is half-made or moved: it is made anew.",
        "environment made in .venv",
    ]
    assert not kept.exists()
    assert not (clone / ".venv" / ".installing").exists()

    # Moved to another folder, where its scripts still name the old one.
    moved = clone.with_name("moved")
    clone.rename(moved)
    assert said(make(moved))[0] == "What is in .venv is half-made or moved: it is made anew."


def test_a_half_made_environment_in_use_is_left_alone(clone: Path) -> None:
    make(clone)
    (clone / ".venv" / ".installing").touch()
    (clone / ".demo").mkdir()
    with (clone / ".demo" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = make(clone)
    assert (done.returncode, said(done)) == (
        1,
        ["The environment in .venv is half-made, and a demo or a test is still running in it. Stop that one first."],
    )


def test_a_lost_index_is_one_clear_line(clone: Path) -> None:
    (clone / "requirements" / "demo.txt").write_text("no-such-thing-at-all==1 --hash=sha256:" + "0" * 64)
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "UV_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in nowhere.items():
            patch.setenv(name, value)
        done = make(clone)
    assert done.returncode == 1
    assert (
        said(done)[-1]
        == "The packages of requirements/demo.txt cannot be installed. Is there a way to the package index?"
    )
    assert not (clone / ".venv" / ".installed-demo").exists()


@pytest.fixture
def obstacle(clone: Path) -> Iterator[str]:
    """Something that keeps everybody from writing into the folder: its rights, or for root, whom they do not stop, a file where a folder must be."""
    if os.geteuid() == 0:
        (clone / ".cache").touch()
        yield "File exists"
    else:
        clone.chmod(0o555)
        yield "Permission denied"
        clone.chmod(0o755)


def test_a_folder_in_which_one_cannot_write_is_one_clear_line(clone: Path, obstacle: str) -> None:
    done = make(clone)
    assert (done.returncode, said(done)) == (1, [f"Cannot write in {clone}: {obstacle}. Work in a copy of your own."])


def test_the_script_can_be_read_by_an_old_python() -> None:
    """No syntax newer than what said Python could still parse on its way to the message about its age."""
    import ast

    ast.parse((ROOT / "ovop_portal" / "embedded" / "environment.py").read_text(), feature_version=(3, 6))

"""Static files are gathered, hashed and compressed as in production, which takes seconds: so only when they have changed."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from ovop_portal.embedded.places import ROOT
from ovop_portal.embedded.processes import start
from ovop_portal.embedded.servers import Servers


def fingerprint() -> str:
    """Changes with our own files and with the packages, which bring the rest."""
    digest = hashlib.sha256((ROOT / "requirements" / "demo.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)} ".encode() + path.read_bytes())
    return digest.hexdigest()


@contextlib.contextmanager
def gathered(up: Servers) -> Iterator[None]:
    """Gather them beside what goes on in the block, which does not need them."""
    folder, stamp = up.place.folder / "static", up.place.folder / "static.stamp"
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now and folder.exists():
        yield
        return
    command: list[str | Path] = [sys.executable, ROOT / "manage.py", "collectstatic", "--no-input", "--clear"]
    child = start("collectstatic", command, log=up.place.log / "collectstatic.log", env=up.environment, cwd=ROOT)
    try:
        yield
        if child.process.wait():
            child.check()
        stamp.write_text(now)
    finally:
        child.stop()

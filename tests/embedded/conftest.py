from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ovop_portal.embedded import servers
from ovop_portal.embedded.places import Place


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A place of its own, where root's `nobody` may enter; without servers given from outside."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="ovop-test-") as folder:
        Path(folder).chmod(0o755)
        place = Place(Path(folder) / "place")
        assert place.take()
        yield place
        servers.tidy(place)
        place.leave()
        place.remove_temp()

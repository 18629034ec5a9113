from __future__ import annotations

import pytest

from ovop_portal.notifications import kinds
from ovop_portal.notifications.kinds import Kind


@pytest.fixture
def returned(monkeypatch: pytest.MonkeyPatch) -> Kind:
    """A kind that only this test knows."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    return kinds.register(
        Kind(
            code="tests.returned",
            title="Perlu diperbaiki: {product} (sebelum {deadline})",
            body="Dinas meminta perbaikan pada {count} bagian.",
        )
    )


CONTEXT = {"product": "Tenun Gringsing Wayan", "deadline": "30 Juni 2026", "count": "2"}


@pytest.fixture
def words() -> dict[str, str]:
    return dict(CONTEXT)

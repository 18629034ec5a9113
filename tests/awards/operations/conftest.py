"""What the verbs that need two persons begin with."""

from __future__ import annotations

import pytest

from awards.models import Award
from tests.scene import Scene


@pytest.fixture
def award(scene: Scene) -> Award:
    """A published award whose certificate says something wrong."""
    return scene.award("Tenun Salah")

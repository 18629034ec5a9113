"""An edition of this hour, and the secretariat signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from ovop_portal.common import clock
from tests.scene import Scene
from tests.support.standing import standing_for_a_moment


@standing_for_a_moment
def scene() -> Scene:
    return Scene.begin(clock.now())


@pytest.fixture
def officer(client: Client, scene: Scene) -> Client:
    client.force_login(scene.secretariat)
    return client


@pytest.fixture
def screener(client: Client, scene: Scene) -> Client:
    client.force_login(scene.screener)
    return client

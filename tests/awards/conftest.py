"""An edition of this hour, and the people who are signed in to it."""

from __future__ import annotations

import pytest
from django.test import Client

from ovop_portal.common.clock import now
from tests.awards.dinas import signed_in
from tests.scene import Scene
from tests.support.standing import standing_for_a_moment


@standing_for_a_moment
def scene() -> Scene:
    return Scene.begin(now())


@pytest.fixture
def owner(scene: Scene, client: Client) -> Client:
    client.force_login(scene.owner)
    return client


@pytest.fixture
def operator(scene: Scene) -> Client:
    return signed_in(scene.dinas_operator)


@pytest.fixture
def signer(scene: Scene) -> Client:
    return signed_in(scene.dinas_signer)

"""A sheet that may be filled in, and its juror signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from assessments.models import Scoresheet
from awards.states import NominationState as S
from tests.scene import Scene, sheets_for_sending
from tests.support.standing import standing


@standing
def sheet(scene: Scene) -> Scoresheet:
    return sheets_for_sending(scene.at(S.IN_ASSESSMENT)).get(juror__user=scene.juror1)


@pytest.fixture
def juror(client: Client, scene: Scene) -> Client:
    client.force_login(scene.juror1)
    return client

"""The officers' pages: what they show, to whom, and what each costs."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from awards.states import NominationState as S
from ovop_portal.common import clock
from tests.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene.begin(clock.now())


def sign_in(client: Client, scene: Scene, name: str) -> Client:
    client.force_login(scene.people[name])
    return client


def page(client: Client, name: str, *args: Any, **query: Any) -> Any:
    return client.get(reverse(f"assessments:{name}", args=args), query)


def words(response: Any) -> str:
    """What stands on the page, in one line."""
    return " ".join(response.content.decode().split())


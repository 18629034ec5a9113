"""What tests of the officers' pages share: asking for them, reading them, and files that were judged."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from awards.models import Nomination
from awards.states import NominationState as S
from tests.scene import Scene


def signed_in(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.people[name])
    return client


def get(client: Client, name: str, *args: Any, **query: Any) -> Any:
    return client.get(reverse(f"assessments:{name}", args=[2026, *args]), query)


def post(client: Client, name: str, *args: Any, query: str = "", **data: Any) -> Any:
    return client.post(reverse(f"assessments:{name}", args=[2026, *args]) + query, {"kunci": str(uuid4())} | data)


def words(response: Any) -> str:
    """The visible words of a page, in one line."""
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&amp;", "&").split())


def judged(scene: Scene, level: int = -1) -> Nomination:
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination, level=level)
    return nomination


def codes(nominations: list[Nomination]) -> list[str]:
    return [str(nomination.blind_code) for nomination in nominations]

"""What tests of the officers' desks share: asking for a page, sending to it, and the fields of a reading."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from awards.models import Nomination
from tests.scene import Scene


def get(client: Client, name: str, *args: Any, **query: Any) -> Any:
    return client.get(reverse(f"assessments:{name}", args=args), query)


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"assessments:{name}", args=args), {"kunci": str(uuid4())} | data)


def answers(scene: Scene, file: Nomination, **odd: str) -> dict[str, str]:
    """The fields of a reading in which every gate is met but those named."""
    gates = scene.edition.gates.filter(commodity_group__isnull=True)
    return {f"gate_{gate.pk}": odd.get(gate.code, "met") for gate in gates} | {
        f"reason_{gate.pk}": "Tidak terbaca" for gate in gates if odd.get(gate.code) in ("missing", "unmet")
    }

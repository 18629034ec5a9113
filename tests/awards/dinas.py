"""What tests of the pages of the dinas share: signing in, sending a form, and reading what comes back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils.html import strip_tags

from awards.models import Nomination, Window
from awards.operations import candidates
from ovop_portal.accounts.models import User
from tests.scene import Scene


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, path: str, /, **fields: Any) -> Any:
    """Send a form with a key of its own."""
    return client.post(path, {"kunci": str(uuid4())} | fields)


def words(response: Any) -> str:
    """What a reader sees, in one line."""
    return " ".join(strip_tags(response.content.decode()).split())


def errors(response: Any) -> list[str]:
    """The lines of the error summary."""
    forms = response.context.get("error_forms") or [response.context["form"]]
    return [message for form in forms if form.is_bound for _id, message in form.error_links()]


def state_of(nomination: Nomination) -> str:
    return Nomination.objects.values_list("state", flat=True).get(pk=nomination.pk)


def move_the_window(scene: Scene, **ends: Any) -> None:
    Window.objects.filter(edition=scene.edition, kind="nomination").update(**ends)


def added_by_dinas(scene: Scene, name: str = "Tenun Ayu") -> Nomination:
    """A file that the dinas began; nobody's account is linked to it."""
    firm = {
        "name": name,
        "owner_name": "Ni Komang Ayu",
        "phone": "+6281234500001",
        "nib": "",
        "product_name": "Selendang",
        "commodity_group": scene.commodity,
        "regency": scene.regency,
    }
    return candidates.add_candidate(firm, scene.edition, by=scene.dinas_operator, now=scene.now)


def path_of(nomination: Nomination) -> str:
    return f"/dinas/berkas/{nomination.number}/"

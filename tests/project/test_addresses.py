"""Every address says who may come in, and says it in the words of its own room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from rules.permissions import permissions

from ovop_portal.common.policies import Policy
from tests.support.addresses import Address, addresses

ROOT = Path(settings.BASE_DIR)
# Written by hand: what a stranger may open. Everything else leads to the page of signing in.
PUBLIC = {
    "accounts:inactive",
    "accounts:invited",
    "accounts:password_reset",
    "accounts:password_reset_key",
    "accounts:password_reset_sent",
    "accounts:recover",
    "accounts:recover_code",
    "accounts:sign_in",
    "accounts:sign_out",
    "awards:catalogue",
    "awards:certificate",
    "awards:figures",
    "awards:product",
    "awards:register",
    "awards:register_account",
    "awards:register_check",
    "awards:register_done",
    "awards:status_lookup",
    "awards:verify",
    "awards:verify_lookup",
    "documents:file",
    "front:accessibility",
    "front:contact",
    "front:heads",
    "front:health_live",
    "front:health_ready",
    "front:help",
    "front:home",
    "front:privacy",
    "notifications:whatsapp_receipts",
}
# Only where the demo room is installed; nobody else's password is needed there.
PUBLIC_IN_THE_DEMO = {"demo:mail", "demo:mails", "demo:people", "demo:sign_in_as", "demo:style"}


def policy_of(address: Address) -> Policy | None:
    return getattr(address.view, "policy", None)


def test_every_address_has_a_name_and_a_policy() -> None:
    assert [address.pattern for address in addresses() if not address.room and not address.is_alias] == []
    assert [address.name for address in addresses() if policy_of(address) is None] == []


def test_what_strangers_may_open_is_what_is_written_here() -> None:
    opened = {
        address.name for address in addresses() if not address.is_alias and (p := policy_of(address)) and p.is_public
    }

    assert opened == PUBLIC | PUBLIC_IN_THE_DEMO


def test_middleware_and_policy_agree_about_strangers() -> None:
    disagreeing = [
        address.name
        for address in addresses()
        if (p := policy_of(address)) and p.is_public == getattr(address.view, "login_required", True)
    ]

    assert disagreeing == []


def test_a_permission_asked_at_a_door_exists_and_is_of_the_room_or_below() -> None:
    heights = {app.label: height for height, app in enumerate(apps.get_app_configs())}
    asked = {address.name: p.permission for address in addresses() if (p := policy_of(address)) and p.permission}

    assert {name: permission for name, permission in asked.items() if permission not in permissions} == {}
    assert {
        name: permission
        for name, permission in asked.items()
        if heights[permission.partition(".")[0]] > heights[name.partition(":")[0]]
    } == {}


def test_every_permission_is_asked_for_somewhere() -> None:
    code = [path for room in settings.ROOMS for path in (ROOT / room.replace(".", "/")).rglob("*.py")]
    asking = [path for path in [*code, *(ROOT / "templates").rglob("*.*")] if path.name != "rules.py"]
    texts = "".join(path.read_text() for path in asking)

    assert [name for name in permissions if f'"{name}"' not in texts] == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_page_of_signing_in_and_back(client: Client, method: str) -> None:
    wrong = {}
    for address in addresses():
        if address.name in PUBLIC | PUBLIC_IN_THE_DEMO or address.is_alias:
            continue
        path = any_path(address)
        response = getattr(client, method)(path)
        if (response.status_code, response.get("Location")) != (302, f"/masuk/?next={path}"):
            wrong[address.name] = (response.status_code, response.get("Location"))

    assert wrong == {}


def test_allauths_names_lead_to_our_own_pages() -> None:
    own = {address.pattern: address.view for address in addresses() if address.room == "accounts"}
    aliases = {address.name: address for address in addresses() if address.is_alias}

    assert {name: own.get(alias.pattern) for name, alias in aliases.items()} == {
        name: alias.view for name, alias in aliases.items()
    }


@pytest.mark.parametrize(
    "name", ["account_set_password", "account_reauthenticate", "mfa_index", "account_confirm_email"]
)
def test_none_of_allauths_own_pages_is_reachable(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_addresses_end_with_a_slash_as_people_type_them_either_way(client: Client) -> None:
    pdfs = {"awards:certificate", "awards:sent_receipt", "awards:endorsement_receipt"}
    exceptions = {"front:health_live", "front:health_ready"} | pdfs
    without = {a.name for a in addresses() if a.pattern and not re.search(r"/\$?$", a.pattern)}

    assert without == exceptions
    assert (client.get("/bantuan").status_code, client.get("/bantuan")["Location"]) == (301, "/bantuan/")


def any_path(address: Address) -> str:
    """Some path that leads to `address`: what it names need not exist, since a stranger is stopped before anything is looked up."""
    samples = {
        "str": "X",
        "slug": "x",
        "int": "1",
        "uuid": "00000000-0000-0000-0000-000000000000",
        "path": "x",
    }
    path = re.sub(r"<(\w+):\w+>", lambda found: samples[found[1]], address.pattern)
    assert get_resolver().resolve(f"/{path}")
    return f"/{path}"

"""Passkeys: what is no signature of this key, for this address, to this challenge, opens nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ovop_portal.accounts.models import User
from ovop_portal.accounts.second_step import passkeys
from tests.accounts.factories import UserFactory
from tests.accounts.second_step.software_key import SoftwareKey

SARI = UserFactory.build(name="Sari")


def made(key: SoftwareKey, user: User = SARI) -> Any:
    """The public half of a key that was made for this portal."""
    asked = passkeys.ask_to_make(user, [])
    said = passkeys.made(asked.state, key.make(asked.options))
    return passkeys.data_of(said).credential_data


def test_a_key_that_was_made_here_signs_in() -> None:
    key, other = SoftwareKey(), SoftwareKey(b"dua")
    having = [made(other), made(key)]
    asked = passkeys.ask_to_sign(having)

    assert passkeys.signed(asked.state, having, key.sign(asked.options)) == (b"satu", 0)


@pytest.mark.parametrize(
    "key",
    [
        SoftwareKey(origin="https://portal-0vop.example"),
        SoftwareKey(host="portal-0vop.example"),
        SoftwareKey(origin="http://localhost.contoh.test"),
    ],
)
def test_a_key_made_for_another_address_is_none(key: SoftwareKey) -> None:
    asked = passkeys.ask_to_make(SARI, [])

    with pytest.raises(passkeys.NotSigned):
        passkeys.made(asked.state, key.make(asked.options))


def test_an_answer_to_another_challenge_or_of_another_key_or_address_opens_nothing() -> None:
    key, stranger = SoftwareKey(), SoftwareKey()
    having = [made(key)]
    first, second = passkeys.ask_to_sign(having), passkeys.ask_to_sign(having)
    answers = [key.sign(first.options), stranger.sign(second.options)]
    key.origin = "https://portal-0vop.example"
    answers.append(key.sign(second.options))

    for answer in answers:
        with pytest.raises(passkeys.NotSigned):
            passkeys.signed(second.state, having, answer)


@pytest.mark.parametrize(
    "answer",
    ["", "x", "[]", "{}", "null", '{"rawId": 1}', "[" * 5000, '{"id":"a","rawId":"a","type":"b","response":{}}'],
)
def test_what_is_no_answer_at_all_is_refused_calmly(answer: str) -> None:
    asked = passkeys.ask_to_make(SARI, [])

    with pytest.raises(passkeys.NotSigned):
        passkeys.made(asked.state, answer)
    with pytest.raises(passkeys.NotSigned):
        passkeys.signed({}, [], answer)


def test_what_the_browser_is_asked_can_be_said_in_json_and_names_no_number_of_a_row() -> None:
    asked = passkeys.ask_to_make(SARI, [made(SoftwareKey())])

    said = json.loads(json.dumps(asked.options))["publicKey"]
    assert (said["rp"]["id"], said["user"]["displayName"], len(said["excludeCredentials"])) == ("localhost", "Sari", 1)


@pytest.mark.parametrize(
    ("url", "possible"),
    [
        ("https://ovop.contoh.test", True),
        ("http://ovop.contoh.test", False),
        ("http://localhost:8400", True),
        ("http://127.0.0.1:8400", False),
        ("https://10.0.0.1", False),
    ],
)
def test_keys_need_a_name_and_a_safe_way(settings: Any, url: str, possible: bool) -> None:
    settings.PORTAL_URL = url

    assert passkeys.is_possible() is possible

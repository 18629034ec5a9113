"""Passkeys (WebAuthn): a key that stays in a telephone, a computer or a stick, and signs for this portal's address and no other.

Each ceremony begins with a `Challenge`, which the session keeps, and ends with what the browser says to it. Attestation is not asked for: which maker's
device somebody uses is nobody's business here.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ovop_portal.accounts.models import User

VERIFICATION = UserVerificationRequirement.PREFERRED


class NotSigned(Exception):
    """What came back is no signature of a key that was asked."""


@dataclass(frozen=True)
class Challenge:
    """What the browser is asked, and what must be known to judge its answer."""

    options: dict[str, Any]
    state: dict[str, Any]


def is_possible() -> bool:
    """Do browsers know passkeys for this installation? They need a name, and TLS but on one's own machine."""
    address = urlsplit(settings.PORTAL_URL)
    host = address.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return address.scheme == "https" or host == "localhost"
    return False


def ask_to_make(user: User, having: Sequence[AttestedCredentialData]) -> Challenge:
    """Begin a new key; a device that holds one of `having` says so."""
    holder = PublicKeyCredentialUserEntity(
        id=user.uuid.bytes, name=user.email or user.phone or "", display_name=user.name
    )
    options, state = _server().register_begin(
        holder, having, resident_key_requirement=ResidentKeyRequirement.PREFERRED, user_verification=VERIFICATION
    )
    return Challenge(dict(options), state)


def made(state: dict[str, Any], answer: str) -> dict[str, Any]:
    """The answer of a device that made a key, if it is one. Raises `NotSigned`."""
    said = _read(answer)
    try:
        _server().register_complete(state, said)
    except Exception as problem:  # The library reads what anybody may have sent, and says in many ways that it cannot.
        raise NotSigned from problem
    return said


def ask_to_sign(having: Sequence[AttestedCredentialData]) -> Challenge:
    """Ask for a signature of one of `having`."""
    options, state = _server().authenticate_begin(having, user_verification=VERIFICATION)
    return Challenge(dict(options), state)


def signed(state: dict[str, Any], having: Sequence[AttestedCredentialData], answer: str) -> tuple[bytes, int]:
    """Which key signed, and how often it says to have done so (0: it does not count). Raises `NotSigned`."""
    said = _read(answer)
    try:
        key = _server().authenticate_complete(state, having, said)
        return key.credential_id, AuthenticationResponse.from_dict(said).response.authenticator_data.counter
    except Exception as problem:  # As in `made`.
        raise NotSigned from problem


def data_of(said: dict[str, Any]) -> AuthenticatorData:
    """What a device said of the key that it made."""
    return RegistrationResponse.from_dict(said).response.attestation_object.auth_data


def _read(answer: str) -> dict[str, Any]:
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError) as problem:
        raise NotSigned from problem
    if not isinstance(said, dict):
        raise NotSigned
    return said


def _server() -> Fido2Server:
    """A key is made for the host name in `PORTAL_URL`, never for one that a request claims."""
    return Fido2Server(PublicKeyCredentialRpEntity(name="Portal OVOP", id=urlsplit(settings.PORTAL_URL).hostname))

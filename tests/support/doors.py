"""The doors of the ledger as a `migrate` under other settings would leave them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import override_settings

from ovop_portal.ledger import apps, signing
from tests.support.owner import owner_connection


@contextmanager
def told(**settings: Any) -> Iterator[None]:
    """Within, these settings hold, and the doors of the database have been told of them."""
    with owner_connection() as owner, pytest.MonkeyPatch.context() as patch:
        patch.setattr(apps, "connections", {"default": owner})
        try:
            with override_settings(**settings):
                apps.tell_doors("default", plan=[])
                yield
        finally:
            apps.tell_doors("default", plan=[])


def signatures_checked(patch: pytest.MonkeyPatch) -> list[bytes]:
    """The signatures that the library checks from now on, in their order."""
    checked: list[bytes] = []

    class Counted:
        def __init__(self, key: Ed25519PublicKey) -> None:
            self.key = key

        @classmethod
        def from_public_bytes(cls, key: bytes) -> Counted:
            return cls(Ed25519PublicKey.from_public_bytes(key))

        def verify(self, signature: bytes, text: bytes) -> None:
            checked.append(signature)
            self.key.verify(signature, text)

    patch.setattr(signing, "Ed25519PublicKey", Counted)
    return checked

"""The portal's signature (Ed25519). The key stands in the settings of the program and never in the database: whoever can write there cannot sign.

What counts is a signature under one of the portal's own keys, today's or a former one (LEDGER_FORMER_KEYS). That a row was signed by the key that it names
says nothing: everybody has a key. How the key is changed stands in `docs/signing-key.md`.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import connection


def public_key() -> bytes:
    """What everybody may know of the portal's key: 32 bytes."""
    return _private_key().public_key().public_bytes_raw()


def keys_that_count() -> list[bytes]:
    """The public keys of the portal, today's first."""
    return [public_key(), *(bytes.fromhex(key) for key in settings.LEDGER_FORMER_KEYS)]


def sign(text: str) -> bytes:
    """The portal's signature under `text`: 64 bytes. Raises `ValueError` when the setting holds no key."""
    return _private_key().sign(text.encode())


def is_signed(text: str, *, key: bytes, signature: bytes) -> bool:
    """Did the portal sign exactly this text with `key`, and is the key its own?"""
    if key not in keys_that_count():
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def is_known_at_the_doors() -> bool:
    """Do the doors of the database take what is signed with the key of today? `migrate` tells them of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_signing_key() = %s", [public_key()])
        return bool(cursor.fetchone()[0])


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.LEDGER_SIGNING_KEY))

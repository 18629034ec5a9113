"""The portal's signature (Ed25519). The key stands in the settings of the program and never in the database: whoever can write there cannot sign."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def public_key() -> bytes:
    """What everybody may know of the portal's key: 32 bytes."""
    return _private_key().public_key().public_bytes_raw()


def sign(text: str) -> bytes:
    """The portal's signature under `text`: 64 bytes. Raises `ValueError` when the setting holds no key."""
    return _private_key().sign(text.encode())


def is_signed(text: str, *, key: bytes, signature: bytes) -> bool:
    """Did the holder of `key` sign exactly this text?"""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.LEDGER_SIGNING_KEY))

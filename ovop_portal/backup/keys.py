"""The key of a backup: 32 bytes that stand in the environment (BACKUP_KEY) and nowhere in a backup. What is needed for each purpose is derived from it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from ovop_portal.backup.problems import Problem

BYTES = 32


@dataclass(frozen=True)
class Key:
    """What seals a backup and opens it again."""

    secret: bytes

    @property
    def name(self) -> str:
        """The name by which a manifest says which key it needs; it tells nothing about the key itself."""
        return self._derived(b"name").hex()[:16]

    def cipher(self, salt: bytes) -> ChaCha20Poly1305:
        """What seals the one part that begins with `salt`."""
        return ChaCha20Poly1305(self._derived(b"part", salt))

    def mark(self, text: bytes) -> str:
        """The mark under `text` that only the holder of the key can make."""
        return hmac.new(self._derived(b"manifest"), text, sha256).hexdigest()

    def _derived(self, purpose: bytes, salt: bytes | None = None) -> bytes:
        return HKDF(SHA256(), BYTES, salt, b"OVOP-CADANGAN " + purpose).derive(self.secret)


def key_of_settings() -> Key | None:
    """The key of BACKUP_KEY; None where there is none, so that backups lie open. Raises `Problem` for a text that is no key."""
    if not settings.BACKUP_KEY:
        return None
    try:
        secret = bytes.fromhex(settings.BACKUP_KEY)
    except ValueError:
        secret = b""
    if len(secret) != BYTES:
        raise Problem("BACKUP_KEY is no key: 64 hexadecimal digits are needed.")
    return Key(secret)

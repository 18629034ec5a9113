"""How allauth keeps our second factors: what could be used by a reader of the table is sealed with the secret of the settings."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PURPOSE = b"ovop_portal.accounts.second_step"


class FactorAdapter(DefaultMFAAdapter):
    """Named in `MFA_ADAPTER`."""

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises `InvalidToken` for what another secret sealed."""
        return _seal().decrypt(encrypted_text.encode()).decode()


def resealed(sealed: str) -> str | None:
    """What a former secret sealed, sealed with the one of today. None where that is so already, or nobody can open it any more."""
    try:
        next(_keys()).decrypt(sealed.encode())
    except InvalidToken:
        try:
            return _seal().rotate(sealed.encode()).decode()
        except InvalidToken:
            return None
    return None


def _seal() -> MultiFernet:
    """Seals with the secret of today, and opens what former ones sealed (`SECRET_KEY_FALLBACKS`)."""
    return MultiFernet(list(_keys()))


def _keys() -> Iterator[Fernet]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        key = hashlib.blake2b(str(secret).encode(), key=PURPOSE, digest_size=32).digest()
        yield Fernet(base64.urlsafe_b64encode(key))

"""A passkey made of software: what a browser would say of a key that it holds, by the standard (WebAuthn level 2, 6.1 and 6.5)."""

from __future__ import annotations

import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

HERE = "http://localhost:8000"


class SoftwareKey:
    """One key for one address. `counter` is how often it says to have signed; a key that does not count leaves it at 0."""

    def __init__(self, name: bytes = b"satu", *, origin: str = HERE, host: str = "localhost") -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.name, self.origin, self.host, self.counter = name, origin, host, 0

    def make(self, options: dict[str, Any]) -> str:
        """The answer to a challenge to make a key."""
        public = ES256.from_cryptography_key(self.private.public_key())
        data = AttestedCredentialData.create(Aaguid.NONE, self.name, public)
        seen = AuthenticatorData.create(sha256(self.host.encode()), 0x45, self.counter, data)
        told = AttestationObject.create("none", seen, {})
        return self._answer(
            clientDataJSON=self._client("webauthn.create", options), attestationObject=websafe_encode(told)
        )

    def sign(self, options: dict[str, Any]) -> str:
        """The answer to a challenge to sign."""
        seen = AuthenticatorData.create(sha256(self.host.encode()), 0x05, self.counter)
        client = self._client("webauthn.get", options)
        signed = self.private.sign(bytes(seen) + sha256(websafe_decode(client)), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=client, authenticatorData=websafe_encode(seen), signature=websafe_encode(signed)
        )

    def _client(self, kind: str, options: dict[str, Any]) -> str:
        said = {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": self.origin}
        return websafe_encode(json.dumps(said).encode())

    def _answer(self, **response: str) -> str:
        own = websafe_encode(self.name)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": response})

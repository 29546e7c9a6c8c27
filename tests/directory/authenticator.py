"""A device with passkeys, in software: it signs what a page asks for, as a browser passes it on."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url, encode_cbor
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import AttestationFormat, ClientDataType

PRESENT, VERIFIED, ATTESTED = 1, 4, 64
"""Flags of what a device says (WebAuthn level 2, section 6.1)."""


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """``counts`` unless it tells 0 for ever; ``verifies`` unless nobody is asked for a finger."""

    origin: str
    rp_id: str
    counts: bool = True
    verifies: bool = True
    keys: dict[bytes, EllipticCurvePrivateKey] = field(default_factory=dict)
    used: int = 0

    def create(self, wants: Mapping[str, Any]) -> str:
        """What a browser returns for ``navigator.credentials.create``."""
        credential_id, key = token_bytes(32), generate_private_key(SECP256R1())
        self.keys[credential_id] = key
        point = key.public_key().public_numbers()
        public = encode_cbor(
            {
                1: 2,
                3: int(COSEAlgorithmIdentifier.ECDSA_SHA_256),
                -1: 1,
                -2: point.x.to_bytes(32, "big"),
                -3: point.y.to_bytes(32, "big"),
            }
        )
        about = bytes(16) + len(credential_id).to_bytes(2, "big") + credential_id + public
        said = encode_cbor(
            {
                "fmt": AttestationFormat.NONE.value,
                "attStmt": {},
                "authData": self._told(ATTESTED) + about,
            }
        )
        client = self._client(ClientDataType.WEBAUTHN_CREATE, wants)
        return self._sent(credential_id, clientDataJSON=client, attestationObject=said)

    def get(self, wants: Mapping[str, Any]) -> str:
        """What a browser returns for ``navigator.credentials.get``."""
        allowed = [raw(each["id"]) for each in wants["allowCredentials"]]
        credential_id = next(each for each in allowed if each in self.keys)
        client, told = self._client(ClientDataType.WEBAUTHN_GET, wants), self._told()
        signature = self.keys[credential_id].sign(told + sha256(client).digest(), ECDSA(SHA256()))
        return self._sent(
            credential_id, clientDataJSON=client, authenticatorData=told, signature=signature
        )

    def _told(self, more: int = 0) -> bytes:
        self.used += self.counts
        flags = PRESENT | more | (VERIFIED if self.verifies else 0)
        return sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.used.to_bytes(4, "big")

    def _client(self, kind: ClientDataType, wants: Mapping[str, Any]) -> bytes:
        said = {"type": kind.value, "challenge": wants["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    @staticmethod
    def _sent(credential_id: bytes, **response: bytes) -> str:
        named = bytes_to_base64url(credential_id)
        given = {name: bytes_to_base64url(value) for name, value in response.items()}
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": given})

"""Passkeys as they are shown, and what browsers are asked to sign (WebAuthn level 2)."""

from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

RELYING_PARTY = "Knotenpunkt"
ALGORITHMS = (-8, -7, -257)
"""EdDSA, ES256, RS256 in the numbers of COSE."""
TIMEOUT_MILLISECONDS = 300_000
USER_VERIFICATION = "required"
"""A finger, a face or a PIN: who finds the device has not the second step."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A passkey that has signed."""

    credential_id: bytes
    sign_count: int
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Owned:
    """A passkey as its owner knows it."""

    id: UUID
    credential_id: bytes
    name: str
    since: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Brought:
    """A new passkey: what its owner calls it, and what the browser says about it."""

    name: str
    response: str


class Added(StrEnum):
    """What has become of a new passkey."""

    YES = "yes"
    WRONG = "wrong"
    TOO_LATE = "too_late"
    KNOWN = "known"
    TOO_MANY = "too_many"


class Signed(StrEnum):
    """Whether a passkey has signed."""

    YES = "yes"
    WRONG = "wrong"
    COPIED = "copied"
    """It has, but its counter went back."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are valid: our own address, to which browsers bind them."""

    rp_id: str
    origin: str

    @classmethod
    def at(cls, base_url: str) -> "Site | None":
        """None where pages are reached by a bare address, for which browsers make no passkeys."""
        parts = urlsplit(base_url)
        host = parts.hostname or ""
        try:
            ip_address(host)
        except ValueError:
            return cls(host, f"{parts.scheme}://{parts.netloc}")
        return None

    def to_register(
        self, challenge: bytes, person_id: UUID, name: str, known: Collection[Owned]
    ) -> Mapping[str, Any]:
        """What ``navigator.credentials.create`` is given; bytes as base64url."""
        return {
            "rp": {"id": self.rp_id, "name": RELYING_PARTY},
            "user": {"id": to_text(person_id.bytes), "name": name, "displayName": name},
            "challenge": to_text(challenge),
            "pubKeyCredParams": [{"type": "public-key", "alg": each} for each in ALGORITHMS],
            "excludeCredentials": _named(known),
            "authenticatorSelection": {
                "residentKey": "preferred",
                "userVerification": USER_VERIFICATION,
            },
            "attestation": "none",
            "timeout": TIMEOUT_MILLISECONDS,
        }

    def to_sign_in(self, challenge: bytes, known: Collection[Owned]) -> Mapping[str, Any]:
        """What ``navigator.credentials.get`` is given; bytes as base64url."""
        return {
            "rpId": self.rp_id,
            "challenge": to_text(challenge),
            "allowCredentials": _named(known),
            "userVerification": USER_VERIFICATION,
            "timeout": TIMEOUT_MILLISECONDS,
        }


def to_text(raw: bytes) -> str:
    """Base64url without padding, as browsers read it."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _named(known: Collection[Owned]) -> list[Mapping[str, str]]:
    return [{"type": "public-key", "id": to_text(each.credential_id)} for each in known]

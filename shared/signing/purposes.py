"""What is signed, by which service, and how long its keys live."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Algorithm(StrEnum):
    """As JOSE names it (RFC 7518, RFC 8037)."""

    ES256 = "ES256"
    EDDSA = "EdDSA"
    """Ed25519: the same content always has the same signature."""


@dataclass(frozen=True)
class Purpose:
    """``signer`` is the only service that has private keys for it.

    A key signs for ``signs_for``; then it verifies for ``verifies_for`` what it has signed.
    """

    name: str
    signer: str
    algorithm: Algorithm
    signs_for: timedelta
    verifies_for: timedelta

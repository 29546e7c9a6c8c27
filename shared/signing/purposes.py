"""What is signed or sealed, which service has the private keys, and how long they live."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Algorithm(StrEnum):
    """As JOSE names it (RFC 7518, RFC 8037)."""

    ES256 = "ES256"
    EDDSA = "EdDSA"
    """Ed25519: the same content always has the same signature."""
    ECDH_ES = "ECDH-ES"
    """Signs nothing: others seal to the public key what only its owner can open."""

    @property
    def use(self) -> str:
        """The JWK member of that name."""
        return "enc" if self is Algorithm.ECDH_ES else "sig"


@dataclass(frozen=True)
class Purpose:
    """``signer`` is the only service that has private keys for it.

    A key signs for ``signs_for``; then it verifies for ``verifies_for`` what it has signed. One
    that signs nothing is sealed to for so long; then it opens what was sealed to it.
    """

    name: str
    signer: str
    algorithm: Algorithm
    signs_for: timedelta
    verifies_for: timedelta

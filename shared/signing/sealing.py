"""Content that only one service can read: encrypted to a public key of it (JWE, RFC 7516)."""

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol

from shared.signing.jwk import Key
from shared.signing.rings import KeyRing

_ENCRYPTION = "A256GCM"


class Sealed(Exception):
    """It cannot be opened: its key is gone, or it is none of ours."""


def seal_to(key: Key, content: bytes) -> str:
    """The content for the service that published the key."""
    header = {"alg": key.alg, "enc": _ENCRYPTION, "kid": key.kid}
    return jwe.encrypt_compact(header, content, key, [str(key.alg), _ENCRYPTION])


def unseal(ring: KeyRing, sealed: str) -> bytes:
    """Raises ``Sealed``."""
    allowed = [str(ring.purpose.algorithm), _ENCRYPTION]

    def key_of(guest: GuestProtocol) -> Key:
        key = ring.opening(str(guest.headers().get("kid")))
        if key is None:
            raise Sealed
        return key

    try:
        opened = jwe.decrypt_compact(sealed, key_of, allowed).plaintext
    except (JoseError, ValueError, TypeError) as error:
        raise Sealed from error
    if opened is None:
        raise Sealed
    return opened

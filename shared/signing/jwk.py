"""Keys as JSON (RFC 7517). The member ``purpose`` is ours; others pass over it."""

from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

from shared.signing.purposes import Algorithm, Purpose

Key = ECKey | OKPKey
KID_BYTES = 6


def generate(purpose: Purpose) -> dict[str, Any]:
    """A new private key with a random id."""
    made: Key
    if purpose.algorithm is Algorithm.EDDSA:
        made = OKPKey.generate_key("Ed25519", private=True)
    else:
        made = ECKey.generate_key("P-256", private=True)
    algorithm = purpose.algorithm
    described = {"kid": token_urlsafe(KID_BYTES), "use": algorithm.use, "alg": str(algorithm)}
    return dict(made.as_dict(private=True)) | described | {"purpose": purpose.name}


def public_part(private: Mapping[str, Any]) -> dict[str, Any]:
    """What may be published of it."""
    return {name: value for name, value in private.items() if name != "d"}


def read(purpose: Purpose, jwk: object) -> Key | None:
    """The key of this purpose; None for any other, and for what is no key."""
    if not isinstance(jwk, Mapping) or not isinstance(jwk.get("kid"), str):
        return None
    wanted = {"purpose": purpose.name, "alg": purpose.algorithm, "use": purpose.algorithm.use}
    if any(jwk.get(name) != value for name, value in wanted.items()):
        return None
    content = {name: value for name, value in jwk.items() if name != "purpose"}
    try:
        if purpose.algorithm is Algorithm.EDDSA:
            return OKPKey.import_key(content) if jwk.get("crv") == "Ed25519" else None
        return ECKey.import_key(content) if jwk.get("crv") == "P-256" else None
    except (JoseError, ValueError, TypeError, KeyError):
        return None

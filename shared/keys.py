"""Keys that follow from a secret, one for each service and purpose."""

from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@lru_cache(maxsize=256)
def derive(secret: bytes, purpose: str) -> bytes:
    """32 bytes by HKDF-SHA256 (RFC 5869): one tells nothing of the secret or of the others."""
    info = f"knotenpunkt.{purpose}".encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(secret)

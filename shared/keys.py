"""Keys that follow from a secret, one for each service and purpose."""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@lru_cache(maxsize=256)
def derive(secret: bytes, purpose: str) -> bytes:
    """32 bytes by HKDF-SHA256 (RFC 5869): one tells nothing of the secret or of the others."""
    info = f"knotenpunkt.{purpose}".encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(secret)


def box(secret: bytes, purpose: str) -> Fernet:
    """Seals and opens what is of this purpose only."""
    return Fernet(urlsafe_b64encode(derive(secret, purpose)))

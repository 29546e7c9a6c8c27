"""What several capabilities store of a secret."""

from hashlib import sha256


def digest_of(secret: str) -> bytes:
    """Of one that is random: it needs no salt and no slow digest."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()

"""Keys that follow from the installation's secret, one for each purpose."""

from hmac import digest


def derive(secret: bytes, purpose: str) -> bytes:
    """For digests that nobody outside this installation can make."""
    return digest(secret, f"knotenpunkt.{purpose}".encode(), "sha256")

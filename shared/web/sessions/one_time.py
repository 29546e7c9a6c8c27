"""One-time codes for signing in; nobody keeps one, it follows from the request it was made for."""

from hmac import digest
from uuid import UUID

PURPOSE = "sign-in-code"
"""Of the key."""
DIGITS = 6


def one_time_code(key: bytes, request_id: UUID) -> str:
    """Six digits that nobody without the key can tell."""
    number = int.from_bytes(digest(key, request_id.bytes, "sha256")[:8], "big")
    return f"{number % 10**DIGITS:0{DIGITS}}"

"""Identifiers that sort by the time they were made (UUIDv7, RFC 9562)."""

from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["new_id"]


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid7()

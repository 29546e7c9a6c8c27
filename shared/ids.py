"""Identifiers that sort by the time they were made (UUIDv7, RFC 9562)."""

from typing import cast
from uuid import UUID

from asyncpg.pgproto.pgproto import UUID as DriversUUID
from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid7()


def read_id(text: str) -> UUID:
    """An id from its text; raises ``ValueError``.

    It is of the driver's own kind, which is read and written in a tenth of the time. To become JSON
    it takes longer, so that new ids, which mostly do, are of the usual kind.
    """
    return cast(UUID, DriversUUID(text))

"""Tells faults that pass by themselves from faults that come back with the same message."""

import asyncio

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_PASSING_STATES = ("08", "40", "53", "55", "57", "58")
"""SQLSTATE classes: connection, rollback (serialization, deadlock), resources, not in the
required state (locks), operator intervention (shutdown, cancel), system error."""
_DRIVER_LOST = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
)
"""What the driver says when a connection ends under it; no message is to blame for that."""


class Transient(Exception):
    """Raised by a handler that only needs to be called again later."""


def is_transient(error: BaseException) -> bool:
    """Whether trying again later can succeed without anybody changing anything."""
    if isinstance(error, Transient | OSError | TimeoutError | PoolTimeout):
        return True
    if isinstance(error, _DRIVER_LOST):
        return True
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "")[:2] in _PASSING_STATES
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        cause = error.orig.__cause__ if error.orig is not None else None
        return (
            error.connection_invalidated
            or state[:2] in _PASSING_STATES
            or "database is locked" in str(error.orig)
            or isinstance(error, InterfaceError)
            or (cause is not None and is_transient(cause))
        )
    return False


def describe(error: BaseException) -> str:
    """The kind of an error without its text, which could quote somebody's data."""
    origin = getattr(error, "orig", None)
    if origin is None:
        return type(error).__name__
    return f"{type(error).__name__} ({type(origin.__cause__ or origin).__name__})"


def told_to_end() -> bool:
    """Whether somebody has cancelled this task, whatever what it ran has raised since.

    Libraries raise ``CancelledError`` on their own, too: then nobody wants the task to end.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0

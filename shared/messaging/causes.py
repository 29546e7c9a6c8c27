"""Why a message is parked, as codes that are stored and that pages put into words."""

from enum import StrEnum


class ParkingCause(StrEnum):
    """What ``detail`` says beside a code is technical, and never a value of the message."""

    NO_KEY = "no-key"
    HEADER = "header"
    """Missing or wrong; the detail names it."""
    MALFORMED = "malformed"
    """A header or the key is unreadable; the detail names those it may be."""
    NO_DATA = "no-data"
    SHAPE = "shape"
    """The body is not what the type says; the detail names the fields."""
    UNSERVED_TENANT = "unserved-tenant"
    WAITING = "waiting"
    """In order behind a parked message of its key."""
    HANDLER_FAULT = "handler-fault"
    """A handler failed every time; the detail names the kind of error."""


class DecodeError(Exception):
    """These bytes are no message that this service can read; no later try changes that."""

    def __init__(self, cause: ParkingCause, detail: str = "") -> None:
        super().__init__(f"{cause}: {detail}" if detail else cause.value)
        self.cause = cause
        self.detail = detail

"""When an event is sent again, and what is signed."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from services.notifications.posting.values import Outcome

_SCHEDULE = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""As the specification proposes: how long before each attempt."""
ATTEMPTS = len(_SCHEDULE)
JITTER = 0.1
LONGEST_WAIT = timedelta(hours=24)
"""However long an endpoint asks us to wait."""


def wait_before_next(
    failed: int, chance: float, retry_after: timedelta | None = None
) -> timedelta | None:
    """After so many failed attempts; a bit later by ``chance``. None where there is no next one."""
    if failed >= ATTEMPTS:
        return None
    planned = _SCHEDULE[failed] * (1 + JITTER * chance)
    return max(planned, min(retry_after or timedelta(0), LONGEST_WAIT))


def read_retry_after(value: str, now: datetime) -> timedelta | None:
    """Seconds or a date (RFC 9110); None for anything else, and for what is over."""
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**6))
    try:
        at = parsedate_to_datetime(value)
        wait = at - now if at.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        return None
    return wait if wait and wait > timedelta(0) else None


def outcome_of(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.ACCEPTED
    if status == 410:
        return Outcome.GONE
    return Outcome.REDIRECTED if 300 <= status < 400 else Outcome.REFUSED


def signatures(secrets: Sequence[str], message_id: str, timestamp: int, body: bytes) -> str:
    """One by each secret, as Standard Webhooks 1.0 lists them."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    keys = [b64decode(each.removeprefix("whsec_")) for each in secrets]
    macs = [b64encode(hmac.digest(key, signed, "sha256")).decode() for key in keys]
    return " ".join(f"v1,{mac}" for mac in macs)

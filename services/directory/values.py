"""What several capabilities store of a secret, and how they count days."""

from datetime import date, timedelta
from hashlib import sha256


def digest_of(secret: str) -> bytes:
    """Of one that is random: it needs no salt and no slow digest."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def day_after(day: date) -> date:
    """The next day; the last of the calendar, which some systems write for never, has none."""
    return day if day == date.max else day + timedelta(days=1)

"""What may go into an urn, and what shows that nobody has touched it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from services.surveys.urns.values import CODE_AT_MOST, Groups
from shared.clock import BERLIN, local_date
from shared.small_numbers.sizes import LEAST

ATTRIBUTES_AT_MOST = 2
LONGEST_ROLLING = timedelta(days=730)


def token_hash(token: str) -> bytes:
    """What is stored of a link."""
    return sha256(token.encode()).digest()


def refuse_groups(groups: Sequence[Groups]) -> str:
    """Why nobody may be broken down so; empty if they may."""
    attributes = {name for each in groups for name in each}
    if len(attributes) > ATTRIBUTES_AT_MOST:
        return "more than two attributes"
    if any(each.keys() != attributes for each in groups):
        return "somebody without a code"
    if any(len(f"{name}={code}") > CODE_AT_MOST for each in groups for name, code in each.items()):
        return "a code that is too long"
    sizes = Counter((name, code) for each in groups for name, code in each.items())
    return "fewer than five invited in a group" if any(n < LEAST for n in sizes.values()) else ""


def quarter_ends(day: date) -> date:
    """The first day of the quarter after this one."""
    month = 3 * ((day.month - 1) // 3) + 4
    return date(day.year + (month > 12), (month - 1) % 12 + 1, 1)


def end_of_quarter(now: datetime) -> datetime:
    """Where a rolling urn may be opened at the earliest."""
    return datetime.combine(quarter_ends(local_date(now)), time(), BERLIN)

"""When an address is held to be dead."""

from datetime import timedelta

WINDOW = timedelta(days=30)
"""So long a failure counts."""
FAILURES = 2
"""So many within the window, and nothing more is sent there."""
"""After the last that is known of it; then it is tried again as if it were new."""
CODE_EVERY = timedelta(hours=1)
"""How often a code goes to a dead address all the same: perhaps it lives."""
ADDRESSES = "/notifications/adressen"


def folded(address: str) -> str:
    """As health is stored by."""
    return address.lower()

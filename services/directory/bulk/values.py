"""What is posted in bulk, and how much of it is answered at once."""

from enum import StrEnum

ANSWERED_AT_ONCE = 500
"""Rows; a longer file is worked off beside the request, and its progress can be asked for."""
MOST_WAITING = 20
"""Of one carrier: the files of all are worked off one after the other."""
CHANNEL = "bulk"
"""Wakes the worker."""


class BulkKind(StrEnum):
    """Of what the rows are."""

    HIRES = "hires"
    CHANGES = "changes"
    DEPARTURES = "departures"
    CANCELLATIONS = "cancellations"
    CORRECTIONS = "corrections"
    WITHDRAWALS = "withdrawals"
    LEAVES = "leaves"
    RETURNS = "returns"


class BulkState(StrEnum):
    """How far it is; ``failed`` is a fault of ours, and the rows done so far are stored."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"

"""Why a letter is given up."""

from enum import StrEnum


class FailureCause(StrEnum):
    """Stored as it is; the words for people are on the page."""

    RECIPIENT = "recipient"
    CONTENT = "content"
    PATIENCE = "patience"
    ADDRESS = "address"
    UNKNOWN = "unknown"
    TOO_LATE = "too-late"

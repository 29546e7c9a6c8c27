"""Where a table says which of its columns a period runs from; rules of retention follow from it."""

from shared.privacy.declared import Info

STARTS = "starts"
"""The key in ``info``: of a table whose rows go, or of a column that is emptied."""


def counted_from(info: Info, column: str) -> Info:
    """The same; the period of its class of deletion runs from what stands in ``column``."""
    return info | {STARTS: column}

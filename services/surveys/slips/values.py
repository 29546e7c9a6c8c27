"""One size for all slips of an urn, so that none tells how much was written."""

from services.surveys.urns.values import GROUPS_AT_MOST, LENGTH

SIZES = tuple(1024 * each for each in (4, 8, 16, 32))


def slip_size(largest_sheet: int) -> int:
    """The smallest size above every sheet; raises ``ValueError`` where there is none."""
    wanted = largest_sheet + GROUPS_AT_MOST + LENGTH
    for size in SIZES:
        if wanted <= size:
            return size
    raise ValueError("the questionnaire allows sheets that are too large for a slip")

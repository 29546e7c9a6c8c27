"""What a correction says."""

from datetime import date

from services.directory.schemas import Placements, Posted


class NewCorrection(Posted):
    """What began on ``day`` was wrong from the beginning: these began, on ``valid_from``.

    ``seen`` stands for the timeline that was known when it was decided.
    """

    day: date
    valid_from: date
    placements: Placements
    note: str
    seen: str | None = None

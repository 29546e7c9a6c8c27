"""How the feedback of a gathering stands, as its office reads it."""

from dataclasses import dataclass
from datetime import date

from shared.german import short_date


@dataclass(frozen=True)
class Asking:
    """``closes_on`` is known once people were asked; ``over`` once that day has passed."""

    asked: bool
    closes_on: date | None = None
    over: bool = False

    @property
    def in_words(self) -> str:
        """Erbeten bis 14.12.2026"""
        if self.closes_on is not None and self.over:
            return f"Seit {short_date(self.closes_on)} abgeschlossen: zu den Ergebnissen"
        if self.closes_on is not None:
            return f"Erbeten bis {short_date(self.closes_on)}"
        return "Wird erbeten, wenn es vorbei ist" if self.asked else "Wird nicht erbeten"


TOO_LATE = (
    "Sie wurden als anwesend eingetragen, als schon um Rückmeldung gebeten war. Wer gefragt wird,"
    " ist mit der Urne versiegelt und lässt sich nicht ergänzen, auch nicht von uns; deshalb haben"
    " Sie keinen Link bekommen. Was Sie mitnehmen und was anders werden soll, sagen Sie gern Ihrer"
    " Koordinierungsstelle."
)
"""To somebody whose presence was noted after people were asked."""

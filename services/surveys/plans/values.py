"""What begins by itself, and after what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shared.contracts.surveys import Occasion


@dataclass(frozen=True)
class Beginning:
    """One of the surveys that a first or a last day of work starts."""

    occasion: Occasion
    title: str
    when: str
    next_day: date | None
    """On which somebody is asked; whom is nobody's business here."""
    paused_since: datetime | None


TOLD: Mapping[Occasion, tuple[str, str]] = {
    Occasion.DAY_30: (
        "Nach 30 Tagen",
        "Wer neu anfängt, wird 30 Tage nach dem ersten Arbeitstag gefragt.",
    ),
    Occasion.DAY_100: (
        "Nach 100 Tagen",
        "Wer neu anfängt, wird 100 Tage nach dem ersten Arbeitstag noch einmal gefragt.",
    ),
    Occasion.EXIT: (
        "Zum Abschied",
        "Wird ein Austritt eingetragen, wird die Fachkraft zwei Wochen vor dem letzten Arbeitstag"
        " gefragt, oder sofort, wenn es weniger als zwei Wochen sind. Ist der letzte Tag schon"
        " vorbei, wird niemand gefragt.",
    ),
}
"""Title and what starts it."""

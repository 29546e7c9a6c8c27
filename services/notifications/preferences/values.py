"""How somebody may want to be told of a topic."""

from collections.abc import Sequence
from enum import StrEnum

from services.notifications.bundles.values import Pace
from services.notifications.mails.values import Topic, Urgency, every_kind
from shared.contracts.words import words


class Mode(StrEnum):
    """Stored as it is; each is stricter than the one before it."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"

    @property
    def pace(self) -> Pace | None:
        """How often what is gathered comes; None of what is not gathered."""
        return Pace(self) if self in (Mode.DAILY, Mode.WEEKLY) else None


words(
    Mode,
    now="per Mail, sobald es so weit ist",
    daily="gesammelt, einmal am Tag",
    weekly="gesammelt, einmal in der Woche",
    off="keine Mails",
)


def choosable() -> Sequence[Topic]:
    """Those that somebody may want nothing of; what is critical of one comes all the same."""
    left = {each.topic for each in every_kind().values() if each.urgency is not Urgency.CRITICAL}
    return [topic for topic in Topic if topic in left]

"""How somebody may want to be told of a topic."""

from collections.abc import Sequence
from enum import StrEnum

from services.notifications.mails.values import Topic, Urgency, every_kind
from shared.contracts.words import words


class Mode(StrEnum):
    """Stored as it is; each is stricter than the one before it."""

    NOW = "now"
    OFF = "off"


words(Mode, now="per Mail, sobald es so weit ist", off="keine Mails")


def choosable() -> Sequence[Topic]:
    """Those that somebody may want nothing of."""
    fixed = {each.topic for each in every_kind().values() if each.urgency is Urgency.CRITICAL}
    return [topic for topic in Topic if topic not in fixed]

"""Who corrects something."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.directory.people.values import Asker, SeenBy
from shared.messaging.event import Cause


@dataclass(frozen=True)
class By:
    """As what they see people, and whose story it is."""

    asker: Asker
    cause: Cause

    @property
    def is_office(self) -> bool:
        return self.asker.seen_by is SeenBy.OFFICE


class Past(NamedTuple):
    """A name or an address of former days, or one that was a mistake."""

    what: str
    value: str
    valid_from: date | None
    last_day: date | None

"""Why somebody cannot register, and how participants are listed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from services.trainings.seats.values import NOBODY, Belonging, Why
from services.trainings.values import Registrar
from shared.codes import OpenCode
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import SchoolType
from shared.contracts.gatherings import Approval, Place
from shared.contracts.words import word, words, words_of
from shared.database.paging import attribute


class Hindrance(OpenCode):
    """Why there is no button."""

    CANCELLED = "cancelled"
    CLOSED = "closed"
    BEGUN = "begun"
    OVER = "over"
    LATE = "late"
    AUDIENCE = "audience"
    REJECTED = "rejected"


words(
    Hindrance,
    cancelled="Die Veranstaltung wurde abgesagt.",
    closed="Die Anmeldung ist geschlossen.",
    begun="Die Veranstaltung hat schon begonnen.",
    over="Die Veranstaltung ist vorbei.",
    late="Die Anmeldefrist ist vorbei.",
    audience="Diese Veranstaltung richtet sich an andere.",
    rejected="Ihre Anmeldung wurde nicht freigegeben.",
)


REFUSED = {f"registration-{code}": text for code, text in words_of(Hindrance).items()} | {
    "full-meanwhile": "Inzwischen sind alle Plätze vergeben. Möchten Sie auf die Warteliste?",
    "offer-over": "Die Frist für diesen Platz ist vorbei. Er ist weitergegeben.",
    "registration-gone": "Diese Anmeldung gibt es nicht mehr.",
    "registered-meanwhile": "Die Person ist inzwischen neu angemeldet.",
    "too-late-to-withdraw": "Die Veranstaltung ist vorbei; eine Abmeldung ändert nichts mehr.",
    "was-there": "Sie sind schon als anwesend eingetragen. Ändern kann das nur die"
    " Koordinierungsstelle.",
}
"""What whoever registers may be told instead."""


class Own(NamedTuple):
    """How a registration stands, as a list shows it."""

    place: Place
    approval: Approval


def state_in_words(
    place: Place, approval: Approval, position: int | None = None, why: Why | None = None
) -> str:
    """Freigabe ausstehend, Warteliste Platz 3, angemeldet"""
    if place is Place.WAITING and approval is Approval.PENDING:
        return "Freigabe ausstehend"
    if place is Place.WAITING and position is not None:
        return f"Warteliste Platz {position}"
    if place is Place.WITHDRAWN and approval is Approval.REJECTED:
        return "nicht freigegeben"
    return word(Place, place)


@dataclass(frozen=True)
class Last:
    """What nobody who comes now may fall behind: in line, and in the entries of their calendar."""

    waiting_since: datetime | None
    sequence: int

    def behind(self, now: datetime) -> datetime:
        """Since when somebody waits who comes now: later than everybody, whatever clocks say.

        Transactions begin in another order than that in which they come to decide.
        """
        latest = self.waiting_since
        return now if latest is None else max(now, latest + timedelta(microseconds=1))


@dataclass(frozen=True)
class Newcomer:
    """Who registers, what was given out last, and for what their seat counts."""

    person_id: UUID
    last: Last
    of: Belonging = NOBODY


@dataclass(frozen=True)
class Wish:
    """That somebody comes: as what, registered by whom, and what they agree to.

    ``member_of`` is the group in which the directory knows them.
    """

    by: Registrar
    person_id: UUID
    roles: Collection[AccessRole]
    waits: bool
    member_of: UUID | None = None
    anyway: bool = True
    swaps: bool = False

    @property
    def tenant(self) -> str:
        return self.by.tenant


@dataclass(frozen=True)
class GuestContact:
    """How the office reaches who is in no directory."""

    address: str
    institution: str


@dataclass(frozen=True)
class Participant:
    """Somebody in the office's list; ``name`` is empty for who is known no more."""

    id: UUID
    person_id: UUID
    name: str
    place: Place
    approval: Approval
    submitted_at: datetime
    answer_until: datetime | None
    carrier: str
    by_other: bool
    school_type: SchoolType | None = None
    position: int | None = None
    guest: GuestContact | None = None

    @property
    def comes_from(self) -> str:
        """Whom they work with; of a guest the institution."""
        if self.guest is None:
            return self.carrier
        return f"Gast, {self.guest.institution}" if self.guest.institution else "Gast"

    @property
    def state(self) -> str:
        return state_in_words(self.place, self.approval, self.position)


@dataclass(frozen=True)
class Step:
    """What became of a registration; ``by`` is empty where it followed by itself."""

    at: datetime
    state: str
    by: str
    reason: str
    overbooked: bool

    @property
    def in_words(self) -> str:
        """angemeldet durch Marlene Brüggemann, über die Plätze hinaus: spricht selbst"""
        by = f" durch {self.by}" if self.by else ""
        beyond = ", über die Plätze hinaus" if self.overbooked else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.state}{by}{beyond}{reason}"


PARTICIPANT = (
    attribute("name", "Name"),
    attribute("state", "Stand"),
    attribute("comes_from", "Anstellungsträger"),
    attribute("submitted_at", "Angemeldet"),
    attribute("answer_until", "Antwort bis"),
)

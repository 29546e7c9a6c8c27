"""Whom the office invites, and how that stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.trainings.audiences.values import REFUSED as GROUPS
from services.trainings.registrations.values import REFUSED as REGISTRATION
from shared.codes import OpenCode
from shared.contracts.accounts import AccessRole
from shared.contracts.words import words
from shared.database.paging import attribute
from shared.messaging.event import Cause

MOST = 3
"""So often somebody is asked at most."""
PAUSE = 3
"""So many working days lie between."""
PART = 25
"""So many names a preview shows at once."""


class Source(StrEnum):
    """Where those come from who are invited."""

    PEOPLE = "people"
    GROUP = "group"
    AUDIENCE = "audience"
    LAST_DATE = "last_date"


words(
    Source,
    people="Einzelne, mit Namen",
    group="eine Gruppe des Verzeichnisses",
    audience="alle, für die diese Veranstaltung ist",
    last_date="alle, die beim letzten Treffen davor einen Platz hatten",
)


class Standing(OpenCode):
    """What somebody has said."""

    OPEN = "open"
    ACCEPTED = "accepted"
    """They are registered, by whatever way, and whether there is a seat or not."""
    DECLINED = "declined"
    """Or they have withdrawn since."""


words(Standing, open="ohne Antwort", accepted="zugesagt", declined="abgelehnt")


class Reply(StrEnum):
    """One of the buttons behind the link."""

    ACCEPT = "accept"
    DECLINE = "decline"


words(Reply, accept="zusagen", decline="ablehnen")

REFUSED = (
    REGISTRATION
    | GROUPS
    | {
        "nobody-to-invite": "So ist niemand einzuladen. Alle sind angemeldet, schon eingeladen,"
        " oder es sind keine.",
        "nobody-named": "Bitte nennen Sie mindestens eine Person.",
        "for-nobody": "Bei „nur auf Einladung“ nennen Sie Einzelne oder eine Gruppe.",
        "nobody-to-ask": "Gerade ist niemand noch einmal zu fragen.",
        "accepted-meanwhile": "Sie sind schon angemeldet oder stehen auf der Warteliste. Wenn Sie"
        " nicht kommen, melden Sie sich bitte ab.",
        "invitation-answered": "Diese Einladung ist schon beantwortet oder zurückgenommen.",
        "all-answered": "Alle haben geantwortet; zurückzunehmen ist nichts.",
        "changed-meanwhile": "Inzwischen sind es andere. Bitte sehen Sie noch einmal hin.",
    }
)
"""What the office, or whoever answers, may be told instead."""


@dataclass(frozen=True)
class Wanted:
    """Whom the office means: people, or lines that name nobody, or several."""

    ids: frozenset[UUID]
    unknown: Sequence[str] = ()


@dataclass(frozen=True)
class Asked:
    """Somebody who was invited."""

    tenant: str
    gathering_id: UUID
    person_id: UUID
    declined: bool


@dataclass(frozen=True)
class Preview:
    """Who would be invited, by name, and who not, with the reason."""

    invited: Mapping[UUID, str]
    left_out: Sequence[tuple[str, str]]
    unknown: Sequence[str]
    by_link: int
    """So many sign in nowhere, and answer by the link of their mail."""

    def names(self, part: int) -> Sequence[str]:
        """Some of those who would be invited."""
        return [*self.invited.values()][(part - 1) * PART : part * PART]

    @property
    def parts(self) -> int:
        return -(-len(self.invited) // PART)


@dataclass(frozen=True)
class Tally:
    """How many were invited, and what they have said; ``due`` may be asked once more."""

    accepted: int
    declined: int
    open: int
    due: int

    @property
    def invited(self) -> int:
        return self.accepted + self.declined + self.open


@dataclass(frozen=True)
class Listed:
    """Somebody in the office's list."""

    id: UUID
    name: str
    standing: Standing
    asked_at: datetime
    times: int


LISTED = (
    attribute("name", "Name"),
    attribute("standing", "Antwort"),
    attribute("asked_at", "Zuletzt gefragt"),
    attribute("times", "Wie oft"),
)


@dataclass(frozen=True)
class Invitee:
    """Whoever holds the link, as one who registers themselves; only the invitation lets them in."""

    tenant: str
    person_id: UUID
    cause: Cause
    role: AccessRole = AccessRole.CONTACT
    organization_id: None = None

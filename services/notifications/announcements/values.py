"""For whom announcements are, how far one has come, and how its text is read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.contracts.accounts import AccessRole
from shared.contracts.notifications import AnnouncedTo
from shared.contracts.words import words
from shared.database.paging import attribute
from shared.links import LinkKind

PAGE = LinkKind("notifications.announcement", "notifications", "rundmitteilung")
"""Shows one recipient an announcement, and lets them confirm it."""
LINK_FOR = timedelta(days=365)
MAX_REMINDERS = 2
MAX_TEXT = 5000
MAX_SUBJECT = 120
OPEN_FOR = timedelta(days=365)
"""After its last edition an announcement ends by itself."""
ROLES: Mapping[AnnouncedTo, tuple[AccessRole, ...]] = {
    AnnouncedTo.WORKERS: (AccessRole.WORKER,),
    AnnouncedTo.HEADS: (AccessRole.HEAD,),
    AnnouncedTo.CARRIERS: (AccessRole.CARRIER,),
    AnnouncedTo.CONTACTS: (AccessRole.CONTACT,),
    AnnouncedTo.EVERYBODY: (
        AccessRole.WORKER,
        AccessRole.HEAD,
        AccessRole.CARRIER,
        AccessRole.CONTACT,
    ),
}
"""Those who act as one of these in the municipality; who is in a group, the directory says."""
CONFIRMING_REFUSED = {
    "edition-replaced": "Der Text wurde inzwischen geändert. Bitte lesen Sie die neue Fassung.",
    "announcement-ended": "Diese Rundmitteilung ist beendet. Sie müssen nichts mehr bestätigen.",
}
"""What whoever wants to confirm may be told instead."""
_ADDRESS = re.compile(r"""https://[^\s<>"']+""", re.IGNORECASE)
_NOT_ITS_END = ".,;:!?)]}…“”»«"
_OTHER_SCHEME = re.compile(
    r"\b(?!https://)[a-z][a-z0-9+.-]*://|\b(?:javascript|data):", re.IGNORECASE
)


class State(StrEnum):
    """How far an announcement has come."""

    DRAFT = "draft"
    OPEN = "open"
    ENDED = "ended"


words(State, draft="Entwurf", open="veröffentlicht", ended="beendet")


class Reply(StrEnum):
    """All that is ever known of a recipient."""

    CONFIRMED = "confirmed"
    OPEN = "open"


words(Reply, confirmed="bestätigt", open="offen")


SUMMARY = (
    attribute("subject", "Betreff"),
    attribute("to", "An"),
    attribute("state", "Stand"),
    attribute("published_at", "Veröffentlicht"),
    attribute("reached", "Personen"),
    attribute("confirmed", "Bestätigt"),
)
TO_CONFIRM = (
    attribute("name", "Name"),
    attribute("reply", "Stand"),
)
ADDRESSED = (
    attribute("subject", "Betreff"),
    attribute("published_at", "Veröffentlicht"),
    attribute("reply", "Bestätigung"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is with an announcement for a recipient, who is to act as one of ``roles``, if any.

    ``told_anyway`` if they stand for one person with another recipient, who is told.
    """

    tenant: str
    person_id: UUID
    told_anyway: bool
    edition: int
    has_ended: bool
    confirmed: bool
    roles: Sequence[AccessRole]


@dataclass(frozen=True, slots=True)
class Summary:
    """An announcement in the office's list."""

    id: UUID
    subject: str
    to: str
    state: State
    published_at: datetime | None
    reached: int
    confirmed: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A recipient in the office's list; ``id`` is the person's."""

    id: UUID
    name: str
    reply: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a line, or an address that somebody may follow."""

    text: str
    is_address: bool = False


Line = Sequence[Piece]
Paragraph = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Addressed:
    """An announcement for one of its recipients, in its newest edition."""

    id: UUID
    recipient_id: UUID
    tenant: str
    person_id: UUID
    subject: str
    text: str
    edition: int
    published_at: datetime
    to_confirm: bool
    has_ended: bool
    confirmed_at: datetime | None

    @property
    def is_missing(self) -> bool:
        """Whether the office waits for them."""
        return self.to_confirm and not self.has_ended and self.confirmed_at is None

    @property
    def paragraphs(self) -> Sequence[Paragraph]:
        """The text as it is shown."""
        return paragraphs(self.text)

    @property
    def reply(self) -> str:
        """What its list says of it."""
        if not self.to_confirm:
            return ""
        return Reply.CONFIRMED if self.confirmed_at else Reply.OPEN


def paragraphs(text: str) -> Sequence[Paragraph]:
    """Parts between empty lines, each with its lines; addresses of ``https`` can be followed."""
    parts = re.split(r"\n\s*\n", text.strip())
    return [[pieces_of(each) for each in part.split("\n")] for part in parts if part.strip()]


def other_addresses(text: str) -> bool:
    """Whether it names an address that nobody should follow from a mail."""
    return _OTHER_SCHEME.search(text) is not None


def pieces_of(text: str) -> Line:
    """A line without its end; addresses can be followed."""
    pieces: list[Piece] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_NOT_ITS_END)
        pieces.append(Piece(text[end : found.start()]))
        pieces.append(Piece(address, is_address=True))
        end = found.start() + len(address)
    return [each for each in (*pieces, Piece(text[end:])) if each.text]

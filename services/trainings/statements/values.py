"""Statements and ballots as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.trainings.minutes.values import paragraphs
from shared.codes import OpenCode
from shared.contracts.words import words
from shared.database.paging import attribute


class StatementState(OpenCode):
    """What the office has made of it; whether a vote is over follows from the time."""

    DRAFT = "draft"
    DISCUSSED = "discussed"
    VOTE = "vote"
    PUBLISHED = "published"
    DROPPED = "dropped"


class Ballot(OpenCode):
    """Who learns how somebody has voted."""

    NAMED = "named"
    HIDDEN = "hidden"


class Choice(OpenCode):
    """What somebody says to it."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


words(
    StatementState,
    draft="Entwurf",
    discussed="in der Diskussion",
    vote="zur Abstimmung",
    published="veröffentlicht",
    dropped="nicht weiter verfolgt",
)
words(Ballot, named="namentlich", hidden="geheim")
words(Choice, **{"for": "dafür", "against": "dagegen", "abstain": "Enthaltung"})

REFUSED: Mapping[str, str] = {
    "statement-state": "Das geht nicht mehr; der Stand hat sich inzwischen geändert.",
    "vote-over": "Die Abstimmung ist beendet.",
    "vote-running": "Die Abstimmung läuft noch.",
    "voted": "Sie haben schon abgestimmt.",
    "closes-early": "Der letzte Tag ist heute oder später, höchstens in 90 Tagen.",
    "gathering-unknown": "Bitte wählen Sie eine Veranstaltung aus der Liste.",
}


@dataclass(frozen=True)
class Tally:
    """How many said what; ``None`` where there were too few to say it of a secret ballot."""

    accepted: bool
    counts: tuple[int, int, int] | None


@dataclass(frozen=True)
class Edition:
    """A text as it once stood."""

    number: int
    at: datetime
    author: str
    text: str

    @property
    def parts(self) -> list[list[str]]:
        """Its paragraphs, each with its lines."""
        return paragraphs(self.text)


@dataclass(frozen=True)
class Comment:
    """What somebody said of an edition."""

    number: int
    at: datetime
    author: str
    text: str


@dataclass(frozen=True)
class Listed:
    """One line of the list; ``standing`` knows what time it is."""

    id: UUID
    title: str
    standing: str
    last_day: date | None
    published_at: datetime | None


LISTED = tuple(
    attribute(*each)
    for each in (
        ("title", "Titel"),
        ("standing", "Stand"),
        ("last_day", "Abstimmung bis"),
        ("published_at", "Veröffentlicht"),
    )
)

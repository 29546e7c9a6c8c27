"""Versions and chapters of a framework concept as others see them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import orjson

from shared.clock import local_date
from shared.codes import OpenCode
from shared.contracts.words import words
from shared.json import Json

WRITTEN, REVISED = 1, 2
"""Editions of a chapter: what is commented, and what is voted on."""


class VersionState(OpenCode):
    """How far a version has come; what lies between follows from the time."""

    DRAFT = "draft"
    COMMENT = "comment"
    VOTE = "vote"
    ADOPTED = "adopted"


words(
    VersionState,
    draft="Entwurf",
    comment="in der Kommentierung",
    vote="zur Abstimmung",
    adopted="beschlossen",
)


class Stage(OpenCode):
    """The same with the time: what may be done at this moment."""

    DRAFT = "draft"
    COMMENTING = "commenting"
    REPLYING = "replying"
    REVISED = "revised"
    VOTING = "voting"
    COUNTING = "counting"
    ADOPTED = "adopted"


words(
    Stage,
    draft="Entwurf",
    commenting="Kommentierung läuft",
    replying="Kommentare werden beantwortet",
    revised="zusammengeführt",
    voting="Abstimmung läuft",
    counting="wird ausgezählt",
    adopted="beschlossen",
)

REFUSED: Mapping[str, str] = {
    "framework-stage": "Das geht nicht mehr; der Stand hat sich inzwischen geändert.",
    "framework-running": "Es gibt schon eine Fassung, an der gearbeitet wird.",
    "chapter-known": "Ein Kapitel mit diesem Titel gibt es schon.",
    "chapter-adopted": "Dieses Kapitel ist beschlossen und lässt sich nicht entfernen. Ändern Sie"
    " seinen Text; über ihn wird abgestimmt.",
    "too-many-chapters": "Mehr als 30 Kapitel sind nicht möglich.",
    "too-many-standards": "Mehr als 12 Standards in einem Kapitel sind nicht möglich.",
    "too-many-indicators": "Höchstens 8 Indikatoren, je Zeile einer mit höchstens 300 Zeichen.",
    "standard-known": "Diesen Standard gibt es in diesem Kapitel schon.",
    "no-chapters": "Ohne Kapitel lässt sich nichts kommentieren.",
    "closes-early": "Der letzte Tag ist heute oder später, höchstens in 120 Tagen.",
    "replies-missing": "Es gibt noch Änderungswünsche ohne Antwort.",
}


@dataclass(frozen=True)
class Indicator:
    """By what one sees that a standard is met."""

    key: UUID
    text: str


@dataclass(frozen=True)
class Standard:
    """What a chapter asks of every school; ``key`` stays when the wording changes."""

    key: UUID
    text: str
    indicators: tuple[Indicator, ...] = ()

    @property
    def sha256(self) -> str:
        """Of its wording with its indicators: equal as long as the same is asked."""
        return sha256([self.text, *(each.text for each in self.indicators)])


@dataclass(frozen=True)
class AdoptedStandard:
    """One that is valid, as self-assessments use it."""

    key: UUID
    text: str
    indicators: tuple[str, ...]
    sha256: str
    chapter_key: UUID
    chapter: str
    version: int
    """The number of the version that is valid."""


@dataclass(frozen=True)
class Chapter:
    """The text of a chapter in one edition of a version."""

    version_id: UUID
    key: UUID
    edition: int
    position: int
    title: str
    body: str
    standards: tuple[Standard, ...]
    sha256: str
    version: int

    @property
    def parts(self) -> list[list[str]]:
        """Its paragraphs, each with its lines."""
        return paragraphs(self.body)


@dataclass(frozen=True)
class Adopted:
    """A version that was adopted, with the chapters valid since, and the day each is from."""

    id: UUID
    number: int
    adopted_on: date
    chapters: tuple[tuple[Chapter, date], ...]


@dataclass(frozen=True)
class Round:
    """A version as other capabilities see it."""

    id: UUID
    tenant: str
    number: int
    stage: Stage
    comments_until: datetime | None = None
    votes_until: datetime | None = None

    @property
    def is_shown(self) -> bool:
        """Whether others than the office see it."""
        return self.stage is not Stage.DRAFT

    @property
    def comment_day(self) -> date | None:
        """The last one on which one may comment."""
        return last_day(self.comments_until) if self.comments_until else None

    @property
    def vote_day(self) -> date | None:
        """The last one on which one may vote."""
        return last_day(self.votes_until) if self.votes_until else None

    @property
    def edition(self) -> int:
        """Which edition people read."""
        early = (Stage.DRAFT, Stage.COMMENTING, Stage.REPLYING)
        return WRITTEN if self.stage in early else REVISED


def last_day(until: datetime) -> date:
    """The day of which a moment is the end."""
    return local_date(until - timedelta(minutes=1))


def paragraphs(text: str) -> list[list[str]]:
    """Parts between empty lines, each with its lines."""
    return [part.strip().split("\n") for part in text.split("\n\n") if part.strip()]


def sha256(value: object) -> str:
    """Of its canonical form."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


def sha256_of(title: str, body: str, standards: Iterable[Standard]) -> str:
    """Of the text of a chapter: to it belong comments, votes and what is adopted."""
    return sha256([title, body, [asdict(each) for each in standards]])


def standards_of(stored: Iterable[Json]) -> tuple[Standard, ...]:
    """As they lie in a row."""
    return tuple(
        Standard(
            UUID(each["key"]),
            each["text"],
            tuple(Indicator(UUID(one["key"]), one["text"]) for one in each["indicators"]),
        )
        for each in stored
    )


def stored(standards: Iterable[Standard]) -> list[Json]:
    """The same for a row."""
    return [
        {
            "key": str(each.key),
            "text": each.text,
            "indicators": [{"key": str(one.key), "text": one.text} for one in each.indicators],
        }
        for each in standards
    ]

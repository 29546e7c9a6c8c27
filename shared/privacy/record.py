"""Record of processing and deletion concept, as ``python -m deploy.privacy record`` made them.

A service knows only its own tables. What all of them declare is gathered when the program is built
and lies beside this module; a test compares it with what is declared.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from shared.privacy.declared import Deletion, Kind
from shared.privacy.periods import Start

RECORD = Path(__file__).parent / "record.json"
BUS = "Kafka"
KINDS = frozenset(Kind)


class Kept(BaseModel):
    """Tables, topics, files or log fields, or some columns of one, that say the same."""

    model_config = ConfigDict(frozen=True)

    service: str
    """The name of the service whose tables they are; empty for all others."""
    where: str
    parts: Mapping[str, tuple[str, ...]]
    """By table or topic: columns; none for what all of it says."""
    kinds: tuple[str, ...]
    about: str
    purpose: str
    deletion: str
    """The key of a class."""

    @property
    def what(self) -> str:
        """Its parts in words."""
        return "; ".join(
            f"{what}: {', '.join(columns)}" if columns else what
            for what, columns in self.parts.items()
        )

    @property
    def keeping(self) -> Deletion:
        """Its class."""
        return by_key(self.deletion)


class Activity(BaseModel):
    """One row of the record of processing."""

    model_config = ConfigDict(frozen=True)

    key: str
    title: str
    basis: str
    people: str
    origin: str
    recipients: tuple[str, ...]
    kept: tuple[Kept, ...]

    @property
    def purposes(self) -> list[str]:
        """What for, each once; what travels serves what is kept."""
        kept = [each for each in self.kept if each.where != BUS]
        return _once(each.purpose for each in kept or self.kept)

    @property
    def kinds(self) -> list[str]:
        """Of what kinds the data is."""
        return _once(kind for each in self.kept for kind in each.kinds if kind in KINDS)

    @property
    def periods(self) -> list[str]:
        """How long, each once."""
        return _once(each.keeping.text for each in self.kept)

    @property
    def services(self) -> list[str]:
        """Where it is."""
        return _once(each.where for each in self.kept)


class Record(BaseModel):
    """All activities."""

    model_config = ConfigDict(frozen=True)

    activities: tuple[Activity, ...]

    def classes(self) -> "list[Class]":
        """The classes that are in use, in the order of their declaration."""
        kept = [(activity, each) for activity in self.activities for each in activity.kept]
        return [
            Class(
                deletion,
                _once(activity.title for activity, each in mine),
                _once(kind for _, each in mine for kind in each.kinds if kind in KINDS),
                _once(f"{each.where}: {each.what}" for _, each in mine),
            )
            for deletion in Deletion
            if (mine := [pair for pair in kept if pair[1].deletion == deletion.key])
        ]


class Class:
    """A class of deletion in words, with what is of it."""

    def __init__(
        self, deletion: Deletion, activities: list[str], kinds: list[str], places: list[str]
    ) -> None:
        self.key, self.text, self.period = deletion.key, deletion.text, deletion.period
        self.activities, self.kinds, self.places = activities, kinds, places

    @property
    def title(self) -> str:
        """The period as a heading."""
        return self.text[:1].upper() + self.text[1:]

    @property
    def lasts(self) -> str:
        """The length of the period after its start."""
        period = self.period
        if period.start is Start.BY_HAND:
            return "keine feste"
        lasts = in_words(period.lasts) if period.lasts else ""
        longest = f"höchstens {in_words(period.longest)}" if period.longest else ""
        return ", ".join(each for each in (lasts, longest) if each) or "sofort"

    @property
    def choice(self) -> str:
        """Between what a tenant may choose; empty where it may not."""
        least, most = self.period.least, self.period.most
        if least is None or most is None:
            return ""
        return f"{in_words(least)} bis {in_words(most)}"


def in_words(length: timedelta) -> str:
    """In the largest unit that fits."""
    days, seconds = length.days, length.seconds
    if days >= 365 and days % 365 <= days // 365:
        years = days // 365
        return "1 Jahr" if years == 1 else f"{years} Jahre"
    if days:
        return "24 Stunden" if days == 1 else f"{days} Tage"
    if seconds >= 7200:
        return f"{seconds // 3600} Stunden"
    return f"{seconds // 60} Minuten" if seconds >= 120 else f"{seconds} Sekunden"


@cache
def record() -> Record:
    """As it was made."""
    return Record.model_validate_json(RECORD.read_bytes())


@cache
def _by_table() -> dict[tuple[str, str], Activity]:
    return {
        (kept.service, table): activity
        for activity in record().activities
        for kept in activity.kept
        for table in kept.parts
    }


def activity_of(service: str, table: str) -> Activity | None:
    """What a service's table is kept for; those that every service has belong to none of them."""
    return _by_table().get((service, table)) or _by_table().get(("", table))


@cache
def _by_key() -> dict[str, Deletion]:
    return {each.key: each for each in Deletion}


def by_key(key: str) -> Deletion:
    """The class; raises ``KeyError`` for none."""
    return _by_key()[key]


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))

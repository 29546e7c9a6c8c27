"""Self-assessments as pages and neighbours see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.surveys.values import Level, school_year_name
from shared.codes import OpenCode
from shared.contracts.words import word, words
from shared.database.paging import attribute


class Party(OpenCode):
    """Who writes on a sheet."""

    WORKER = "worker"
    HEAD = "head"
    OFFICE = "office"


words(Party, worker="Schulsozialarbeit", head="Schulleitung", office="Koordinierungsstelle")

REFUSED: Mapping[str, str] = {
    "nobody-called": "So heißt im Verzeichnis niemand. Bitte prüfen Sie die Schreibweise.",
    "several-called": "So heißen mehrere. Bitte tragen Sie jemand anderen ein.",
    "same-person": "Bitte tragen Sie zwei Personen ein.",
    "no-standards": "Noch ist kein Rahmenkonzept mit Standards beschlossen.",
    "sheet-known": "Für diese Schule und dieses Schuljahr gibt es schon eine Selbsteinschätzung.",
}


@dataclass(frozen=True)
class Entry:
    """One standard with what is said of it; ``text`` is its wording when the sheet began."""

    id: UUID
    standard_key: UUID
    chapter: str
    text: str
    indicators: tuple[str, ...]
    sha256: str
    level: Level | None
    evidence: str
    intention: str
    written_by: Party | None
    written_at: datetime | None
    version: int


@dataclass(frozen=True)
class Sheet:
    """A school's in a year; ``party`` is as what somebody looks at it."""

    id: UUID
    tenant: str
    school_id: UUID
    school: str
    school_year: int
    worker: str
    head: str
    party: Party
    worker_agreed: bool
    head_agreed: bool
    finished_at: datetime | None
    entries: Sequence[Entry] = ()

    @property
    def year(self) -> str:
        """2026/27"""
        return school_year_name(self.school_year)

    @property
    def title(self) -> str:
        """What follows from it is called so."""
        return f"{self.school}, {self.year}"

    @property
    def judged(self) -> int:
        return sum(each.level is not None for each in self.entries)

    @property
    def first_open(self) -> Entry | None:
        """The next to judge, from the top."""
        return next((each for each in self.entries if each.level is None), None)

    @property
    def seen(self) -> int:
        """Grows with whatever is written on it."""
        return sum(each.version for each in self.entries)

    @property
    def has_agreed(self) -> bool:
        """Whoever looks at it."""
        agreed = {Party.WORKER: self.worker_agreed, Party.HEAD: self.head_agreed}
        return agreed.get(self.party, False)

    @property
    def writes(self) -> bool:
        """Whether whoever looks at it may."""
        return self.finished_at is None and self.party is not Party.OFFICE

    @property
    def standing(self) -> str:
        """abgeschlossen, wartet auf Schulleitung, in Arbeit"""
        if self.finished_at:
            return "abgeschlossen"
        if self.worker_agreed or self.head_agreed:
            waits = Party.HEAD if self.worker_agreed else Party.WORKER
            return f"wartet auf {word(Party, waits)}"
        return "in Arbeit"

    @property
    def chapters(self) -> Sequence[tuple[str, Sequence[Entry]]]:
        """The standards under their chapters, in their order."""
        names = dict.fromkeys(each.chapter for each in self.entries)
        return [(name, [e for e in self.entries if e.chapter == name]) for name in names]


COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("school", "Schule"),
        ("year", "Schuljahr"),
        ("standing", "Stand"),
        ("worker", "Schulsozialarbeit"),
        ("head", "Schulleitung"),
    )
)

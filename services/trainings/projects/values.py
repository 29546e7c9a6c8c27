"""Projects as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.words import words
from shared.database.paging import attribute


class ProjectState(OpenCode):
    """How far it is, as the office says."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


words(
    ProjectState,
    planned="geplant",
    running="läuft",
    done="abgeschlossen",
    dropped="nicht weiter verfolgt",
)

REFUSED: Mapping[str, str] = {
    "nobody-called": "So heißt im Verzeichnis niemand. Bitte prüfen Sie die Schreibweise.",
    "several-called": "So heißen mehrere. Bitte tragen Sie jemand anderen ein.",
    "ends-before": "Das Ende liegt vor dem Beginn.",
    "too-many-partners": "Bitte höchstens 40 Partner, jeder mit höchstens 120 Zeichen.",
    "result-empty": "Ohne Text lässt sich das Ergebnis nicht veröffentlichen.",
}


@dataclass(frozen=True)
class Known:
    """A project, with the names of its partners and of who answers for it."""

    id: UUID
    title: str
    goal: str
    carried_by: str
    responsible: str
    partners: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    state: ProjectState
    result: str
    published_at: datetime | None


LISTED = tuple(
    attribute(*each)
    for each in (
        ("title", "Titel"),
        ("carried_by", "Getragen von"),
        ("responsible", "Verantwortlich"),
        ("ends_on", "Bis"),
        ("state", "Stand"),
    )
)

"""Trainings elsewhere, and whether the office has accepted them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.words import word, words
from shared.database.paging import attribute


class ExternalState(OpenCode):
    """What the office says."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


words(
    ExternalState,
    submitted="noch nicht geprüft",
    accepted="anerkannt",
    rejected="nicht anerkannt",
)


@dataclass(frozen=True)
class Accepted:
    """Units that count for a qualification."""

    person_id: UUID
    kind_id: UUID
    day: date
    units: Decimal


@dataclass(frozen=True)
class External:
    """One as pages show it; ``kind`` is empty where it counts for nothing."""

    id: UUID
    name: str
    title: str
    provider: str
    day: date
    units: Decimal
    proof: str
    kind: str
    state: ExternalState
    decided_at: datetime | None
    decided_by: str
    note: str

    @property
    def standing(self) -> str:
        return word(ExternalState, self.state)

    @property
    def is_open(self) -> bool:
        return self.state is ExternalState.SUBMITTED

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Label and text of what was recorded."""
        said = [
            ("Anbieter", self.provider),
            ("Letzter Tag", f"{self.day:%d.%m.%Y}"),
            ("Unterrichtseinheiten", f"{self.units.normalize():f}".replace(".", ",")),
            ("Nachweis", self.proof),
            ("Zählt für", self.kind or "keine Qualifikation"),
            ("Stand", self.standing),
            ("Gesehen und entschieden von", self.decided_by),
            ("Dazu", self.note),
        ]
        return [(label, text) for label, text in said if text]


EXTERNAL = tuple(
    attribute(*each)
    for each in (
        ("title", "Fortbildung"),
        ("name", "Name"),
        ("provider", "Anbieter"),
        ("day", "Letzter Tag"),
        ("units", "UE"),
        ("kind", "Zählt für"),
        ("standing", "Stand"),
    )
)
OWN = tuple(each for each in EXTERNAL if each.name != "name")
REFUSED = {
    "not-attended-yet": "Diese Fortbildung liegt noch vor Ihnen.",
    "external-decided": "Darüber hat die Koordinierungsstelle schon entschieden.",
}

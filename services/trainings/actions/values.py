"""Action items as pages show them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.words import word, words
from shared.database.paging import attribute


class ActionState(OpenCode):
    """Whether somebody still has to do it."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


words(ActionState, open="offen", done="erledigt", dropped="entfallen")


REFUSED = {
    "nobody-called": "So heißt im Verzeichnis niemand. Bitte prüfen Sie die Schreibweise.",
    "several-called": "So heißen mehrere. Bitte tragen Sie jemand anderen ein.",
    "action-settled": "Das Vorhaben ist nicht mehr offen.",
}


@dataclass(frozen=True)
class Action:
    """``overdue`` if it is open and its day is over; ``decision`` is its number, if it has one.

    Either the gathering or the project is known to which it belongs; ``origin`` is its title.
    """

    id: UUID
    gathering_id: UUID | None
    project_id: UUID | None
    origin: str
    title: str
    owner: str
    due_on: date | None
    state: ActionState
    overdue: bool
    decision: str

    @property
    def standing(self) -> str:
        """überfällig, offen, erledigt"""
        return "überfällig" if self.overdue else word(ActionState, self.state)


@dataclass(frozen=True)
class Linked:
    """What the holder of a link sees, and whose municipality's it is."""

    tenant: str
    action: Action


ACTION = tuple(
    attribute(*each)
    for each in (
        ("title", "Was"),
        ("owner", "Wer"),
        ("due_on", "Bis"),
        ("standing", "Stand"),
        ("origin", "Gehört zu"),
    )
)

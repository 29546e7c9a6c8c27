"""What the directory says of somebody and a group."""

from dataclasses import dataclass
from uuid import UUID

from shared.web.problem import Problem

AWAY = "Das Verzeichnis antwortet gerade nicht. Bitte versuchen Sie es gleich noch einmal."
REFUSED = {
    "directory-away": AWAY,
    "gathering-over": "Das ist vorbei oder abgesagt und lässt sich nicht mehr ändern.",
    "no-such-group": "Bitte wählen Sie eine Gruppe aus der Liste.",
}


@dataclass(frozen=True)
class Membership:
    """The group they are in, if it is asked for and they are; ``away`` if nobody could say."""

    group_id: UUID | None = None
    away: bool = False

    def known(self) -> UUID | None:
        """Raises ``Problem`` where the directory was away."""
        if self.away:
            raise Problem(503, "directory-away", "The directory does not answer")
        return self.group_id

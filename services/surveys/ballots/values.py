"""What somebody says to a chapter, and what came of a vote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.words import words


class Choice(OpenCode):
    """What somebody says to it."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


words(Choice, yes="ja", no="nein", abstain="Enthaltung")

RULE = (
    "Ein Kapitel ist beschlossen, wenn mindestens die Hälfte der Stimmberechtigten abgestimmt hat"
    " (ja, nein oder Enthaltung) und von den Ja- und Nein-Stimmen mindestens zwei Drittel Ja sind."
)
REFUSED: Mapping[str, str] = {
    "framework-stage": "Das geht nicht mehr; der Stand hat sich inzwischen geändert.",
    "vote-over": "Die Abstimmung ist beendet und wird nicht wieder geöffnet.",
    "not-entitled": "Stimmberechtigt ist, wer bei der Eröffnung der Abstimmung zum Netz gehörte.",
    "other-text": "Der Text, über den Sie abstimmen wollten, ist ein anderer. Bitte lesen Sie ihn"
    " noch einmal.",
    "nobody-entitled": "Es gibt niemanden, der abstimmen dürfte.",
    "nothing-changed": "Kein Kapitel unterscheidet sich von dem, was schon gilt.",
    "closes-early": "Der letzte Tag ist heute oder später, höchstens in 120 Tagen.",
}


@dataclass(frozen=True)
class Outcome:
    """What came of the vote on one text; ``unchanged`` was valid before and is not voted on."""

    chapter_key: UUID
    title: str
    unchanged: bool
    accepted: bool
    yes: int
    no: int
    abstained: int
    entitled: int
    votes: tuple[tuple[str, Choice, str], ...] = ()
    """Name, choice and reason of each, by name."""

    @property
    def cast(self) -> int:
        """How many took part, abstentions too."""
        return self.yes + self.no + self.abstained


@dataclass(frozen=True)
class Vote:
    """What somebody has said of a chapter, as long as it may be changed."""

    choice: Choice
    reason: str


@dataclass(frozen=True)
class Open:
    """A vote that somebody may take part in: how many chapters wait for them, and until when."""

    version_id: UUID
    last_day: date
    waiting: int

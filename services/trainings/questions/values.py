"""What is asked, and how it is put into a form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.gatherings import Approval
from shared.contracts.words import words

MOST = 10
LONGEST_ANSWER = 500
MEALS = ("alles", "vegetarisch", "vegan", "koscher oder halal", "ich esse nicht mit")


class QuestionKind(OpenCode):
    """How a question is answered."""

    MEALS = "meals"
    ACCESS = "access"
    TEXT = "text"
    CHOICE = "choice"


words(
    QuestionKind,
    meals="Essen (Auswahl)",
    access="Unterstützungsbedarf (Text)",
    text="Text",
    choice="Auswahl",
)

REFUSED = {
    "choices-missing": "Eine Auswahl braucht mindestens zwei Antworten, je Zeile eine.",
    "too-many-questions": f"Mehr als {MOST} Fragen sind nicht möglich.",
    "question-known": "Diese Frage gibt es schon.",
    "late-freeze": "Dieser Tag liegt nach dem Beginn der Veranstaltung.",
}


@dataclass(frozen=True)
class Asked:
    """A question; one with ``choices`` is answered by one of them."""

    id: UUID
    kind: QuestionKind
    text: str
    hint: str
    choices: Sequence[str]
    required: bool
    decisive: bool
    later: bool = False

    @property
    def field(self) -> str:
        """Its name in a form."""
        return f"frage-{self.id}"

    @property
    def in_words(self) -> str:
        """Auswahl, Pflicht, eine Änderung braucht eine neue Freigabe"""
        said = [", ".join(self.choices) if self.choices else "Text"]
        said.append("Pflicht" if self.required else "freiwillig")
        if self.later:
            said.append("erst nach der Freigabe")
        if self.decisive:
            said.append("eine Änderung braucht eine neue Freigabe")
        return "; ".join(said)


@dataclass(frozen=True)
class Sheet:
    """All questions of a gathering, and the last day on which answers may change."""

    questions: Sequence[Asked]
    changeable_until: date | None

    def asking(self, approval: Approval | None) -> "Sheet":
        """What is asked of somebody whom the office has, or has not, agreed to."""
        if approval is Approval.APPROVED:
            return self
        return replace(self, questions=[each for each in self.questions if not each.later])

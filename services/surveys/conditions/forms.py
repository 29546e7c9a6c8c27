"""What makes a question visible."""

from typing import Annotated, ClassVar

from services.surveys.questionnaires.values import CONDITIONS_AT_MOST, Relation
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form

NEW = "neu"
"""Instead of the number of a condition: it must hold beside the others."""
RELATIONS = (
    (Relation.IS, "diese Antwort ist gewählt"),
    (Relation.IS_NOT, "diese Antwort ist nicht gewählt"),
    (Relation.ANSWERED, "die Frage ist überhaupt beantwortet"),
)
REFUSED = {
    "option-missing": "Bitte wählen Sie eine Antwort aus.",
    "row-missing": "Bitte wählen Sie eine Zeile aus.",
    "condition-known": "Diese Bedingung steht schon da.",
    "not-earlier": "Eine Bedingung fragt nach einem früheren Abschnitt.",
    "too-many-conditions": f"Mehr als {CONDITIONS_AT_MOST} Bedingungen versteht niemand.",
}


class ConditionForm(Form):
    """About one earlier question; what it has not is left out."""

    refusals: ClassVar = REFUSED

    row: Annotated[str, Label("Zeile")] = ""
    relation: Annotated[Relation, Label("Bedingung", choices=RELATIONS)]
    option: Annotated[str, Label("Antwort", needed="nicht bei „überhaupt beantwortet“")] = ""
    joined: Annotated[str, Label("Wie sie gilt")] = NEW
    version: Annotated[int, Hidden]

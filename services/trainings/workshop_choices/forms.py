"""What somebody wants of the workshops of one time."""

from typing import Annotated, ClassVar
from uuid import UUID

from services.trainings.workshop_seats.values import REFUSED
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class ChoiceForm(Form):
    """Up to three, the best first."""

    refusals: ClassVar = REFUSED | {
        "seat-needed": "Dafür brauchen Sie einen Platz in der Veranstaltung.",
        "workshops-over": "Die Veranstaltung hat begonnen oder findet nicht statt.",
        "workshops-overlap": "Das überschneidet sich mit einer anderen Zeit, zu der Sie gewählt"
        " haben. Wenn Sie das so möchten, setzen Sie bitte das Häkchen.",
    }

    first: Annotated[UUID | None, Label("Erster Wunsch")] = None
    second: Annotated[
        UUID | None, Label("Zweiter Wunsch", hint="falls im ersten kein Platz ist")
    ] = None
    third: Annotated[UUID | None, Label("Dritter Wunsch")] = None
    anyway: Annotated[bool, Label("Trotz der Überschneidung wählen")] = False

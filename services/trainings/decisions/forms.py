"""What the office writes down of a decision."""

from typing import Annotated, ClassVar

from pydantic import Field

from services.trainings.decisions.models import Decision
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText

Votes = Annotated[int, Field(ge=0, le=1000)]
REFUSED = {
    "minutes-published": "Das Protokoll ist veröffentlicht und wird nicht mehr geändert.",
}


class DecisionForm(Form):
    """Its wording, and how many were for it, if somebody counted."""

    model: ClassVar = Decision
    refusals: ClassVar = REFUSED

    text: Annotated[
        str,
        FreeText(1000),
        Label(hint="der Wortlaut; die Nummer folgt mit der Veröffentlichung des Protokolls"),
    ]
    in_favour: Annotated[Votes | None, Label(hint="leer, wenn nicht gezählt wurde")] = None
    against: Annotated[Votes | None, Label()] = None
    abstained: Annotated[Votes | None, Label()] = None


class RemoveForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED

"""What the office writes down of a decision."""

from typing import Annotated, ClassVar

from services.trainings.decisions.models import Decision
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText

REFUSED = {
    "minutes-published": "Das Protokoll ist veröffentlicht und wird nicht mehr geändert.",
}


class DecisionForm(Form):
    """Its wording."""

    model: ClassVar = Decision
    refusals: ClassVar = REFUSED

    text: Annotated[
        str,
        FreeText(1000),
        Label(hint="der Wortlaut; die Nummer folgt mit der Veröffentlichung des Protokolls"),
    ]


class RemoveForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED

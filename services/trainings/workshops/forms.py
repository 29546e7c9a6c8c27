"""What the office says about workshops."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.trainings.forms import ClockTime
from services.trainings.workshops.models import Workshop, WorkshopSlot
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

REFUSED = {"gathering-over": "Die Veranstaltung wurde abgesagt."}


class SlotForm(Form):
    """When workshops run side by side."""

    model: ClassVar = WorkshopSlot
    refusals: ClassVar = REFUSED | {
        "no-date": "Bitte wählen Sie einen Termin aus der Liste.",
    }

    date_id: Annotated[UUID, Label(missing="Bitte wählen Sie einen Termin.")]
    starts: Annotated[ClockTime, Label(hint="zum Beispiel 13:00")]
    ends: Annotated[ClockTime, Label(hint="zum Beispiel 14:30")]
    version: Annotated[int, Hidden] = 0


class WorkshopForm(Form):
    """What, who leads it, where, and for how many."""

    model: ClassVar = Workshop
    refusals: ClassVar = REFUSED

    title: Annotated[str, PlainText(120)]
    speaker: Annotated[
        str, PlainText(160, min=0), Label(hint="Name und Funktion, wie im Programm; freiwillig")
    ] = ""
    room: Annotated[str, PlainText(80, min=0)] = ""
    size: Annotated[int, Field(ge=1, le=500)]
    version: Annotated[int, Hidden] = 0


class RemoveForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED

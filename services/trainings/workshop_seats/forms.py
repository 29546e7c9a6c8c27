"""What the office says about who takes part in which workshop."""

from typing import Annotated, ClassVar
from uuid import UUID

from services.trainings.workshop_seats.values import REFUSED
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class MoveForm(Form):
    """Into which one somebody comes."""

    refusals: ClassVar = REFUSED | {
        "workshop-full": "Dieser Workshop ist voll. Wer trotzdem hinein soll, braucht das Häkchen.",
        "seat-needed": "Diese Person hat keinen Platz in der Veranstaltung mehr.",
    }

    workshop_id: Annotated[
        UUID | None,
        Label("Workshop", hint="leer: keiner. Die bisherigen Wünsche für diese Zeit entfallen"),
    ] = None
    beyond: Annotated[bool, Label("Auch, wenn der Workshop voll ist")] = False

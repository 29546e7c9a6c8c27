"""Which registrations the office looks at, and why it decides about one."""

from typing import Annotated, ClassVar

from services.trainings.registrations.values import REFUSED
from shared.contracts.gatherings import Approval, Place
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class ParticipantSearch(Form):
    """Which registrations."""

    place: Annotated[Place | None, Label("Platz")] = None
    approval: Annotated[Approval | None, Label("Freigabe")] = None


class ReasonForm(Form):
    """Why the office decides so; it is kept."""

    kept_in: ClassVar = ("seat_changes",)
    refusals: ClassVar = REFUSED

    reason: Annotated[
        str,
        PlainText(300),
        Label("Grund", hint="steht im Verlauf der Anmeldung, bitte nichts Vertrauliches"),
    ]


class ApproveForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED

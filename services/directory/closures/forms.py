"""What is asked when an organization closes, opens again or gives up its number."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from services.directory.closures.schemas import Reason
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form

Why = Annotated[Reason, Label("Grund", hint="zum Beispiel der Ratsbeschluss; ohne Namen Einzelner")]


class ClosingForm(Form):
    """The last day, and who goes on."""

    refusals: ClassVar = {
        "municipality-stays": "Die Kommune selbst kann nicht geschlossen werden.",
        "organization-cycle": "Das geht nicht: Diese Organisation führt selbst schon jene weiter.",
    }

    last_day: Annotated[
        date, Label("Letzter Tag", hint="er selbst gehört noch dazu; er darf in der Zukunft liegen")
    ]
    successor_id: Annotated[
        UUID | None, Label("Wer führt die Arbeit weiter?", hint="zum Beispiel die Nachfolgeschule")
    ] = None
    reason: Why
    version: Annotated[int, Hidden] = 0


class ReopeningForm(Form):
    """The first day on which it is open again."""

    refusals: ClassVar = {
        "organization-open": "Diese Organisation ist nicht geschlossen.",
        "school-number-taken": "Die frühere Schulnummer hat inzwischen eine andere Schule. Geben"
        " Sie ihr zuerst eine andere Nummer.",
    }

    first_day: Annotated[
        date,
        Label(
            "Wieder geöffnet ab",
            hint="der Tag nach dem letzten Tag oder ein früherer heißt: Sie war nie geschlossen",
        ),
    ]
    reason: Why
    version: Annotated[int, Hidden] = 0

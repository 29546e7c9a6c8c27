"""What is asked of whoever gives a program its credentials."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.directory.access.values import USUAL
from shared.contracts.directory import Scope
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form

OVERLAPS = (
    ("0", "gilt ab sofort nicht mehr"),
    ("60", "gilt noch eine Stunde"),
    ("1440", "gilt noch einen Tag"),
    ("10080", "gilt noch eine Woche"),
    ("43200", "gilt noch 30 Tage"),
)


class ClientForm(Form):
    """For which carrier a program acts, and what it may do."""

    refusals: ClassVar = {
        "carrier-not-found": "Bitte wählen Sie den Anstellungsträger aus.",
        "scope-refused": "Diese Rechte vergibt nur die Koordinierungsstelle.",
    }

    carrier_id: Annotated[
        UUID | None,
        Label("Anstellungsträger", hint="für den das Programm handelt", needed="nötig"),
    ] = None
    scopes: Annotated[
        frozenset[Scope], Label("Was das Programm darf", missing="Bitte wählen Sie etwas aus.")
    ] = Field(default=USUAL, min_length=1)


class RotationForm(Form):
    """How long the secret in use stays valid beside the new one."""

    refusals: ClassVar = {
        "rotated-meanwhile": "Inzwischen gibt es schon ein neueres Geheimnis. Bitte laden Sie die"
        " Seite des Zugangs neu, bevor Sie noch eines machen."
    }

    overlap_minutes: Annotated[
        int,
        Field(ge=0, le=30 * 24 * 60),
        Label("Das bisherige Geheimnis", choices=OVERLAPS),
    ]
    newest: Annotated[datetime | None, Hidden] = None
    """Of the secrets that were shown; a page that is sent again must not end the one in use."""

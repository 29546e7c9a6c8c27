"""What the office says about who was there."""

from decimal import Decimal
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.trainings.attendance.values import Presence
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText

REFUSED = {
    "too-early": "Dafür ist es noch zu früh: Eingetragen wird ab einer halben Stunde vor dem"
    " Beginn.",
    "reason-needed": "Der Tag ist vorbei. Bitte nennen Sie einen Grund; er bleibt im Verlauf.",
}
Reason = Annotated[
    str,
    PlainText(300, min=0),
    Label("Grund", hint="nötig nach dem Tag; steht im Verlauf, bitte nichts Vertrauliches"),
]


class ListForm(Form):
    """Who is ticked among those who were ``shown``."""

    kept_in: ClassVar = ("attendance_marks",)
    refusals: ClassVar = REFUSED

    present: Annotated[tuple[UUID, ...], Label("Anwesend")] = ()
    shown: Annotated[tuple[UUID, ...], Hidden] = ()
    reason: Reason = ""

    @property
    def ticked(self) -> dict[UUID, bool]:
        return {each: each in self.present for each in self.shown}


class OneForm(Form):
    """How it was with one person on one date."""

    kept_in: ClassVar = ("attendance_marks",)
    refusals: ClassVar = REFUSED

    presence: Annotated[Presence, Label("Stand", widget="radios")]
    units: Annotated[
        Annotated[Decimal, Field(gt=0, le=24, max_digits=4, decimal_places=2)] | None,
        Label("Einheiten", hint="wie viele die Person da war", needed="nur bei teilweise"),
    ] = None
    reason: Reason = ""


class ScansForm(Form):
    """What a scanner has kept while it was off the net."""

    kept_in: ClassVar = ("attendance_marks",)
    refusals: ClassVar = REFUSED

    lines: Annotated[
        str,
        FreeText(40_000),
        Label(
            "Gelesene Codes",
            hint="je Zeile: Code; Tag und Uhrzeit; eine Kennung, an der dieselbe Zeile"
            " wiedererkannt wird. Zum Beispiel K7F2-…; 12.03.2027 09:02; a1",
        ),
    ]

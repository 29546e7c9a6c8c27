"""What the office says about a quota."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from services.trainings.quotas.models import SeatQuota
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

Seats = Annotated[int, Field(ge=1, le=5000)]
Size = Annotated[Seats | None, Label(hint="mehr Plätze gehen nicht an sie. Leer: keine Obergrenze")]
Reserved = Annotated[
    Seats | None,
    Label(hint="so viele bleiben ihnen vorbehalten, wer sich auch anmeldet. Leer: keine"),
]
Until = Annotated[
    date | None,
    Label(
        hint="letzter Tag; danach rückt von selbst nach, wen nur das Kontingent warten ließ."
        " Leer: bis zum Beginn"
    ),
]
REFUSED = {
    "quota-empty": "Bitte sagen Sie, wie viele Plätze es höchstens oder mindestens sind.",
    "quota-crossed": "Mindestens kann nicht mehr sein als höchstens.",
    "quota-without-limit": "Vorbehalten lässt sich nur, wo die Zahl der Plätze begrenzt ist.",
    "quota-beyond": "So viele Plätze gibt es nicht: Alle Vorbehalte zusammen wären mehr.",
}


class ChangeForm(Form):
    """How many, and how long."""

    model: ClassVar = SeatQuota
    refusals: ClassVar = REFUSED

    size: Size = None
    reserved: Reserved = None
    until: Until = None
    version: Annotated[int, Hidden] = 0


class QuotaForm(Form):
    """The same for a carrier or a school type that has none yet."""

    model: ClassVar = SeatQuota
    refusals: ClassVar = {
        **REFUSED,
        "quota-known": "Dafür gibt es schon ein Kontingent. Bitte ändern Sie es.",
        "quota-of-nobody": "Bitte wählen Sie aus der Liste.",
    }

    whom: Annotated[
        str,
        PlainText(36),
        Label(
            "Für wen",
            hint="bei mehreren Schulformen zählt die mit den meisten Stunden",
            missing="Bitte wählen Sie, für wen es ist.",
        ),
    ]
    size: Size = None
    reserved: Reserved = None
    until: Until = None


class RemoveForm(Form):
    """Nothing but that it was meant."""

"""What the office says about a quota."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.trainings.quotas.models import SeatQuota
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form

Size = Annotated[
    Annotated[int, Field(ge=1, le=5000)],
    Label(hint="höchstens so viele gehen an Menschen dieses Trägers"),
]
Until = Annotated[
    date | None,
    Label(
        hint="letzter Tag; danach rückt von selbst nach, wen nur das Kontingent warten ließ."
        " Leer: bis zum Beginn"
    ),
]


class ChangeForm(Form):
    """How many, and how long."""

    model: ClassVar = SeatQuota

    size: Size
    until: Until = None
    version: Annotated[int, Hidden] = 0


class QuotaForm(Form):
    """The same for a carrier that has none yet."""

    model: ClassVar = SeatQuota
    refusals: ClassVar = {
        "quota-known": "Dieser Träger hat schon ein Kontingent. Bitte ändern Sie es.",
        "no-carrier": "Bitte wählen Sie einen Träger aus der Liste.",
    }

    carrier_id: Annotated[UUID, Label(missing="Bitte wählen Sie einen Träger.")]
    size: Size
    until: Until = None


class RemoveForm(Form):
    """Nothing but that it was meant."""

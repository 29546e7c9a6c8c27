"""What a carrier's clerk is asked when placements change or end."""

from datetime import date
from typing import Annotated, ClassVar

from services.directory.departures.models import Departure
from services.directory.forms import PlacementFields
from shared.contracts.directory import DepartureReason
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form

_OVER = {
    "worker-departed": "Diese Beschäftigung ist vorbei. Wer wiederkommt, wird neu eingestellt.",
    "hire-cancelled": "Diese Einstellung wurde zurückgenommen.",
}


class DepartureForm(Form):
    """The last day, which may lie ahead."""

    model: ClassVar = Departure
    refusals: ClassVar = _OVER

    last_day: Annotated[
        date,
        Label(hint="Ein Tag vor dem ersten Arbeitstag nimmt die Einstellung zurück."),
    ]
    reason: DepartureReason


class ChangeForm(PlacementFields):
    """The schools from a day on."""

    refusals: ClassVar = {**PlacementFields.refusals, **_OVER}

    valid_from: Annotated[date, Label("Gilt ab")]

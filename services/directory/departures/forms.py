"""What a carrier's clerk is asked when an employment ends."""

from datetime import date
from typing import Annotated, ClassVar

from services.directory.departures.models import Departure
from shared.contracts.directory import DepartureReason
from shared.web.kit.fields import Hidden, Label
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
    confirmed: Annotated[bool, Hidden] = False
    again: Annotated[bool, Hidden] = False

"""What is asked when somebody is away, and when they come back."""

from datetime import date
from typing import Annotated, ClassVar

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form

_OVER = {
    "worker-departed": "Diese Beschäftigung ist vorbei.",
    "hire-cancelled": "Diese Einstellung wurde zurückgenommen.",
    "no-leave": "Für diesen Tag ist keine Beurlaubung gemeldet.",
}


class LeaveForm(Form):
    """From when to when; never why."""

    kept_in: ClassVar = ("leaves",)
    refusals: ClassVar = _OVER

    first_day: Annotated[date, Label("Erster Tag der Beurlaubung")]
    last_day: Annotated[
        date | None,
        Label("Letzter Tag der Beurlaubung", needed="leer: steht noch nicht fest"),
    ] = None


class ReturnForm(Form):
    """Back at work."""

    kept_in: ClassVar = ("leaves",)
    refusals: ClassVar = _OVER

    first_day: Annotated[
        date,
        Label(
            "Erster Arbeitstag nach der Rückkehr",
            hint="Der erste Tag der Beurlaubung selbst heißt: Sie findet nicht statt.",
        ),
    ]

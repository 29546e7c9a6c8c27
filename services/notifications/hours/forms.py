"""What the office chooses about the hours of its mails."""

from typing import Annotated, ClassVar

from pydantic import Field

from services.notifications.hours.values import MIDNIGHT, WORKING_WEEK, Weekday
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form

HOURS = [(str(hour), f"{hour} Uhr") for hour in range(MIDNIGHT + 1)]
NO_HOUR_LEFT = "Bitte wählen Sie ein Ende, das nach dem Beginn liegt."
NO_DAY = "Bitte wählen Sie wenigstens einen Tag aus."


class HoursForm(Form):
    """When mails go out in the municipality."""

    refusals: ClassVar = {"no-hour-left": NO_HOUR_LEFT}

    holds: Annotated[
        bool,
        Label(
            "Ruhezeiten einhalten",
            hint="Ohne Haken gehen Mails zu jeder Zeit hinaus. Die Zeiten bleiben gespeichert.",
        ),
    ] = True
    days: Annotated[
        list[Weekday],
        Label("An diesen Tagen gehen Mails hinaus", missing=NO_DAY, widget="checkboxes"),
    ] = Field(default=list(WORKING_WEEK), min_length=1, max_length=7)
    opens: Annotated[int, Field(ge=0, lt=MIDNIGHT), Label("Von", choices=HOURS[:-1])] = 7
    closes: Annotated[int, Field(gt=0, le=MIDNIGHT), Label("Bis", choices=HOURS[1:])] = 18
    on_holidays: Annotated[
        bool, Label("Auch an Feiertagen", hint="Die gesetzlichen in Nordrhein-Westfalen.")
    ] = False
    version: Annotated[int, Hidden] = 0

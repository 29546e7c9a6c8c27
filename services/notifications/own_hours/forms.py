"""What somebody chooses about the hours of their own mails."""

from typing import Annotated, ClassVar

from pydantic import Field

from services.notifications.hours.values import MIDNIGHT, WORKING_WEEK, Weekday, Window
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form

_HOURS = [(str(hour), f"{hour} Uhr") for hour in range(MIDNIGHT + 1)]


class OwnHoursForm(Form):
    """One's own days and hours; outside those of the municipality they change nothing."""

    kept_in: ClassVar = ("own_hours",)
    refusals: ClassVar = {
        "no-hour-left": "Bitte wählen Sie ein Ende, das nach dem Beginn liegt.",
    }

    days: Annotated[
        list[Weekday],
        Label(
            "An diesen Tagen möchte ich Mails",
            missing="Bitte wählen Sie wenigstens einen Tag aus.",
            widget="checkboxes",
        ),
    ] = Field(default=list(WORKING_WEEK), min_length=1, max_length=7)
    opens: Annotated[int, Field(ge=0, lt=MIDNIGHT), Label("Von", choices=_HOURS[:-1])] = 8
    closes: Annotated[int, Field(gt=0, le=MIDNIGHT), Label("Bis", choices=_HOURS[1:])] = 16
    in_school_holidays: Annotated[
        bool,
        Label(
            "Auch in den Schulferien",
            hint="Ohne Haken wartet alles bis zum ersten Schultag, im Sommer sechs Wochen lang."
            " Unter „Mitteilungen“ steht es trotzdem sofort.",
        ),
    ] = True

    @property
    def window(self) -> Window:
        days, in_school_holidays = frozenset(self.days), self.in_school_holidays
        return Window(days, self.opens, self.closes, in_school_holidays=in_school_holidays)

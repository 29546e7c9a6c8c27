"""What the office looks for, and when it invites to a consultation."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints, model_validator

from services.directory.consultations.values import Appointment, State, Topic
from shared.clock import BERLIN
from shared.web.kit.errors import refuse
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

_TIME = r"^([01]?\d|2[0-3])[:.][0-5]\d$"
LONGEST_MINUTES = 480


class ConsultationSearch(Form):
    """What is looked for."""

    state: Annotated[State | None, Label("Stand")] = None
    topic: Annotated[Topic | None, Label("Thema")] = None


class AppointmentForm(Form):
    """When and where; times are Berlin's."""

    kept_in: ClassVar = ("consultations",)
    refusals: ClassVar = {
        "consultation-settled": "Für diese Beratung lässt sich kein Termin mehr vereinbaren.",
        "overtaken": "Jemand anderes hat diese Beratung inzwischen geändert. Bitte rufen Sie das"
        " Formular neu auf.",
    }

    day: Annotated[date, Label("Tag")]
    time: Annotated[
        str, StringConstraints(pattern=_TIME), Label("Uhrzeit", hint="zum Beispiel 14:30")
    ]
    minutes: Annotated[
        int, Field(ge=5, le=LONGEST_MINUTES), Label("Dauer", hint="in Minuten, zum Beispiel 60")
    ] = 60
    place: Annotated[
        str,
        PlainText(160),
        Label("Ort", hint="Raum, Rufnummer oder „Videokonferenz“; steht auch in der Kalenderdatei"),
    ]
    version: Annotated[int, Hidden] = 0

    @property
    def starts_at(self) -> datetime:
        hour, minute = self.time.replace(".", ":").split(":")
        return datetime.combine(self.day, time(int(hour), int(minute)), BERLIN)

    @property
    def appointment(self) -> Appointment:
        return Appointment(self.starts_at, self.minutes, self.place)

    @model_validator(mode="after")
    def _exists(self) -> "AppointmentForm":
        """In the night when clocks go forward an hour is missing."""
        utc = self.starts_at.timestamp()
        if datetime.fromtimestamp(utc, BERLIN).time() != self.starts_at.time():
            raise refuse("An diesem Tag gibt es diese Uhrzeit nicht.", "time")
        return self


def known(appointment: Appointment | None, version: int) -> Mapping[str, Any]:
    """What the form shows of it at first."""
    if appointment is None:
        return {"version": version}
    local = appointment.starts_at.astimezone(BERLIN)
    return {
        "day": local.date(),
        "time": f"{local:%H:%M}",
        "minutes": appointment.minutes,
        "place": appointment.place,
        "version": version,
    }

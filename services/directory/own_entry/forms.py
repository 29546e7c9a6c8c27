"""What somebody shows, and to whom."""

from typing import Annotated, ClassVar, Self

from pydantic import StringConstraints, model_validator

from services.directory.people.values import SeenBy
from services.directory.presences.values import At, Weekday
from shared.contracts.words import options
from shared.web.kit.errors import refuse
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.kit.reasons import CHOOSE, reasons
from shared.web.text import PlainText

reasons({"names no school at which you are": "An dieser Schule sind Sie zurzeit nicht."})

MOST_HOURS = 30
_TIME = StringConstraints(pattern=r"^([01]?\d|2[0-3])[:.][0-5]\d$")
_NOT_ALONE = [each for each in options(SeenBy) if each[0] != SeenBy.SELF]
"""The office needs a name, and an address that mails go to."""


class HourForm(Form):
    """When one is at a school, week for week."""

    kept_in: ClassVar = ("presences",)
    refusals: ClassVar = {
        "too-many-hours": f"Mehr als {MOST_HOURS} Sprechzeiten sieht niemand durch.",
    }

    school_number: Annotated[str, PlainText(6), Label("Schule", missing=CHOOSE)]
    weekday: Annotated[Weekday, Label("Tag")]
    begins: Annotated[str, _TIME, Label("Von", hint="zum Beispiel 9:00")]
    ends: Annotated[str, _TIME, Label("Bis", hint="zum Beispiel 12:30")]
    place: Annotated[str, PlainText(80, min=0), Label("Wo", hint="zum Beispiel Raum 1.07")] = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at.ends <= self.at.begins:
            raise refuse("Das Ende liegt nicht nach dem Anfang.", "ends")
        return self

    @property
    def at(self) -> At:
        """With times as they are stored."""
        begins, ends = (each.replace(".", ":").zfill(5) for each in (self.begins, self.ends))
        return At(self.school_number, self.weekday, begins, ends, self.place)


class EntryForm(Form):
    """One choice for each field."""

    kept_in: ClassVar = ("entries",)

    name_seen_by: Annotated[
        SeenBy,
        Label(
            "Name und Funktion sehen",
            choices=_NOT_ALONE,
            hint="Nur wer öffentlich ist, steht im öffentlichen Verzeichnis.",
        ),
    ]
    email_seen_by: Annotated[SeenBy, Label("E-Mail sehen", choices=_NOT_ALONE)]
    languages: Annotated[
        str, PlainText(160, min=0), Label("Sprachen", hint="zum Beispiel Deutsch, Türkisch")
    ] = ""
    languages_seen_by: Annotated[SeenBy, Label("Sprachen sehen")]
    hours: Annotated[
        str, PlainText(200, min=0), Label("Sprechzeiten", hint="zum Beispiel montags 9 bis 12 Uhr")
    ] = ""
    hours_seen_by: Annotated[
        SeenBy,
        Label(
            "Sprechzeiten sehen",
            hint="auch, dass Sie zurzeit nicht im Dienst sind und wer da ist; nie, warum",
        ),
    ]
    version: Annotated[int, Hidden] = 0

    @model_validator(mode="after")
    def _office_sees(self) -> Self:
        for name in ("name_seen_by", "email_seen_by"):
            if getattr(self, name) is SeenBy.SELF:
                raise refuse("Die Koordinierungsstelle braucht diese Angabe.", name)
        return self

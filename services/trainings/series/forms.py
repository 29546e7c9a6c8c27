"""What the office is asked about a series."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from services.trainings.forms import ClockTime
from services.trainings.models import Gathering
from services.trainings.series.values import Rhythm
from services.trainings.values import Audience
from shared.contracts.gatherings import GatheringKind
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, MailText, PlainText

MOST = 24


class SeriesForm(Form):
    """First without ``days``, which are then suggested, and may be changed."""

    model: ClassVar = Gathering

    kind: GatheringKind = GatheringKind.WORKING_GROUP
    title: Annotated[str, MailText(120), Label(hint="steht in Mails und Kalendern; ohne Namen")]
    content: Annotated[str, FreeText(5000, min=0)] = ""
    audience: Audience = Audience.EVERYBODY
    capacity: Annotated[
        Annotated[int, Field(ge=1, le=5000)] | None, Label(hint="leer: ohne Grenze")
    ] = None
    place: Annotated[str, MailText(160, min=0), Label("Ort")] = ""
    join_link: Annotated[
        str,
        PlainText(500, min=0),
        StringConstraints(pattern=r"^(https://\S+)?$"),
        Label("Link zur Videokonferenz", hint="mit https://; nur für die mit einem Platz"),
    ] = ""
    starts: Annotated[ClockTime, Label("Von", hint="zum Beispiel 9:00")]
    ends: Annotated[ClockTime, Label("Bis", hint="zum Beispiel 12:30")]
    first: Annotated[date, Label("Erster Tag")]
    rhythm: Annotated[Rhythm, Label("Wie oft")] = Rhythm.QUARTERLY
    weeks: Annotated[
        Annotated[int, Field(ge=1, le=26)] | None,
        Label("Wochen dazwischen", hint="nur für „alle … Wochen“"),
    ] = None
    number: Annotated[Annotated[int, Field(ge=2, le=MOST)], Label("Wie viele Termine")] = 4
    days: Annotated[
        str,
        FreeText(600, min=0),
        Label(
            "Tage",
            hint="leer lassen: Wir schlagen Tage außerhalb der Schulferien vor;"
            " sonst je Zeile einer, etwa 14.01.2027",
        ),
    ] = ""

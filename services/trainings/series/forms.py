"""What the office is asked about a series."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from services.trainings.forms import ClockTime
from services.trainings.models import Gathering
from services.trainings.series.values import Rhythm, Scope
from services.trainings.values import WITHOUT_GROUP, Audience
from shared.contracts.gatherings import GatheringKind
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, MailText, PlainText

MOST = 24
FURTHER = "Alles Weitere (auch später)"

Title = Annotated[str, MailText(120), Label(hint="steht in Mails und Kalendern; ohne Namen")]
Content = Annotated[str, FreeText(5000, min=0)]
Capacity = Annotated[Annotated[int, Field(ge=1, le=5000)] | None, Label(hint="leer: ohne Grenze")]
Room = Annotated[str, MailText(160, min=0), Label("Ort")]
JoinLink = Annotated[
    str,
    PlainText(500, min=0),
    StringConstraints(pattern=r"^(https://\S+)?$"),
    Label("Link zur Videokonferenz", hint="mit https://; nur für die mit einem Platz"),
]
Starts = Annotated[ClockTime, Label("Von", hint="zum Beispiel 9:00")]
Ends = Annotated[ClockTime, Label("Bis", hint="zum Beispiel 12:30")]
Weeks = Annotated[
    Annotated[int, Field(ge=1, le=26)] | None,
    Label("Wochen dazwischen", hint="nur für „alle … Wochen“"),
]
Number = Annotated[Annotated[int, Field(ge=2, le=MOST)], Label("Wie viele Termine")]


class DaysForm(Form):
    """Which days to suggest."""

    first: Annotated[date | None, Label("Erster Tag", needed="damit beginnt es")] = None
    rhythm: Annotated[Rhythm, Label("Wie oft")] = Rhythm.QUARTERLY
    weeks: Weeks = None
    number: Number = 4


class SeriesForm(Form):
    """What it is, on the ``days`` that were suggested and may be changed; without, they are."""

    model: ClassVar = Gathering
    parts: ClassVar = {
        "Was, wann und wo": ("kind", "title", "days", "starts", "ends", "place"),
        FURTHER: ("content", "audience", "capacity", "join_link"),
    }
    folded: ClassVar = (FURTHER,)

    kind: GatheringKind = GatheringKind.WORKING_GROUP
    title: Title
    content: Content = ""
    audience: Annotated[Audience, Label(choices=WITHOUT_GROUP)] = Audience.EVERYBODY
    capacity: Capacity = None
    place: Room = ""
    join_link: JoinLink = ""
    starts: Starts = "9:00"
    ends: Ends = "12:00"
    first: Annotated[date, Hidden]
    rhythm: Annotated[Rhythm, Hidden] = Rhythm.QUARTERLY
    weeks: Annotated[Weeks, Hidden] = None
    number: Annotated[Number, Hidden] = 4
    days: Annotated[
        str,
        FreeText(600, min=0),
        Label(
            "Tage",
            hint="je Zeile einer; leer: Wir schlagen Tage außerhalb der Schulferien vor",
        ),
    ] = ""


class ChangeForm(Form):
    """As one gathering is; what is changed here is changed in those that are meant."""

    kept_in: ClassVar = ("gatherings",)
    model: ClassVar = Gathering
    refusals: ClassVar = {
        "series-untouched": "Von den gemeinten Terminen bleibt jeder, wie er ist; unten steht,"
        " warum.",
        "nobody-called": "Hier heißt niemand so. Bitte prüfen Sie die Schreibweise.",
        "several-called": "So heißen mehrere. Bitte nennen Sie jemand anderen.",
        "gathering-over": "Einer der Termine hat inzwischen begonnen. Bitte laden Sie die Seite"
        " neu.",
    }

    scope: Annotated[Scope, Label("Was wird geändert?")]
    title: Title
    content: Content = ""
    audience: Audience = Audience.EVERYBODY
    capacity: Capacity = None
    place: Room = ""
    join_link: JoinLink = ""
    starts: Starts
    ends: Ends
    contact: Annotated[
        str,
        PlainText(160, min=0),
        Label("Ansprechperson", hint="Vor- und Nachname; leer: bleibt, wie es ist"),
    ] = ""
    version: Annotated[int, Hidden] = 0


class ScopeForm(Form):
    """Which ones."""

    refusals: ClassVar = {
        "series-untouched": "Von den gemeinten Terminen bleibt jeder, wie er ist; unten steht,"
        " warum.",
        "gathering-state": "Das geht nicht mehr; der Stand hat sich inzwischen geändert.",
    }

    scope: Annotated[Scope, Label("Welche sind gemeint?")]

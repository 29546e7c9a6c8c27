"""What the office is asked about a gathering and its dates."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints

from services.trainings.forms import ClockTime, clock_time
from services.trainings.gatherings.values import Slot
from services.trainings.models import Gathering, GatheringDate
from services.trainings.proposals.values import REFUSED as NO_TOPIC
from services.trainings.values import Audience
from shared.contracts.gatherings import GatheringKind
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, MailText, PlainText

MOST_SEATS = 5000
FURTHER = "Alles Weitere (auch später)"
Units = Annotated[Decimal, Field(ge=0, le=24, max_digits=4, decimal_places=2)]


class GatheringForm(Form):
    """What it is, for whom, and how seats are given."""

    model: ClassVar = Gathering

    kind: GatheringKind
    title: Annotated[str, MailText(120), Label(hint="steht in Mails und Kalendern; ohne Namen")]
    content: Annotated[
        str,
        FreeText(5000, min=0),
        Label(hint="Themen, Ziele, wer spricht; steht auf der Seite und auf der Bescheinigung"),
    ] = ""
    audience: Audience = Audience.EVERYBODY
    capacity: Annotated[
        Annotated[int, Field(ge=1, le=MOST_SEATS)] | None, Label(hint="leer: ohne Grenze")
    ] = None
    needs_approval: Annotated[
        bool, Label("Ich gebe jede Anmeldung frei", hint="bis dahin hat niemand einen Platz")
    ] = False
    register_until: Annotated[
        date | None, Label(hint="der ganze Tag zählt noch; leer: bis zum Beginn")
    ] = None
    move_up_until: Annotated[
        date | None,
        Label(
            hint="danach rückt niemand mehr von selbst von der Warteliste nach;"
            " leer: bis zum Beginn"
        ),
    ] = None
    rests_in_holidays: Annotated[
        bool,
        Label(
            "In den Schulferien laufen keine Fristen",
            hint="ein angebotener Platz bleibt dann bis zum zweiten Arbeitstag danach",
        ),
    ] = False
    version: Annotated[int, Hidden] = 0


class WithContactForm(GatheringForm):
    """The same with whom one asks."""

    kept_in: ClassVar = ("gatherings",)
    refusals: ClassVar = {
        "nobody-called": "Hier heißt niemand so. Bitte prüfen Sie die Schreibweise.",
        "several-called": "So heißen mehrere. Bitte nennen Sie jemand anderen.",
    }

    contact: Annotated[
        str,
        PlainText(160, min=0),
        Label("Ansprechperson", hint="Vor- und Nachname; leer: wer sie anlegt, dann wie bisher"),
    ] = ""


class NewForm(WithContactForm):
    """The same with its first date; all but the title may wait."""

    refusals: ClassVar = {**WithContactForm.refusals, **NO_TOPIC}

    parts: ClassVar = {
        "Was und wann": ("kind", "title", "day", "starts", "ends", "place", "capacity"),
        FURTHER: (
            "content",
            "audience",
            "needs_approval",
            "register_until",
            "move_up_until",
            "rests_in_holidays",
            "contact",
        ),
    }
    folded: ClassVar = (FURTHER,)

    day: Annotated[
        date | None, Label("Erster Tag", hint="weitere Termine danach; leer: steht noch nicht fest")
    ] = None
    starts: Annotated[
        ClockTime | None, Label("Von", hint="zum Beispiel 9:00", needed="mit dem Tag nötig")
    ] = None
    ends: Annotated[
        ClockTime | None, Label("Bis", hint="zum Beispiel 16:30", needed="mit dem Tag nötig")
    ] = None
    place: Annotated[
        str, MailText(160, min=0), Label("Ort", hint="Raum und Adresse, oder „Videokonferenz“")
    ] = ""


class DateForm(Form):
    """A day with its times, in Berlin's time, and where."""

    model: ClassVar = GatheringDate
    refusals: ClassVar = {
        "gathering-over": "Dieser Termin ist vorbei und lässt sich nicht mehr ändern.",
    }

    day: date
    starts: Annotated[ClockTime, Label(hint="zum Beispiel 9:00")]
    ends: Annotated[ClockTime, Label(hint="zum Beispiel 16:30")]
    place: Annotated[
        str, MailText(160, min=0), Label(hint="Raum und Adresse, oder „Videokonferenz“")
    ] = ""
    join_link: Annotated[
        str,
        PlainText(500, min=0),
        StringConstraints(pattern=r"^(https://\S+)?$"),
        Label(hint="beginnt mit https://; sehen nur, die einen Platz haben"),
    ] = ""
    units: Annotated[
        Units | None, Label(hint="je 45 Minuten, ohne Pausen; leer: nach der Dauer")
    ] = None
    version: Annotated[int, Hidden] = 0

    @property
    def slot(self) -> Slot:
        return Slot(self.day, clock_time(self.starts), clock_time(self.ends))


class CancelForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = {
        "gathering-state": "Das geht nicht mehr; der Stand hat sich inzwischen geändert.",
        "gathering-over": "Das ist vorbei oder schon abgesagt.",
        "gathering-without-date": "Das ist der letzte Termin. Sagen Sie die Veranstaltung ab,"
        " oder legen Sie erst einen anderen Termin an.",
    }


def known(row: GatheringDate) -> Mapping[str, Any]:
    """What the form shows of a date."""
    times = {"starts": f"{row.starts:%H:%M}", "ends": f"{row.ends:%H:%M}"}
    same = ("day", "place", "join_link", "units", "version")
    return {name: getattr(row, name) for name in same} | times

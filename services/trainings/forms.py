"""What several capabilities ask about gatherings."""

from collections.abc import Sequence
from datetime import time
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field, StringConstraints

from services.trainings.values import Where
from shared.contracts.gatherings import GatheringKind
from shared.german import MONTHS
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import MailAddress, PersonName, PlainText

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]?\d|2[0-3])[:.][0-5]\d$")]


def clock_time(text: str) -> time:
    """9:00 or 9.00, as a form has it."""
    hour, minute = text.replace(".", ":").split(":")
    return time(int(hour), int(minute))


_MONTHS = [(str(number), name) for number, name in enumerate(MONTHS, start=1)]


class GatheringSearch(Form):
    """Which gatherings."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Titel oder Inhalt")] = ""
    kind: Annotated[GatheringKind | None, Label("Art")] = None
    month: Annotated[Annotated[int, Field(ge=1, le=12)] | None, Label("Monat", choices=_MONTHS)] = (
        None
    )
    where: Annotated[Where | None, Label("Wo")] = None
    past: Annotated[bool, Label("Auch vergangene")] = False


class CatalogueSearch(GatheringSearch):
    """The same by whoever wants to go."""

    free: Annotated[bool, Label("Nur mit freien Plätzen")] = False
    for_me: Annotated[bool, Label("Nur, was sich an mich richtet")] = False


class NamedForm(Form):
    """Somebody of the directory; ``person`` is asked where the name alone does not say who."""

    kept_in: ClassVar[Sequence[str]] = ("registrations",)
    refusals: ClassVar = {
        "nobody-called": "So heißt im Verzeichnis niemand. Bitte prüfen Sie die Schreibweise.",
        "several-called": "Bitte wählen Sie aus, wen Sie meinen.",
    }

    name: Annotated[
        str,
        PlainText(160),
        Label("Name", hint="ein Teil genügt, wenn Sie danach auswählen; sonst Vor- und Nachname"),
    ]
    person: Annotated[
        UUID | None, Label("Wen meinen Sie?", needed="oder den Namen genauer schreiben")
    ] = None


class GuestForm(Form):
    """Who is called how, and comes from where."""

    kept_in: ClassVar = ("guests",)

    given_name: Annotated[PersonName, Label("Vorname", autocomplete="given-name")]
    family_name: Annotated[PersonName, Label("Nachname", autocomplete="family-name")]
    institution: Annotated[
        str,
        PlainText(120, min=0),
        Label("Einrichtung", autocomplete="organization"),
    ] = ""


class InviteForm(GuestForm):
    """The same with the address to which the mail goes."""

    kept_in: ClassVar = ("guests",)

    address: Annotated[
        MailAddress,
        Label(
            "Mail-Adresse",
            hint="Dorthin geht ein Link, mit dem die Anmeldung bestätigt wird.",
            widget="email",
            autocomplete="email",
        ),
    ]


class WishesForm(Form):
    """Up to three workshops of one time, the best first."""

    first: Annotated[UUID | None, Label("Erster Wunsch")] = None
    second: Annotated[
        UUID | None, Label("Zweiter Wunsch", hint="falls im ersten kein Platz ist")
    ] = None
    third: Annotated[UUID | None, Label("Dritter Wunsch")] = None
    anyway: Annotated[bool, Label("Trotz der Überschneidung wählen")] = False

    @property
    def named(self) -> tuple[UUID | None, ...]:
        """With gaps."""
        return self.first, self.second, self.third

"""What the office is asked when a sheet begins."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.surveys.assessments.models import Assessment
from services.surveys.assessments.values import REFUSED
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class BeginForm(Form):
    """Which school, and who judges it."""

    kept_in: ClassVar = ("assessments",)
    model: ClassVar = Assessment
    refusals: ClassVar = REFUSED

    school_id: Annotated[UUID, Label("Schule")]
    school_year: Annotated[Annotated[int, Field(ge=2000, le=2200)], Label("Schuljahr")]
    worker: Annotated[
        str,
        PlainText(160),
        Label("Schulsozialarbeit", hint="Vor- und Nachname, wie im Verzeichnis"),
    ]
    head: Annotated[
        str,
        PlainText(160),
        Label(
            "Schulleitung",
            hint="Vor- und Nachname, wie im Verzeichnis; sie bekommt einen Link und muss sich"
            " nicht anmelden",
        ),
    ]


class SheetSearch(Form):
    """Which ones."""

    year: Annotated[int | None, Label("Schuljahr")] = None
    open: Annotated[bool, Label("Nur offene")] = False


class ReopenForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED

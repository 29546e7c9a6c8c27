"""What somebody says of a training elsewhere, and the office of its proof."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from services.trainings.externals.models import ExternalTraining
from services.trainings.externals.values import REFUSED
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class ExternalForm(Form):
    """What, where, when, how much, and how it can be proved."""

    model: ClassVar = ExternalTraining
    refusals: ClassVar = REFUSED

    title: Annotated[str, PlainText(160)]
    provider: Annotated[str, PlainText(160)]
    day: date
    units: Annotated[
        Annotated[Decimal, Field(gt=0, le=500, max_digits=5, decimal_places=2)],
        Label(hint="je 45 Minuten, wie auf Ihrer Bescheinigung"),
    ]
    proof: Annotated[
        str,
        PlainText(300),
        Label(hint="was Sie der Koordinierungsstelle vorlegen, zum Beispiel „Bescheinigung vom…“"),
    ]
    kind: Annotated[
        str, PlainText(40, min=0), Label("Soll zählen für", hint="die Koordinierungsstelle prüft")
    ] = ""


class OwnForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED

"""One standard, as it is written."""

from typing import Annotated, ClassVar

from services.surveys.framework.values import REFUSED
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText


class StandardForm(Form):
    """One standard, and by what one sees that it is met."""

    refusals: ClassVar = REFUSED

    text: Annotated[
        str,
        PlainText(400),
        Label("Standard", hint="ein Satz, den jede Schule für sich einschätzen kann"),
    ]
    indicators: Annotated[
        str,
        FreeText(2600, min=0),
        Label("Indikatoren", hint="woran man es erkennt, je Zeile einer, höchstens acht", rows=6),
    ] = ""
    version: Annotated[int, Hidden] = 0


class RemoveForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED

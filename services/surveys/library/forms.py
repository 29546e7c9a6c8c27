"""What is said of a questionnaire when it is let to others."""

from typing import Annotated, ClassVar

from services.surveys.library.models import LibraryItem
from services.surveys.library.values import Licence
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText

REFUSED = {
    "same-terms": "Die Vorlage dazu darf nur unter gleichen Bedingungen weitergegeben werden:"
    " Bitte wählen Sie CC BY-SA 4.0.",
    "already-published": "Diese Fassung steht schon in der Bibliothek.",
}


class LibrarySearch(Form):
    """What is looked for."""

    text: Annotated[str, PlainText(120, min=0), Label("Titel oder Kommune enthält")] = ""


class PublishForm(Form):
    """Everybody reads it; it is about a form, not about people."""

    model: ClassVar = LibraryItem
    refusals: ClassVar = REFUSED

    about: Annotated[
        str,
        FreeText(500),
        Label(hint="für wen, wann, wie lange es dauert; keine Ergebnisse, keine Namen", rows=3),
    ]
    licence: Licence


class WithdrawForm(Form):
    """That it was meant."""

    number: Annotated[int, Hidden]

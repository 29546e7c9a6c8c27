"""What the office writes down of a measure."""

from datetime import date
from typing import Annotated, ClassVar

from services.surveys.measures.models import Measure
from services.surveys.measures.values import REFUSED, MeasureState, OriginKind
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, MailAddress, PersonName, PlainText

_OUTSIDE = "Wer es macht: von außerhalb"


class MeasureForm(Form):
    """What, why, who, and until when."""

    model: ClassVar = Measure
    refusals: ClassVar = REFUSED
    parts: ClassVar = {
        "Maßnahme": ("title", "reason", "due_on"),
        "Wer es macht": ("who",),
        _OUTSIDE: ("given_name", "family_name", "address"),
    }
    folded: ClassVar = (_OUTSIDE,)

    title: Annotated[str, PlainText(200)]
    reason: Annotated[
        str, FreeText(1000, min=0), Label(hint="Welches Ergebnis, welcher Beschluss?", rows=3)
    ] = ""
    due_on: date
    who: Annotated[
        str,
        PlainText(160, min=0),
        Label("Aus dem Verzeichnis", hint="Vor- und Nachname, wie im Verzeichnis"),
    ] = ""
    given_name: Annotated[PersonName | None, Label("Vorname")] = None
    family_name: Annotated[PersonName | None, Label("Nachname")] = None
    address: Annotated[
        MailAddress | None,
        Label(
            "Mail-Adresse",
            hint="Dorthin geht ein Link zu dieser einen Maßnahme.",
            widget="email",
        ),
    ] = None
    version: Annotated[int, Hidden] = 0


class MeasureSearch(Form):
    """Which ones."""

    state: Annotated[MeasureState | None, Label("Stand")] = MeasureState.OPEN
    kind: Annotated[OriginKind | None, Label("Folgt aus")] = None
    asked: Annotated[bool, Label("Nur, wo mehr Zeit erbeten ist")] = False


class StateForm(Form):
    """Which button was pressed."""

    refusals: ClassVar = REFUSED

    state: Annotated[MeasureState, Hidden]

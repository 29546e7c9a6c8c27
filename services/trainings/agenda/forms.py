"""What the office is asked about an item of an agenda."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from services.trainings.agenda.models import AgendaItem
from services.trainings.agenda.values import LONGEST, ItemKind
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.papers import sound_papers
from shared.web.text import FreeText, PlainText

OVER = {
    "agenda-over": "Das Treffen ist abgeschlossen; die Tagesordnung bleibt, wie sie war.",
    "agenda-full": "Mehr als 60 Punkte hat keine Tagesordnung.",
}


class ItemForm(Form):
    """What, who, and how long."""

    kept_in: ClassVar = ("agenda_items",)
    model: ClassVar = AgendaItem
    refusals: ClassVar = OVER | {
        "several-called": "So heißen mehrere im Verzeichnis. Bitte nennen Sie eine Funktion.",
    }

    title: Annotated[str, PlainText(160)]
    minutes: Annotated[int, Field(ge=1, le=LONGEST), Label("Dauer", hint="in Minuten")]
    kind: ItemKind = ItemKind.DISCUSSION
    who: Annotated[
        str,
        PlainText(160, min=0),
        Label("Wer", hint="Vor- und Nachname wie im Verzeichnis, oder eine Funktion"),
    ] = ""
    note: Annotated[
        str, FreeText(1000, min=0), Label(hint="lesen alle, die die Veranstaltung sehen")
    ] = ""
    papers: Annotated[
        str,
        FreeText(4000, min=0),
        AfterValidator(sound_papers),
        Label(
            hint="je Zeile eine Bezeichnung und ihre Adresse, zum Beispiel"
            " „Tischvorlage https://…“; sehen alle, die die Veranstaltung sehen",
            rows=3,
        ),
    ] = ""
    version: Annotated[int, Hidden] = 0


class StepForm(Form):
    """Nothing but that a button was pressed."""

    refusals: ClassVar = OVER

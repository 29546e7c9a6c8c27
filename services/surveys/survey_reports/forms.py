"""What the office decides before a report is frozen."""

from typing import Annotated, ClassVar

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText

REFUSED = {
    "already-published": "Der Bericht ist schon veröffentlicht; eine zweite Fassung gibt es nicht.",
    "nothing-chosen": "Bitte wählen Sie mindestens eine Frage.",
    "nothing-to-publish": "Von dieser Befragung lässt sich nichts veröffentlichen.",
}


class PublishForm(Form):
    """Which questions, with which words, and who may read it."""

    refusals: ClassVar = REFUSED

    questions: Annotated[
        frozenset[str],
        Label(
            "Fragen, die in den Bericht kommen",
            widget="checkboxes",
        ),
    ] = frozenset()
    introduction: Annotated[
        str,
        FreeText(4000, min=0),
        Label(
            "Zur Einordnung",
            hint="Worum es ging, was auffällt, was daraus folgt. Keine Namen, keine Fälle.",
            rows=6,
        ),
    ] = ""
    public: Annotated[
        bool, Label("Auch ohne Anmeldung lesbar", hint="sonst nur für das Netzwerk")
    ] = False

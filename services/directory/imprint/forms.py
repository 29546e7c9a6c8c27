"""What somebody is asked who meets a barrier."""

from typing import Annotated, ClassVar

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText


class BarrierForm(Form):
    """As little as possible; an answer needs an address."""

    kept_in: ClassVar = ("barrier_reports",)
    refusals: ClassVar = {
        "too-many-reports": "Von hier kamen in der letzten Stunde schon mehrere Meldungen."
        " Bitte warten Sie etwas, oder schreiben Sie an die Adresse in der Erklärung zur"
        " Barrierefreiheit."
    }

    text: Annotated[
        str,
        FreeText(2000, min=3),
        Label(
            "Was geht nicht?",
            hint="Zum Beispiel: Die Schaltfläche „Speichern“ erreiche ich mit der Tastatur nicht."
            " Bitte keine Namen und keine Fälle.",
        ),
    ]
    page: Annotated[
        str, PlainText(300, min=0), Label("Auf welcher Seite?", hint="Titel oder Adresse")
    ] = ""
    contact: Annotated[
        str,
        PlainText(254, min=0),
        Label(
            "Wohin dürfen wir antworten?",
            hint="Mail-Adresse oder Telefonnummer. Mit der Angabe willigen Sie ein, dass wir sie"
            " speichern, um Ihnen zu dieser Meldung zu antworten. Sie können das jederzeit"
            " widerrufen. 30 Tage, nachdem die Meldung erledigt ist, wird sie gelöscht.",
        ),
    ] = ""

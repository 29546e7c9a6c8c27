"""Whom the office enters, and why."""

from typing import Annotated, ClassVar

from services.trainings.registrations.values import REFUSED
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

USUAL = "kam ohne Anmeldung"


class WalkInForm(Form):
    """Somebody of the directory."""

    refusals: ClassVar = REFUSED | {
        "nobody-called": "So heißt im Verzeichnis niemand. Bitte prüfen Sie die Schreibweise.",
        "several-called": "So heißen mehrere. Bitte klären Sie es im Verzeichnis.",
        "attendance-over": "Das ist mehr als drei Jahre her; die Anwesenheit ist gelöscht.",
        "too-early": "Eingetragen wird ab einer halben Stunde vor dem Beginn.",
    }

    name: Annotated[
        str,
        PlainText(160),
        Label("Vor- und Nachname", hint="genau so, wie es im Verzeichnis steht"),
    ]
    reason: Annotated[
        str,
        PlainText(300),
        Label("Grund", hint="steht im Verlauf der Anmeldung, bitte nichts Vertrauliches"),
    ] = USUAL

"""Whom the office enters, and why."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from services.trainings.forms import NamedForm
from services.trainings.registrations.values import REFUSED
from shared.web.kit.fields import Label
from shared.web.text import PlainText

USUAL = "kam ohne Anmeldung"


class WalkInForm(NamedForm):
    """Somebody of the directory."""

    kept_in: ClassVar[Sequence[str]] = ("registrations", "attendance_marks")
    refusals: ClassVar = {
        **REFUSED,
        **NamedForm.refusals,
        "attendance-over": "Das ist mehr als drei Jahre her; die Anwesenheit ist gelöscht.",
        "too-early": "Eingetragen wird ab einer halben Stunde vor dem Beginn.",
    }

    reason: Annotated[
        str,
        PlainText(300),
        Label("Grund", hint="steht im Verlauf der Anmeldung, bitte nichts Vertrauliches"),
    ] = USUAL

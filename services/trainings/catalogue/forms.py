"""What whoever registers, or leaves, says."""

from dataclasses import replace
from typing import Annotated, Any, ClassVar

from services.trainings.answers.values import REFUSED as ANSWERS
from services.trainings.audiences.values import REFUSED as AUDIENCE
from services.trainings.registrations.values import REFUSED
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Entered, Form
from shared.web.text import PlainText


class RegisterForm(Form):
    """That somebody wants to come; ``waits`` if they saw that they would have to wait."""

    refusals: ClassVar = REFUSED | ANSWERS | AUDIENCE

    waits: Annotated[bool, Hidden] = False


class RegisterOtherForm(RegisterForm):
    """The same for somebody else."""

    refusals: ClassVar = RegisterForm.refusals | {
        "nobody-called": "So heißt im Verzeichnis niemand. Bitte prüfen Sie die Schreibweise.",
        "several-called": "So heißen mehrere. Bitte wenden Sie sich an die Koordinierungsstelle.",
    }

    name: Annotated[
        str,
        PlainText(160),
        Label("Vor- und Nachname", hint="genau so, wie es im Verzeichnis steht"),
    ]


class AnswerForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED


def agreeing(form: Entered[Any]) -> Entered[Any]:
    """Whoever has read that they would have to wait, and sends it again, means that."""
    if REFUSED["full-meanwhile"] not in form.errors.values():
        return form
    return replace(form, typed={**form.typed, "waits": True})

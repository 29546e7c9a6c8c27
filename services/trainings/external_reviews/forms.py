"""What the office says of a proof."""

from typing import Annotated, ClassVar

from services.trainings.externals.values import ExternalState
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class AcceptForm(Form):
    """For what it counts, and what was seen."""

    kept_in: ClassVar = ("external_trainings",)

    kind: Annotated[
        str, PlainText(40, min=0), Label("Zählt für", hint="leer: nur festgehalten")
    ] = ""
    note: Annotated[
        str, PlainText(300), Label("Gesehen", hint="zum Beispiel „Original der Bescheinigung“")
    ]


class RejectForm(Form):
    """Why it does not count."""

    kept_in: ClassVar = ("external_trainings",)

    note: Annotated[str, PlainText(300), Label("Grund", hint="liest die Person")]


class ExternalSearch(Form):
    """Which ones."""

    state: Annotated[ExternalState | None, Label("Stand")] = None

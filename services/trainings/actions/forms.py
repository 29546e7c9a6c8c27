"""What the office writes down of an action item."""

from datetime import date
from typing import Annotated, ClassVar

from services.trainings.actions.models import ActionItem
from services.trainings.actions.values import REFUSED, ActionState
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class ActionForm(Form):
    """What, who, and until when."""

    model: ClassVar = ActionItem
    refusals: ClassVar = REFUSED

    title: Annotated[str, PlainText(200)]
    who: Annotated[str, PlainText(160), Label("Wer", hint="Vor- und Nachname, wie im Verzeichnis")]
    due_on: Annotated[date | None, Label(hint="leer: ohne Frist")] = None
    version: Annotated[int, Hidden] = 0


class NewActionForm(ActionForm):
    """The same, with the decision it follows from."""

    decision: Annotated[str, PlainText(40, min=0), Label("Folgt aus Beschluss")] = ""


class ActionSearch(Form):
    """Which ones."""

    state: Annotated[ActionState | None, Label("Stand")] = ActionState.OPEN


class StateForm(Form):
    """Which button was pressed."""

    refusals: ClassVar = REFUSED

    state: Annotated[ActionState, Hidden]

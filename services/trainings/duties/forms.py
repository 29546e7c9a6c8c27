"""What is looked for among tasks."""

from enum import StrEnum
from typing import Annotated

from shared.contracts.words import words
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class State(StrEnum):
    """Where a task stands today."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


words(State, open="offen", overdue="überfällig", done="erledigt")


class DutySearch(Form):
    """Which tasks."""

    state: Annotated[State | None, Label("Stand")] = None

"""What is looked for among tasks."""

from typing import Annotated

from services.trainings.duties.values import State
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class DutySearch(Form):
    """Which tasks."""

    state: Annotated[State | None, Label("Stand")] = None

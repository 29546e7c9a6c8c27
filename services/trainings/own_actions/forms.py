"""What somebody looks for among what they have to do, and says of it."""

from typing import Annotated, ClassVar

from services.trainings.actions.values import REFUSED, ActionState
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class OwnSearch(Form):
    """Which ones."""

    state: Annotated[ActionState | None, Label("Stand")] = ActionState.OPEN


class DoneForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED

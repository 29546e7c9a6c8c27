"""What the office looks for among onboardings."""

from typing import Annotated

from services.trainings.starters.values import Standing
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class StarterSearch(Form):
    """Which of those that are not closed."""

    state: Annotated[Standing | None, Label("Stand")] = None

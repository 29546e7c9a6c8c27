"""What somebody looks for among what they have to do."""

from typing import Annotated

from services.surveys.measures.values import MeasureState
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class OwnSearch(Form):
    """Which ones."""

    state: Annotated[MeasureState | None, Label("Stand")] = MeasureState.OPEN

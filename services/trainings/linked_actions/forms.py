"""What the holder of a link says."""

from typing import ClassVar

from services.trainings.actions.values import REFUSED
from shared.web.kit.forms import Form


class DoneForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED

"""What the overview asks."""

from typing import Annotated

from pydantic import Field

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class ClockForm(Form):
    """How far the clock of a demonstration is moved at once."""

    days: Annotated[int, Field(ge=1, le=200), Label("Tage (1 bis 200)")]

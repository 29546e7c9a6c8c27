"""Which part of which school year is counted."""

from typing import Annotated

from pydantic import Field

from services.trainings.figures.values import Quarter
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class FigureSearch(Form):
    """A school year, by the year in which it begins, or a quarter of it."""

    year: Annotated[int | None, Field(ge=2020, le=2100), Label("Schuljahr")] = None
    quarter: Annotated[Quarter | None, Label("Quartal")] = None

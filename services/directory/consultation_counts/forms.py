"""Which quarter is counted."""

from typing import Annotated

from pydantic import Field

from services.directory.consultations.values import Quarter
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class CountSearch(Form):
    """A quarter; the last one that is over unless one is named."""

    quarter: Annotated[Quarter | None, Label("Quartal")] = None
    year: Annotated[int | None, Field(ge=2020, le=2100), Label("Jahr")] = None

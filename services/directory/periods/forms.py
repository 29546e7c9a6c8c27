"""What the office is asked about a period."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form

MOST_DAYS = 36_500


class PeriodForm(Form):
    """In days; ``confirmed`` by whoever has read what a shorter one deletes."""

    refusals: ClassVar = {
        "period-limits": "Diese Frist ist nicht erlaubt. Die Grenzen stehen über dem Feld.",
    }

    days: Annotated[
        int,
        Field(ge=1, le=MOST_DAYS),
        Label("Frist in Tagen", hint="nur die Zahl; ein Jahr sind 365 Tage", inputmode="numeric"),
    ]
    version: Annotated[int, Hidden] = 0
    confirmed: Annotated[bool, Hidden] = False
    again: Annotated[bool, Hidden] = False

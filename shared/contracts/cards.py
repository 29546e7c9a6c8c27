"""What each service has to say to a signed-in person on their start page."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.codes import SHAPE, Open, OpenCode

PATH = "/cards"
"""Below ``/<service>/api/v1``."""


class Urgency(OpenCode):
    """How soon somebody has to look, the most urgent first."""

    NOW = "now"
    """Something is late, or broken."""
    SOON = "soon"
    CALM = "calm"


class Card(BaseModel):
    """One matter of theirs, in German; nobody is named in it.

    ``code`` is what it is about. ``order`` counts among those as urgent and as due as it is.
    ``link`` is a path of ours that this person may open, or empty.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: Annotated[str, Field(pattern=SHAPE)]
    title: Annotated[str, Field(max_length=80)]
    number: int | None = None
    sentence: Annotated[str, Field(max_length=400)] = ""
    due: date | None = None
    urgency: Open[Urgency] = Urgency.CALM
    link: Annotated[str, Field(pattern=r"^(/[a-z0-9][^\s]*)?$", max_length=400)] = ""
    order: int = 0


def told_of(
    number: int,
    *,
    code: str,
    title: str,
    sentence: str,
    link: str,
    order: int,
    urgency: Urgency = Urgency.CALM,
    due: date | None = None,
) -> list[Card]:
    """A card about so many, and none about nothing."""
    if not number:
        return []
    return [
        Card(
            code=code,
            title=title,
            number=number,
            sentence=sentence,
            due=due,
            urgency=urgency,
            link=link,
            order=order,
        )
    ]


class Condition(BaseModel):
    """How a service is, for operators: ``waiting`` messages stand behind those that ``failed``.

    ``behind`` is for how many seconds the oldest message on the bus has waited for it.
    """

    ready: bool
    mail: str = ""
    """Why no mail goes out."""
    failed: int
    waiting: int
    behind: int = 0


class Cards(BaseModel):
    """Everything one service has to say to them now; to an operator also of itself."""

    cards: list[Card]
    condition: Condition | None = None

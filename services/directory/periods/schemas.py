"""Periods as the office's programs read and send them."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from services.directory.periods.forms import MOST_DAYS
from services.directory.periods.values import Choice
from services.directory.schemas import Posted


class PeriodBody(Posted):
    """A period of the ``version`` that was seen; a shorter one is ``confirmed``."""

    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    version: int
    confirmed: bool = False


class PeriodView(BaseModel):
    """What a municipality has chosen for a class of deletion; version 0 is the usual period."""

    deletion: str
    title: str
    days: int
    usual_days: int
    least_days: int
    most_days: int
    version: int

    @classmethod
    def of(cls, now: Choice) -> "PeriodView":
        """As it is shown."""
        lengths: dict[str, timedelta] = {
            "days": now.lasts,
            "usual_days": now.usual,
            "least_days": now.least,
            "most_days": now.most,
        }
        days = {name: length.days for name, length in lengths.items()}
        return cls(deletion=now.key, title=now.plain.title, version=now.version, **days)

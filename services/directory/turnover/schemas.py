"""Turnover and tenure for programs of the office."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict


class FiguresView(BaseModel):
    """How it was at the end of a quarter, and in the twelve months until then.

    Shares are in percent, tenure in years; null where fewer than five people stand behind one.
    """

    model_config = ConfigDict(from_attributes=True)

    day: date
    heads: int
    fte: Decimal
    leavers: int
    turnover: Decimal | None
    tenure: Decimal | None
    retention: Decimal | None
    staffing: Decimal | None
    vacant_days: Decimal


class FiguresList(BaseModel):
    """The quarters of the last five years, the earliest first; nothing is left for another page."""

    items: list[FiguresView]

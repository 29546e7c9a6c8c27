"""Groups side by side, for programs of the office and of a carrier."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict


class PointView(BaseModel):
    """How it is with a group at the end of a school year or a quarter, and was in the year before.

    `names` are those that are counted together. Shares are in percent, tenure in years; null where
    too few people stand behind one. Leavers, turnover and retention are of school years only.
    """

    model_config = ConfigDict(from_attributes=True)

    names: Sequence[str]
    day: date
    heads: int | None
    fte: Decimal | None
    posts: int
    planned: Decimal
    heads_to_posts: Decimal | None
    staffing: Decimal | None
    vacant_days: Decimal | None
    tenure: Decimal | None
    leavers: int | None
    turnover: Decimal | None
    retention: Decimal | None


class PointList(BaseModel):
    """By group, and of each the earliest first; ``next`` is the address of the next page."""

    items: list[PointView]
    next: str | None = None

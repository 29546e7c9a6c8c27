"""Closings as programs of the office send them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.directory.schemas import Day, Posted
from shared.contracts.directory import SchoolNumber
from shared.web.text import PlainText

Reason = Annotated[str, PlainText(200)]
"""It names nobody."""


class ClosingBody(Posted):
    """The last day, which may lie ahead, of the ``version`` that was seen; who goes on, if any."""

    last_day: Day
    reason: Reason
    successor_id: UUID | None = None
    version: int


class DaysView(BaseModel):
    """The days of an organization as they are stored; a change names the ``version``."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    valid_from: date | None
    last_day: date | None
    successor_id: UUID | None
    school_number: SchoolNumber | None
    former_number: SchoolNumber | None
    version: int


class ReopeningBody(Posted):
    """The first day on which it is open again; up to the one after the last, it never closed."""

    first_day: Day
    reason: Reason
    version: int

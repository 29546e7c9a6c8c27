"""Findings for programs of the office."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.directory.findings.values import Standing
from shared.codes import Open
from shared.contracts.funding import FundingRule


class FindingView(BaseModel):
    """A rule that is not kept; ``worker_id`` is empty where it is about the office."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    rule: Open[FundingRule]
    standing: Standing
    worker_id: UUID | None
    since: date
    until: date | None
    hours: Decimal
    schools: int
    found_at: datetime
    settled_at: datetime | None
    accepted_at: datetime | None


class FindingList(BaseModel):
    """Findings by the day since when; ``next`` is the address of the next page."""

    items: list[FindingView]
    next: str | None = None

"""The proof of use for programs of the office."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.codes import Open
from shared.contracts.directory import Funding


class ProofView(BaseModel):
    """What a carrier's people worked at a school in a school year.

    Months are those of full-time work (39 hours a week), positions a twelfth of them.
    """

    model_config = ConfigDict(from_attributes=True)

    funding: Open[Funding]
    school_id: UUID
    school_number: str
    carrier_id: UUID
    first: date
    last: date
    hours: Decimal
    months: Decimal
    positions: Decimal


class ProofList(BaseModel):
    """By who pays and school, as known at a moment; ``next`` is the address of the next page.

    ``coordination_hours`` are those of the office per week, as known then: null where nobody had
    said it.
    """

    school_year: str
    known_at: datetime
    coordination_hours: Decimal | None = None
    items: list[ProofView]
    next: str | None = None

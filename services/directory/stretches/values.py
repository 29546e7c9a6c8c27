"""Times in which nothing changes."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from shared.contracts.directory import Funding


class Stretch(NamedTuple):
    """Hours a week of one worker at one school, for one carrier, from a day until a last one."""

    worker_id: UUID
    employment_id: UUID
    carrier_id: UUID
    school_id: UUID
    funding: Funding
    hours: Decimal
    first: date
    last: date

"""What is looked at, and what is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from services.directory.schemas import Span
from shared.contracts.funding import FundingRule
from shared.contracts.words import words


class Standing(StrEnum):
    """What has become of a finding."""

    OPEN = "open"
    ACCEPTED = "accepted"
    SETTLED = "settled"


words(Standing, open="offen", accepted="hingenommen", settled="erledigt")


@dataclass(frozen=True)
class Worked:
    """An employment of a worker, and what applies in it when."""

    worker_id: UUID
    employment_id: UUID
    spans: Sequence[Span]


class Stretch(NamedTuple):
    """A placement of a worker with its last day; without one it goes on."""

    first: date
    last: date | None
    employment_id: UUID
    school: str
    numbered: bool
    hours: Decimal


Own = tuple[Decimal, int]
"""Hours a week and schools of what one carrier posted."""


class Broken(NamedTuple):
    """A rule that is not kept, of a worker or of the office, from a day on.

    ``until`` is the last day as far as it is known; hours are hours per week.
    """

    rule: FundingRule
    worker_id: UUID | None
    since: date
    until: date | None
    hours: Decimal
    schools: int

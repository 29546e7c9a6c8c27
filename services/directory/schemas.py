"""What several capabilities post and answer; hours are hours per week."""

import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    WrapSerializer,
)

from services.directory.people.values import AddressKind, SeenBy
from services.directory.values import Became, LaterFact, RowOutcome
from shared.codes import Open
from shared.contracts.directory import DepartureReason, Funding, SchoolNumber, WeeklyHours
from shared.json import Json
from shared.web.text import ExternalId, PlainText, refused

ALSO_WRITTEN = "also-written"
"""In the context of a validation: how else days may be written, where they were read before."""
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso_day(given: Any, info: ValidationInfo) -> date:
    """Only this spelling: pydantic also takes seconds since 1970, and midnights."""
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    if isinstance(given, str) and _ISO_DAY.fullmatch(given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise refused("must be a valid date: there is no such day") from None
    also = (info.context or {}).get(ALSO_WRITTEN, "")
    raise refused(f"must be a valid date, written YYYY-MM-DD{also}")


Day = Annotated[date, BeforeValidator(_iso_day)]

_PLACES = Decimal("0.01")


class Posted(BaseModel):
    """A body from outside: unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NewPlacement(Posted):
    """One school and the hours there; without ``funding`` whoever pays the employment pays."""

    school_number: SchoolNumber
    weekly_hours: Annotated[WeeklyHours, AfterValidator(lambda hours: hours.quantize(_PLACES))]
    funding: Funding | None = None


def _in_order(
    given: tuple[NewPlacement, ...], dump: SerializerFunctionWrapHandler
) -> list[dict[str, str]]:
    """Their order means nothing, and what is left out is as if nobody knew of it."""
    dumped: list[dict[str, str]] = dump(
        tuple(sorted(given, key=lambda each: (each.school_number, each.weekly_hours)))
    )
    return [{name: text for name, text in each.items() if text is not None} for each in dumped]


Placements = Annotated[
    tuple[NewPlacement, ...], Field(min_length=1, max_length=10), WrapSerializer(_in_order)
]


class _OfWorker(Posted):
    external_id: ExternalId
    employment_id: UUID | None = None


class NewChange(_OfWorker):
    """The placements a worker has from a day on, until the next day for which some were posted.

    ``employment_id`` matters only where there are several and the day does not say which is meant.
    """

    valid_from: Day
    placements: Placements


class NewDeparture(_OfWorker):
    """The last day of a worker, which may lie ahead; one before the start cancels the hire."""

    last_day: Day
    reason: DepartureReason = DepartureReason.OTHER


class NewCancellation(_OfWorker):
    """A hire that does not take place; the work has not begun.

    ``employment_id`` matters only where several are still to begin.
    """


class NewCorrection(_OfWorker):
    """What began on ``day`` was wrong: these did, then or on ``valid_from``; ``note`` says why."""

    day: Day
    valid_from: Day | None = None
    placements: Placements
    note: Annotated[str, PlainText(200)]


class NewWithdrawal(_OfWorker):
    """What began on ``day`` never did: what applied before goes on; ``note`` says why."""

    day: Day
    note: Annotated[str, PlainText(200)]


class NewLeave(_OfWorker):
    """A worker is away from ``first_day`` on, up to ``last_day`` if that is known; no reason.

    Posted again with the same first day, it says another last one.
    """

    first_day: Day
    last_day: Day | None = None


class NewReturn(_OfWorker):
    """A worker is back at work on ``first_day``; on that of the leave, they never were away."""

    first_day: Day


class Finding(BaseModel):
    """A rule of the funding guideline that is not kept; the fact is stored all the same."""

    rule: str
    reason: str


class Receipt(BaseModel):
    """What a posted fact became; ``correlation_id`` names the story it began."""

    worker_id: UUID
    employment_id: UUID
    outcome: Became
    placement_ids: list[UUID]
    correlation_id: UUID
    warnings: list[Finding]


def location(receipt: Receipt) -> str:
    """Where the worker of a receipt is found."""
    return f"/directory/api/v1/workers/{receipt.worker_id}"


class PlacementView(BaseModel):
    """A school and the hours there."""

    id: UUID
    school_number: SchoolNumber | None
    school_name: str
    weekly_hours: Decimal
    funding: Open[Funding]


class Span(BaseModel):
    """What applies from a day on, up to a day or for the time being."""

    valid_from: date
    valid_until: date | None
    placements: list[PlacementView]


class TimelineReceipt(Receipt):
    """The same with what applies when, now that it is stored."""

    last_day: date | None
    timeline: list[Span]
    no_longer_true: list[LaterFact] = []


class EmploymentView(BaseModel):
    """A period in which a worker is employed; one that is cancelled has no timeline."""

    employment_id: UUID
    start_date: date
    fixed_term_until: date | None
    funding: Funding
    last_day: date | None
    cancelled: bool
    timeline: list[Span]


class WorkerView(BaseModel):
    """A worker as the employing carrier sees them; the latest employment is the last."""

    worker_id: UUID
    external_id: str
    given_name: str
    family_name: str
    email: str
    employments: list[EmploymentView]


class EmploymentRecord(EmploymentView):
    """An employment as it stands now; ``correlation_id`` names the story it began."""

    worker_id: UUID
    external_id: str
    correlation_id: UUID


class RowAnswer(BaseModel):
    """``row`` counts elements of the array, or lines below the heading, from 1.

    The ids are those of the worker that was hired, or is known under ``external_id`` already.
    """

    row: int
    outcome: RowOutcome
    external_id: str | None = None
    worker_id: UUID | None = None
    employment_id: UUID | None = None
    correlation_id: UUID | None = None
    warnings: list[Finding] = Field(default_factory=list)
    problem: Json | None = None


class BulkAnswer(BaseModel):
    """How many rows were stored, known already or refused, and each row."""

    created: int
    unchanged: int
    refused: int
    rows: list[RowAnswer]

    @classmethod
    def of(cls, rows: list[RowAnswer]) -> "BulkAnswer":
        """With how many rows came to what."""
        counts = Counter(each.outcome for each in rows)
        return cls(
            created=counts[RowOutcome.CREATED],
            unchanged=counts[RowOutcome.UNCHANGED],
            refused=counts[RowOutcome.REFUSED],
            rows=rows,
        )

    @property
    def beyond_quota(self) -> bool:
        """Whether a row was refused only because too much was posted today."""
        problems = (row.problem or {} for row in self.rows)
        return any(each.get("type", "").startswith("/problems/quota-") for each in problems)


class _View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class FunctionView(_View):
    """In what capacity somebody is known, and at which organization or school."""

    code: str
    place: str
    organization_id: UUID | None
    school_number: str | None


class AddressView(_View):
    """Where somebody is reached, and who may see that."""

    kind: Open[AddressKind]
    value: str
    seen_by: Open[SeenBy]
    valid_from: date | None


class PersonView(_View):
    """What the asker may see of somebody; a change names the ``version`` that was seen."""

    id: UUID
    given_name: str
    family_name: str
    email: str
    languages: str
    hours: str
    functions: list[FunctionView]
    addresses: list[AddressView]
    version: int

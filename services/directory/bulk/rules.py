"""How files of changes, departures and cancellations are read, and what is said of their rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from services.directory.bulk.models import BulkRequest
from services.directory.bulk.schemas import BulkProgress
from services.directory.bulk.values import BulkKind, BulkState
from services.directory.employments.values import Employment, Known, concerned
from services.directory.schemas import (
    ALSO_WRITTEN,
    NewCancellation,
    NewChange,
    NewDeparture,
    RowAnswer,
    RowOutcome,
    Span,
    TimelineReceipt,
)
from shared.contracts.directory import Funding
from shared.json import Json
from shared.web import bodies
from shared.web.problem import FieldError, Problem, problem_document
from shared.web.sheets import MAX_ROWS, Columns, iso_day, read_sheet, refuse_more_than
from shared.web.validation import field_errors

LIST = "/directory/api/v1/bulk"
JSON = "application/json"
MAX_VALUES = 60 * MAX_ROWS
_GERMAN_DAYS = {ALSO_WRITTEN: " or DD.MM.YYYY"}
_OPTIONAL = ("employment_id",)
_HEADINGS = {"Personalnummer": "external_id", "Beschäftigung": "employment_id"}

Fact = NewChange | NewDeparture | NewCancellation


@dataclass(frozen=True)
class FactRow:
    """One row: what is posted, or what is wrong with it."""

    number: int
    given: Fact | None
    errors: tuple[FieldError, ...] = ()
    external_id: str | None = None
    """As it stands there, where it could be read."""


@dataclass(frozen=True)
class _Kind:
    """What the rows become, the columns of a table of them, and how cells become a body."""

    model: type[NewChange] | type[NewDeparture] | type[NewCancellation]
    columns: Columns
    nested: Callable[[Mapping[str, str]], Json]


def _named(cells: Mapping[str, str]) -> Json:
    given: Json = {"external_id": cells.get("external_id", "")}
    if "employment_id" in cells:
        given["employment_id"] = cells["employment_id"]
    return given


def _change(cells: Mapping[str, str]) -> Json:
    placements = [
        {
            "school_number": cells.get(f"school_number{suffix}", ""),
            "weekly_hours": cells.get(f"weekly_hours{suffix}", "").replace(",", "."),
        }
        for suffix in ("", "_2")
        if not suffix or cells.get("school_number_2") or cells.get("weekly_hours_2")
    ]
    day = iso_day(cells.get("valid_from", ""))
    return _named(cells) | {"valid_from": day, "placements": placements}


def _departure(cells: Mapping[str, str]) -> Json:
    given = _named(cells) | {"last_day": iso_day(cells.get("last_day", ""))}
    return given | ({"reason": cells["reason"].casefold()} if "reason" in cells else {})


KINDS = {
    BulkKind.CHANGES: _Kind(
        NewChange,
        Columns(
            required=("external_id", "valid_from", "school_number", "weekly_hours"),
            optional=(*_OPTIONAL, "school_number_2", "weekly_hours_2"),
            headings=_HEADINGS
            | {
                "Gilt ab": "valid_from",
                "Schulnummer": "school_number",
                "Wochenstunden": "weekly_hours",
                "Schulnummer 2": "school_number_2",
                "Wochenstunden 2": "weekly_hours_2",
            },
        ),
        _change,
    ),
    BulkKind.DEPARTURES: _Kind(
        NewDeparture,
        Columns(
            required=("external_id", "last_day"),
            optional=(*_OPTIONAL, "reason"),
            headings=_HEADINGS | {"Letzter Tag": "last_day", "Grund": "reason"},
        ),
        _departure,
    ),
    BulkKind.CANCELLATIONS: _Kind(
        NewCancellation,
        Columns(required=("external_id",), optional=_OPTIONAL, headings=_HEADINGS),
        _named,
    ),
}


def read(kind: BulkKind, media_type: str, body: bytes) -> list[FactRow]:
    """The rows of a JSON array or a CSV file; raises ``Problem`` if it is none."""
    return _read_json(KINDS[kind], body) if media_type == JSON else _read_csv(KINDS[kind], body)


def _read_json(kind: _Kind, body: bytes) -> list[FactRow]:
    elements = bodies.read_json(body, MAX_VALUES)
    if not isinstance(elements, list) or not elements:
        raise Problem(422, "invalid-file", "The body is not a JSON array with elements")
    refuse_more_than(MAX_ROWS, len(elements))
    return [_row(kind, number, each) for number, each in enumerate(elements, 1)]


def _read_csv(kind: _Kind, body: bytes) -> list[FactRow]:
    return [
        FactRow(each.number, None, each.errors, each.cells.get("external_id"))
        if each.errors
        else _row(kind, each.number, kind.nested(each.cells), _GERMAN_DAYS)
        for each in read_sheet(body, kind.columns).rows
    ]


def _row(
    kind: _Kind, number: int, element: Any, context: Mapping[str, str] | None = None
) -> FactRow:
    try:
        given = kind.model.model_validate(element, context=context)
    except ValidationError as error:
        return FactRow(number, None, tuple(field_errors(error, "row")))
    return FactRow(number, given, external_id=given.external_id)


@dataclass(frozen=True)
class Before:
    """What is known of those whom rows name, before the first of them is stored."""

    employments: Known
    timelines: Mapping[UUID, Sequence[Span]]
    reasons: Mapping[UUID, str]
    """Of the latest departure of each employment."""


def known_already(given: Fact, carrier_id: UUID, before: Before, today: date) -> Employment | None:
    """The employment of which exactly this has been said; None if there is anything to store."""
    known = [
        each
        for each in before.employments.get((carrier_id, given.external_id), [])
        if given.employment_id in (None, each.id)
    ]
    if not known:
        return None
    if isinstance(given, NewCancellation):
        return known[-1] if known[-1].cancelled else None
    if isinstance(given, NewDeparture):
        said = (given.last_day, given.reason.value)
        standing = [each for each in known if not each.cancelled]
        same = [e for e in standing if (e.last_day, before.reasons.get(e.id)) == said]
        return same[-1] if same else None
    employment = concerned(known, given.valid_from, today)
    if employment is None:
        return None
    applies = _begins(before.timelines.get(employment.id, ()), given, employment.funding)
    return employment if applies else None


def _begins(timeline: Sequence[Span], change: NewChange, funding: Funding) -> bool:
    """Whether on the day of the change begins what it says; ``funding`` is the employment's."""
    wanted = {
        (each.school_number, each.weekly_hours, each.funding or funding)
        for each in change.placements
    }
    return any(
        wanted
        == {(each.school_number, each.weekly_hours, each.funding) for each in span.placements}
        for span in timeline
        if span.valid_from == change.valid_from
    )


def unchanged(row: FactRow, known: Employment) -> RowAnswer:
    """What is said of a row that is known already."""
    return RowAnswer(
        row=row.number,
        outcome=RowOutcome.UNCHANGED,
        external_id=row.external_id,
        worker_id=known.worker_id,
        employment_id=known.id,
        correlation_id=known.correlation_id,
    )


def answer_of(row: FactRow, receipt: TimelineReceipt) -> RowAnswer:
    """What became of a row that was stored."""
    return RowAnswer(
        row=row.number,
        outcome=RowOutcome.CREATED,
        external_id=row.external_id,
        worker_id=receipt.worker_id,
        employment_id=receipt.employment_id,
        correlation_id=receipt.correlation_id,
        warnings=receipt.warnings,
    )


def refusal_of(row: FactRow, problem: Problem | None = None) -> RowAnswer:
    """Why nothing became of a row."""
    problem = problem or Problem(422, "invalid-request", "The row is not valid", errors=row.errors)
    document = problem_document(problem)
    del document["status"]
    refused = RowOutcome.REFUSED
    return RowAnswer(row=row.number, outcome=refused, external_id=row.external_id, problem=document)


def progress_of(request: BulkRequest) -> BulkProgress:
    """How far it is."""
    return BulkProgress(
        id=request.id,
        kind=BulkKind(request.kind),
        state=_state(request),
        total=request.total,
        done=request.done,
        created=request.created,
        unchanged=request.unchanged,
        refused=request.refused,
        received_at=request.received_at,
        finished_at=request.finished_at,
        rows=f"{LIST}/{request.id}/rows",
    )


def _state(request: BulkRequest) -> BulkState:
    if request.failed:
        return BulkState.FAILED
    if request.finished_at is not None:
        return BulkState.DONE
    return BulkState.WORKING if request.done else BulkState.WAITING

"""How files of facts about workers are read, and what is said of their rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from services.directory.bulk.models import BulkRequest
from services.directory.bulk.schemas import BulkProgress
from services.directory.bulk.values import BulkKind, BulkState
from services.directory.employments.values import Employment
from services.directory.ledger.values import Outcome
from services.directory.schemas import (
    ALSO_WRITTEN,
    Finding,
    NewCancellation,
    NewChange,
    NewCorrection,
    NewDeparture,
    NewLeave,
    NewReturn,
    NewWithdrawal,
    RowAnswer,
)
from services.directory.values import RowOutcome
from shared.json import Json
from shared.web import bodies
from shared.web.problem import FieldError, Problem, problem_document
from shared.web.sheets import MAX_ROWS, Columns, iso_day, read_sheet, refuse_more_than
from shared.web.text import ExternalId
from shared.web.validation import field_errors

LIST = "/directory/api/v1/bulk"
JSON = "application/json"
MAX_VALUES = 60 * MAX_ROWS
_GERMAN_DAYS = {ALSO_WRITTEN: " or DD.MM.YYYY"}
_EXTERNAL_ID: TypeAdapter[str] = TypeAdapter(ExternalId)
_OPTIONAL = ("employment_id",)
_HEADINGS = {"Personalnummer": "external_id", "Beschäftigung": "employment_id"}
_SCHOOLS = {
    "Schulnummer": "school_number",
    "Wochenstunden": "weekly_hours",
    "Schulnummer 2": "school_number_2",
    "Wochenstunden 2": "weekly_hours_2",
}
_PUT_RIGHT = {"Begann am": "day", "Warum": "note"}

Fact = (
    NewChange
    | NewDeparture
    | NewCancellation
    | NewCorrection
    | NewWithdrawal
    | NewLeave
    | NewReturn
)


@dataclass(frozen=True)
class FactRow:
    """One row: what is posted, or what is wrong with it."""

    number: int
    given: Fact | None
    errors: tuple[FieldError, ...] = ()
    external_id: str | None = None
    """As it stands there, where it could be read."""


def _number_in(element: Any) -> str | None:
    """The carrier's own number in an element that is wrong elsewhere."""
    try:
        return _EXTERNAL_ID.validate_python(element["external_id"])
    except (ValidationError, TypeError, KeyError):
        return None


@dataclass(frozen=True)
class _Kind:
    """What the rows become, the columns of a table of them, and how cells become a body."""

    model: type[Fact]
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


def _correction(cells: Mapping[str, str]) -> Json:
    given = _change(cells) | {"day": iso_day(cells.get("day", "")), "note": cells.get("note", "")}
    if "valid_from" not in cells:
        del given["valid_from"]
    return given


def _withdrawal(cells: Mapping[str, str]) -> Json:
    return _named(cells) | {"day": iso_day(cells.get("day", "")), "note": cells.get("note", "")}


def _departure(cells: Mapping[str, str]) -> Json:
    given = _named(cells) | {"last_day": iso_day(cells.get("last_day", ""))}
    return given | ({"reason": cells["reason"].casefold()} if "reason" in cells else {})


def _leave(cells: Mapping[str, str]) -> Json:
    given = _named(cells) | {"first_day": iso_day(cells.get("first_day", ""))}
    return given | ({"last_day": iso_day(cells["last_day"])} if "last_day" in cells else {})


KINDS = {
    BulkKind.CHANGES: _Kind(
        NewChange,
        Columns(
            required=("external_id", "valid_from", "school_number", "weekly_hours"),
            optional=(*_OPTIONAL, "school_number_2", "weekly_hours_2"),
            headings=_HEADINGS | {"Gilt ab": "valid_from"} | _SCHOOLS,
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
    BulkKind.CORRECTIONS: _Kind(
        NewCorrection,
        Columns(
            required=("external_id", "day", "school_number", "weekly_hours", "note"),
            optional=(*_OPTIONAL, "valid_from", "school_number_2", "weekly_hours_2"),
            headings=_HEADINGS | _PUT_RIGHT | {"Galt in Wahrheit ab": "valid_from"} | _SCHOOLS,
        ),
        _correction,
    ),
    BulkKind.WITHDRAWALS: _Kind(
        NewWithdrawal,
        Columns(
            required=("external_id", "day", "note"),
            optional=_OPTIONAL,
            headings=_HEADINGS | _PUT_RIGHT,
        ),
        _withdrawal,
    ),
    BulkKind.LEAVES: _Kind(
        NewLeave,
        Columns(
            required=("external_id", "first_day"),
            optional=(*_OPTIONAL, "last_day"),
            headings=_HEADINGS | {"Beurlaubt ab": "first_day", "Letzter Tag": "last_day"},
        ),
        _leave,
    ),
    BulkKind.RETURNS: _Kind(
        NewReturn,
        Columns(
            required=("external_id", "first_day"),
            optional=_OPTIONAL,
            headings=_HEADINGS | {"Wieder da am": "first_day"},
        ),
        _leave,
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
        return FactRow(number, None, tuple(field_errors(error, "row")), _number_in(element))
    return FactRow(number, given, external_id=given.external_id)


def answer_of(row: FactRow, outcome: Outcome) -> RowAnswer:
    """What is said of a row that could be read."""
    if isinstance(outcome, Problem):
        return refusal_of(row, outcome)
    if isinstance(outcome, Employment):
        return _answer(row, RowOutcome.UNCHANGED, outcome, outcome.correlation_id, ())
    story = outcome.cause.correlation_id
    return _answer(row, RowOutcome.CREATED, outcome.employment, story, outcome.warnings)


def _answer(
    row: FactRow,
    outcome: RowOutcome,
    employment: Employment,
    story: UUID,
    warnings: Sequence[Finding],
) -> RowAnswer:
    return RowAnswer(
        row=row.number,
        outcome=outcome,
        external_id=row.external_id,
        worker_id=employment.worker_id,
        employment_id=employment.id,
        correlation_id=story,
        warnings=list(warnings),
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

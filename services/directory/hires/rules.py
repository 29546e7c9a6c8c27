"""What a hire must satisfy, and how files of hires are read: CSV as spreadsheets write it, JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.directory.employments.values import Employment, Known, Number, overlapping
from services.directory.hires.schemas import NewHire
from services.directory.quotas.values import Claim
from services.directory.rules import LATEST_END, day_errors, duplicate_schools, unreachable
from services.directory.schemas import ALSO_WRITTEN, Receipt, RowAnswer
from services.directory.values import HIRE_COLUMNS, RowOutcome
from shared.json import Json
from shared.web import bodies
from shared.web.idempotency import Answer, Answered, Request, repeated
from shared.web.problem import FieldError, Problem, problem_document
from shared.web.sheets import MAX_ROWS, iso_day, read_sheet, refuse_more_than
from shared.web.text import ExternalId
from shared.web.tokens import ApiClient
from shared.web.validation import field_errors

MAX_VALUES = 60 * MAX_ROWS
"""Of a JSON file: more than every hire with ten placements has."""
_GERMAN_DAYS = {ALSO_WRITTEN: " or DD.MM.YYYY"}
MAX_NAMED = 10  # rows in one sentence

_EXTERNAL_ID: TypeAdapter[str] = TypeAdapter(ExternalId)


@dataclass(frozen=True)
class FileRow:
    """One row: a hire, or what is wrong with it."""

    number: int
    hire: NewHire | None
    errors: tuple[FieldError, ...] = ()
    external_id: str | None = None
    """The carrier's own number, wherever it could be read."""


class Result(StrEnum):
    """What became of one posted hire."""

    CREATED = "created"
    REPEATED = "repeated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


_OUTCOMES = {
    Result.CREATED: RowOutcome.CREATED,
    Result.UNCHANGED: RowOutcome.UNCHANGED,
    Result.REFUSED: RowOutcome.REFUSED,
}


@dataclass(frozen=True)
class Intake:
    """One posted hire, by whom; without an Idempotency-Key it is a row of a file."""

    client: ApiClient
    hire: NewHire
    request: Request
    claim: Claim

    @property
    def number(self) -> Number:
        return self.client.organization_id, self.hire.external_id


@dataclass(frozen=True)
class Outcome:
    """``answer`` has a Receipt; ``problem`` says why there is none."""

    result: Result
    answer: Answer | None = None
    problem: Problem | None = None
    known: Employment | None = None
    """The employment that was found instead."""


def recognised(intake: Intake, answers: Answered, known: Known) -> Outcome | None:
    """What is said of a hire that is known already or collides with one; nothing of a new one."""
    try:
        answer = repeated(answers, intake.request)
    except Problem as problem:
        return Outcome(Result.REFUSED, problem=problem)
    if answer is not None:
        return Outcome(Result.REPEATED, answer)
    before = known.get(intake.number)
    if not before:
        return None
    same = [each for each in before if each.digest == intake.request.fingerprint]
    standing = [each for each in same if not each.cancelled]
    if standing:
        return Outcome(Result.UNCHANGED, problem=_taken(standing[-1]), known=standing[-1])
    if same and intake.request.key is None:
        return Outcome(Result.REFUSED, problem=_cancelled(same[-1]), known=same[-1])
    collides = overlapping(before, intake.hire.start_date)
    if collides is None:
        return None
    return Outcome(Result.REFUSED, problem=_taken(collides), known=collides)


def _taken(known: Employment) -> Problem:
    return Problem(
        409,
        "external-id-taken",
        "This worker is known already",
        detail=(
            f"The employment of {known.start_date} {_until(known)}. Other schools or hours are"
            " posted as a change; somebody who comes again, with a start after the last day."
        ),
        errors=[FieldError("external_id", "names a worker that has been posted before")],
        members=_names(known),
    )


def _until(known: Employment) -> str:
    return "has no end so far" if known.end is None else f"lasts until {known.end}"


def _cancelled(known: Employment) -> Problem:
    return Problem(
        409,
        "hire-cancelled",
        "This hire has been cancelled",
        detail="If they come after all, post the hire by itself, or with another start.",
        errors=[FieldError("external_id", "names a hire that was cancelled after this was posted")],
        members=_names(known),
    )


def _names(known: Employment) -> dict[str, str]:
    return {"worker_id": str(known.worker_id), "employment_id": str(known.id)}


def hire_errors(hire: NewHire, today: date) -> list[FieldError]:
    """What contradicts itself or the calendar."""
    errors = [
        *day_errors("start_date", hire.start_date, today),
        *duplicate_schools(hire.placements),
    ]
    if hire.fixed_term_until is not None and hire.fixed_term_until < hire.start_date:
        errors.append(FieldError("fixed_term_until", "must not lie before start_date"))
    if hire.fixed_term_until is not None and hire.fixed_term_until > today + LATEST_END:
        errors.append(FieldError("fixed_term_until", "is too far away to be a fixed term"))
    return errors


def read_json(body: bytes) -> list[FileRow]:
    """The hires of a JSON array; raises ``Problem`` if it is none."""
    elements = bodies.read_json(body, MAX_VALUES)
    if not isinstance(elements, list):
        raise Problem(422, "invalid-file", "The body is not a JSON array of hires")
    if not elements:
        raise Problem(422, "invalid-file", "The body contains no hire")
    refuse_more_than(MAX_ROWS, len(elements))
    return _consistent([_row(number, element) for number, element in enumerate(elements, 1)])


def read_csv(body: bytes) -> list[FileRow]:
    """The hires of a CSV file; raises ``Problem`` if its heading cannot be used."""
    return _consistent(
        [
            FileRow(each.number, None, each.errors, _external_id(each.cells))
            if each.errors
            else _row(each.number, _nested(each.cells), _GERMAN_DAYS)
            for each in read_sheet(body, HIRE_COLUMNS).rows
        ]
    )


def _consistent(rows: Sequence[FileRow]) -> list[FileRow]:
    """Where rows of one employment differ nobody knows which is right: all of them are refused."""
    rows_of: dict[str, list[FileRow]] = {}
    for row in rows:
        if row.hire is not None:
            rows_of.setdefault(row.hire.external_id, []).append(row)
    errors: dict[int, FieldError] = {}
    for alike in rows_of.values():
        if _contradict([row.hire for row in alike if row.hire]):
            places = ", ".join(str(row.number) for row in alike[:MAX_NAMED])
            error = FieldError("external_id", f"stands in rows {places} with different contents")
            errors.update((row.number, error) for row in alike)
    return [
        replace(row, hire=None, errors=(errors[row.number],)) if row.number in errors else row
        for row in rows
    ]


def _contradict(hires: Sequence[NewHire]) -> bool:
    """Whether different ones overlap; somebody who comes again has another period."""
    different = {hire.model_dump_json(): hire for hire in hires}
    periods = sorted(
        ((hire.start_date, hire.fixed_term_until) for hire in different.values()),
        key=lambda period: period[0],
    )
    return any(end is None or end >= start for (_, end), (start, _) in pairwise(periods))


def _nested(given: Mapping[str, str]) -> Json:
    placements = [
        {
            "school_number": given.get(f"school_number{suffix}", ""),
            "weekly_hours": given.get(f"weekly_hours{suffix}", "").replace(",", "."),
        }
        for suffix in ("", "_2")
        if not suffix or given.get("school_number_2") or given.get("weekly_hours_2")
    ]
    hire: Json = {
        "external_id": given.get("external_id", ""),
        "person": {n: given.get(n, "") for n in ("given_name", "family_name", "email")},
        "start_date": iso_day(given.get("start_date", "")),
        "placements": placements,
        "funding": given.get("funding", "").casefold(),
    }
    if "fixed_term_until" in given:
        hire["fixed_term_until"] = iso_day(given["fixed_term_until"])
    return hire


def _row(number: int, element: Any, context: Mapping[str, str] | None = None) -> FileRow:
    external_id = _external_id(element)
    try:
        hire = NewHire.model_validate(element, context=context)
    except ValidationError as error:
        return FileRow(number, None, tuple(field_errors(error, "row")), external_id)
    return FileRow(number, hire, external_id=external_id)


def _external_id(element: Any) -> str | None:
    """None where there is none, or what stands there cannot be one."""
    given = element.get("external_id") if isinstance(element, dict) else None
    try:
        return _EXTERNAL_ID.validate_python(given)
    except ValidationError:
        return None


def row_answers(rows: Sequence[FileRow], outcomes: Sequence[Outcome]) -> list[RowAnswer]:
    """What became of every row; ``outcomes`` are those of the rows that could be read."""
    known = iter(outcomes)
    return [unreadable(row) if row.hire is None else row_answer(row, next(known)) for row in rows]


def row_answer(row: FileRow, outcome: Outcome) -> RowAnswer:
    """What became of a row that could be read."""
    known = outcome.known
    answer = RowAnswer(
        row=row.number,
        outcome=_OUTCOMES[outcome.result],
        external_id=row.external_id,
        worker_id=known.worker_id if known else None,
        employment_id=known.id if known else None,
        correlation_id=known.correlation_id if known else None,
    )
    if outcome.result is Result.CREATED:
        assert outcome.answer is not None
        receipt = Receipt.model_validate_json(outcome.answer.body)
        shown = ("worker_id", "employment_id", "correlation_id", "warnings")
        return answer.model_copy(update={name: getattr(receipt, name) for name in shown})
    if outcome.result is Result.REFUSED:
        assert outcome.problem is not None
        return answer.model_copy(update={"problem": _document(outcome.problem)})
    return answer


def unreadable(row: FileRow) -> RowAnswer:
    """What is wrong with a row that is no hire."""
    problem = Problem(422, "invalid-request", "The row is not valid", errors=row.errors)
    return RowAnswer(
        row=row.number,
        outcome=RowOutcome.REFUSED,
        external_id=row.external_id,
        problem=_document(problem),
    )


def _document(problem: Problem) -> Json:
    document = problem_document(problem)
    del document["status"]
    return document


def reachable(rows: Sequence[FileRow], allowed: frozenset[str]) -> Sequence[FileRow]:
    """The rows, those refused whose address no mail can reach; dear, so not in the event loop."""
    return [_reachable(row, allowed) for row in rows]


def _reachable(row: FileRow, allowed: frozenset[str]) -> FileRow:
    if row.hire is None:
        return row
    errors = unreachable({"person.email": row.hire.person.email}, allowed)
    return replace(row, hire=None, errors=tuple(errors)) if errors else row

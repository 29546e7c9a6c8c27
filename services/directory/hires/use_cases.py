"""Takes in hires set by set: whatever is asked at once is answered in one transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.directory.hires import rules
from services.directory.hires.rules import FileRow
from services.directory.hires.schemas import BulkAnswer, NewHire, RowAnswer, RowOutcome
from services.directory.idempotency.use_cases import (
    Answered,
    Request,
    answered,
    fingerprint,
    remember,
    repeated,
)
from services.directory.organizations.use_cases import add_people
from services.directory.placements import use_cases as placing
from services.directory.rules import findings
from services.directory.schemas import Receipt
from shared.clock import local_date
from shared.context import Context
from shared.contracts.directory import PlacementFact, WorkerHired
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.tokens import CarrierClient

AT_ONCE = 500
"""Rows in one transaction."""


class Result(StrEnum):
    """What became of one posted hire."""

    CREATED = "created"
    REPEATED = "repeated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Intake:
    """One posted hire, by whom."""

    client: CarrierClient
    hire: NewHire
    request: Request


@dataclass(frozen=True)
class Outcome:
    """``answer`` is a Receipt in JSON; ``problem`` says why there is none."""

    result: Result
    answer: str = ""
    problem: Problem | None = None


@dataclass(frozen=True)
class _Accepted:
    """A hire that will be stored."""

    intake: Intake
    worker_id: UUID
    cause: Cause
    facts: tuple[PlacementFact, ...]
    answer: str


async def hire_all(uow: UnitOfWork, intakes: Sequence[Intake]) -> Sequence[Outcome]:
    """Store what can be stored and say of each what became of it; nothing is half stored."""
    numbers = {(intake.client.carrier_id, intake.hire.external_id) for intake in intakes}
    taken = await placing.employed(uow.reader, numbers)
    # After `taken`: whatever another instance stores in between is then found with its answer.
    known = await answered(uow.reader, [intake.request for intake in intakes])
    schools = await placing.schools_of(
        uow.reader, [placement for intake in intakes for placement in intake.hire.placements]
    )
    outcomes: list[Outcome] = []
    accepted: list[_Accepted] = []
    for intake in intakes:
        try:
            outcome = _recognised(intake, known, taken)
            if outcome is None:
                new = _accept(uow, intake, schools)
                accepted.append(new)
                outcome = Outcome(Result.CREATED, new.answer)
                _take_note(new, known, taken)
        except Problem as problem:
            outcome = Outcome(Result.REFUSED, problem=problem)
        outcomes.append(outcome)
    _store(uow, accepted)
    return outcomes


def _recognised(intake: Intake, known: Answered, taken: placing.Employed) -> Outcome | None:
    answer = repeated(known, intake.request)
    if answer is not None:
        return Outcome(Result.REPEATED, answer)
    digest = taken.get((intake.client.carrier_id, intake.hire.external_id))
    if digest is None:
        return None
    errors = [FieldError("external_id", "names a worker that has been posted before")]
    problem = Problem(409, "external-id-taken", "This worker is known already", errors=errors)
    same = digest == intake.request.fingerprint
    return Outcome(Result.UNCHANGED if same else Result.REFUSED, problem=problem)


def _accept(uow: UnitOfWork, intake: Intake, schools: placing.Schools) -> _Accepted:
    tenant, hire = intake.client.tenant, intake.hire
    errors = [
        *rules.hire_errors(hire, local_date(uow.now)),
        *placing.unknown_schools(tenant, hire.placements, schools),
    ]
    if errors:
        raise Problem(422, "invalid-hire", "The hire is not valid", errors=errors)
    facts = placing.facts_of(tenant, hire.placements, schools)
    worker_id, cause = new_id(), Cause(tenant, new_id())
    receipt = Receipt(
        worker_id=worker_id,
        placement_ids=[fact.placement_id for fact in facts],
        correlation_id=cause.correlation_id,
        warnings=findings(hire.placements),
    )
    return _Accepted(intake, worker_id, cause, facts, receipt.model_dump_json())


def _take_note(new: _Accepted, known: Answered, taken: placing.Employed) -> None:
    """Let the rest of the set see what was accepted before it."""
    request = new.intake.request
    if request.key is not None:
        known[request.carrier_id, request.key] = (request.fingerprint, new.answer)
    taken[request.carrier_id, new.intake.hire.external_id] = request.fingerprint


def _store(uow: UnitOfWork, accepted: Sequence[_Accepted]) -> None:
    add_people(
        uow, [(new.worker_id, new.intake.hire.person.model_dump(), new.cause) for new in accepted]
    )
    placing.store(
        uow,
        [_worker_row(new) for new in accepted],
        [
            row
            for new in accepted
            for row in placing.placement_rows(
                new.cause.tenant, new.worker_id, new.facts, new.intake.hire.start_date
            )
        ],
    )
    remember(uow, [(new.intake.request, new.answer) for new in accepted])
    for new in accepted:
        uow.announce(_event(new), new.cause)


def _worker_row(new: _Accepted) -> dict[str, Any]:
    hire = new.intake.hire
    return {
        "id": new.worker_id,
        "tenant": new.cause.tenant,
        "carrier_id": new.intake.client.carrier_id,
        "external_id": hire.external_id,
        "digest": new.intake.request.fingerprint,
        "correlation_id": new.cause.correlation_id,
        "start_date": hire.start_date,
        "fixed_term_until": hire.fixed_term_until,
        "funding": hire.funding.value,
    }


def _event(new: _Accepted) -> WorkerHired:
    hire = new.intake.hire
    return WorkerHired(
        worker_id=new.worker_id,
        carrier_id=new.intake.client.carrier_id,
        start_date=hire.start_date,
        placements=new.facts,
        funding=hire.funding,
        fixed_term_until=hire.fixed_term_until,
    )


async def take_in(context: Context, client: CarrierClient, rows: Sequence[FileRow]) -> BulkAnswer:
    """Store the good rows and answer every one; the same file again changes nothing."""
    answers: list[RowAnswer] = []
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        intakes = [_intake(client, row) for row in part if row.hire is not None]
        outcomes = iter(await _store_part(context, intakes))
        answers.extend(
            _refused(row) if row.hire is None else _answer(row, next(outcomes)) for row in part
        )
    counts = Counter(answer.outcome for answer in answers)
    return BulkAnswer(
        created=counts[RowOutcome.CREATED],
        unchanged=counts[RowOutcome.UNCHANGED],
        refused=counts[RowOutcome.REFUSED],
        rows=answers,
    )


async def _store_part(context: Context, intakes: Sequence[Intake]) -> Sequence[Outcome]:
    """A second try sees what somebody else stored at the same moment."""
    try:
        async with context.database.transaction() as uow:
            return await hire_all(uow, intakes)
    except IntegrityError:
        async with context.database.transaction() as uow:
            return await hire_all(uow, intakes)


def _intake(client: CarrierClient, row: FileRow) -> Intake:
    assert row.hire is not None
    request = Request(client.carrier_id, None, fingerprint("hire", row.hire))
    return Intake(client, row.hire, request)


def _answer(row: FileRow, outcome: Outcome) -> RowAnswer:
    external_id = row.hire.external_id if row.hire else None
    if outcome.result is Result.CREATED:
        receipt = Receipt.model_validate_json(outcome.answer)
        return RowAnswer(
            row=row.number,
            outcome=RowOutcome.CREATED,
            external_id=external_id,
            worker_id=receipt.worker_id,
            correlation_id=receipt.correlation_id,
            warnings=receipt.warnings,
        )
    if outcome.result is Result.UNCHANGED:
        return RowAnswer(row=row.number, outcome=RowOutcome.UNCHANGED, external_id=external_id)
    problem = outcome.problem
    assert problem is not None
    return _refused(
        FileRow(row.number, row.hire, problem.errors), problem.code, problem.title
    ).model_copy(update={"external_id": external_id})


def _refused(
    row: FileRow, code: str = "invalid-request", title: str = "The row is not valid"
) -> RowAnswer:
    def shown(error: FieldError) -> dict[str, str]:
        return {"field": error.field, "reason": error.reason}

    problem = {
        "type": f"/problems/{code}",
        "title": title,
        "errors": [shown(error) for error in row.errors],
    }
    return RowAnswer(row=row.number, outcome=RowOutcome.REFUSED, problem=problem)

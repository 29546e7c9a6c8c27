"""Takes in a file of hires: good rows are stored, bad ones are not, none holds up another."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from services.directory.bulk.rules import FileRow
from services.directory.bulk.schemas import BulkAnswer, RowAnswer, RowOutcome
from services.directory.hires.use_cases import Intake, Outcome, Result, hire_all
from services.directory.idempotency.use_cases import Request, fingerprint
from services.directory.placements.schemas import Receipt
from shared.context import Context
from shared.web.problem import FieldError
from shared.web.tokens import CarrierClient

AT_ONCE = 500
"""Rows in one transaction."""


async def take_in(context: Context, client: CarrierClient, rows: Sequence[FileRow]) -> BulkAnswer:
    """Store the good rows and answer every one; the same file again changes nothing."""
    answers: list[RowAnswer] = []
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        intakes = [_intake(client, row) for row in part if row.hire is not None]
        outcomes = iter(await _store(context, intakes))
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


async def _store(context: Context, intakes: Sequence[Intake]) -> Sequence[Outcome]:
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

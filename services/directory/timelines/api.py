"""Corrections and withdrawals in: what was wrong from the beginning, and what never was."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.directory.schemas import NewCorrection, NewWithdrawal, TimelineReceipt, location
from services.directory.timelines import use_cases
from shared.context import Uow
from shared.contracts.directory import Scope
from shared.web.audience import program_with
from shared.web.etags import IfMatch
from shared.web.idempotency import Once
from shared.web.tokens import ApiClient

api = APIRouter(tags=["corrections"])

Client = Annotated[ApiClient, Depends(program_with(Scope.HIRES_WRITE))]


@api.post("/corrections", status_code=201, response_model=TimelineReceipt)
async def correct(
    body: NewCorrection, client: Client, uow: Uow, exactly: Once[Client], expected: IfMatch = ""
) -> Response:
    """What began on `day` was wrong from the beginning; nothing new begins by it.

    These placements applied instead, from the same day on or from `valid_from`. What had been known
    before stays in the history, with the `note`.
    """
    return await exactly.once(
        body, lambda: use_cases.correct(uow, client, body, expected=expected), location
    )


@api.post("/withdrawals", status_code=201, response_model=TimelineReceipt)
async def withdraw(
    body: NewWithdrawal, client: Client, uow: Uow, exactly: Once[Client], expected: IfMatch = ""
) -> Response:
    """What began on `day` never did: what applied before goes on.

    The first day of an employment is not withdrawn, but cancelled.
    """
    return await exactly.once(
        body, lambda: use_cases.correct(uow, client, body, expected=expected), location
    )

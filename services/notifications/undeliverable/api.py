"""Letters that were given up, for an operator's programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from sqlalchemy.exc import NoResultFound

from services.notifications.undeliverable import queries, use_cases
from services.notifications.undeliverable.schemas import GivenUpLetter, GivenUpLetters, PutBack
from services.notifications.undeliverable.values import FailureCause
from shared.context import Reading, Uow
from shared.web.audience import operator
from shared.web.problem import Problem

api = APIRouter(prefix="/undeliverable", tags=["undeliverable"], dependencies=[Depends(operator)])


@api.get("")
async def list_given_up(
    session: Reading,
    cause: FailureCause | None = None,
    before: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> GivenUpLetters:
    """Letters nobody tries to send any more, with ids and codes only."""
    rows = await queries.find(session, cause, before, limit)
    items = [GivenUpLetter.model_validate(row, from_attributes=True) for row in rows]
    if len(items) < limit:
        return GivenUpLetters(items=items)
    of = f"&cause={cause}" if cause else ""
    following = (
        f"/notifications/api/v1/undeliverable?before={items[-1].letter_id}&limit={limit}{of}"
    )
    return GivenUpLetters(items=items, next=following)


@api.post("/put-back")
async def put_back_all(cause: FailureCause, uow: Uow) -> PutBack:
    """Owe every letter again that was given up for this cause."""
    return PutBack(put_back=await use_cases.put_back_all(uow, cause))


@api.post("/{letter_id}/put-back")
async def put_back(letter_id: UUID, uow: Uow) -> PutBack:
    """Owe one letter again."""
    try:
        return PutBack(put_back=await use_cases.put_back_one(uow, letter_id))
    except NoResultFound:
        title = "There is no such letter that was given up"
        raise Problem(404, "letter-not-found", title) from None

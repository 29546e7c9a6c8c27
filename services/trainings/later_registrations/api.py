"""Registrations after a last day, for the carrier that is about to enter it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.trainings.later_registrations import queries
from services.trainings.later_registrations.schemas import LaterRegistrations
from shared.context import CurrentContext, Reading
from shared.web.audit import looked
from shared.web.kit.person import Carrier

api = APIRouter(tags=["gatherings"])


@api.get("/workers/{worker_id}/later-registrations", dependencies=[looked])
async def count_later_registrations(
    me: Carrier,
    here: CurrentContext,
    session: Reading,
    worker_id: UUID,
    after: Annotated[date, Query()],
) -> LaterRegistrations:
    """How many of those still to come, of who registered as a worker of the carrier."""
    number = await queries.after(session, me, worker_id, after, here.clock.now())
    return LaterRegistrations(number=number)

"""Periods for programs of the office."""

from fastapi import APIRouter

from services.directory.periods import queries, use_cases
from services.directory.periods.schemas import PeriodBody, PeriodView
from shared.context import Reading, Uow
from shared.web.kit.person import Coordinator

api = APIRouter(prefix="/retention-periods", tags=["privacy"])


@api.get("")
async def list_periods(me: Coordinator, session: Reading) -> list[PeriodView]:
    """Every class of which a period may be chosen, with its limits."""
    return [PeriodView.of(each) for each in await queries.choices(session, me.tenant)]


@api.put("/{deletion}")
async def choose_period(body: PeriodBody, me: Coordinator, uow: Uow, deletion: str) -> PeriodView:
    """Within the limits; 409 if there is a newer version, or a shorter one is not confirmed."""
    found = await use_cases.choose(uow, me.cause, queries.by_name(deletion), body)
    return PeriodView.of(found)

"""Turnover and tenure for programs of the office."""

from fastapi import APIRouter

from services.directory.turnover import queries
from services.directory.turnover.schemas import FiguresList, FiguresView
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.kit.person import OfficeProgram

api = APIRouter(tags=["turnover"])


@api.get("/turnover")
async def list_figures(me: OfficeProgram, here: CurrentContext, session: Reading) -> FiguresList:
    """The municipality's, quarter by quarter."""
    now = here.clock.now()
    kept = here.single(queries.kept_here)
    found = await queries.kept_overview(session, kept, me.tenant, local_date(now), now)
    return FiguresList(items=[FiguresView.model_validate(each) for each in found])

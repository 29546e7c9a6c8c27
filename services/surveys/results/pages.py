"""The pages that show the results."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.answers import queries
from services.surveys.answers.values import DAYS, SCALE
from services.surveys.measures import queries as measures
from services.surveys.measures.values import OriginKind
from services.surveys.results.queries import municipalities
from services.surveys.results.schemas import Municipality
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading
from shared.contracts.accounts import AccessRole
from shared.web.kit.person import Office
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, audience=Office)


@pages.get("/")
async def show_surveys(
    request: Request,
    me: Office,
    here: CurrentContext,
    session: Reading,
    municipality: Municipality,
) -> Response:
    """Every survey of a municipality."""
    choice = here.settings.municipalities if me.role is AccessRole.OPERATOR else {municipality}
    return pages.render(
        request,
        "surveys.html",
        overviews=await queries.list_surveys(session, municipality),
        days=DAYS,
        feedback=me.role is AccessRole.COORDINATOR,
        municipality=municipality,
        municipalities=await municipalities(session, choice),
    )


@pages.get("/ergebnisse/{survey_id}")
async def show_results(
    request: Request,
    me: Office,
    here: CurrentContext,
    session: Reading,
    municipality: Municipality,
    survey_id: UUID,
) -> Response:
    """What a survey says so far."""
    found = await queries.results_of(session, municipality, survey_id)
    if found is None:
        raise Problem(404, "unknown-survey", "There is no such survey")
    office = me.role is AccessRole.COORDINATOR
    return pages.render(
        request,
        "results.html",
        results=found,
        days=DAYS[found.survey.occasion],
        scale=SCALE,
        office=office,
        **(await _measures(session, municipality, survey_id, here) if office else {}),
        municipality=municipality,
    )


async def _measures(
    session: AsyncSession, municipality: str, survey_id: UUID, here: Context
) -> dict[str, Any]:
    """What follows from it, and what has become of what followed from earlier ones."""
    today, kind = local_date(here.clock.now()), OriginKind.SURVEY
    found = await measures.measures_of(session, municipality, survey_id, today)
    earlier = await measures.earlier_of(session, municipality, kind, survey_id, today)
    return {"measures": found, "earlier": earlier}

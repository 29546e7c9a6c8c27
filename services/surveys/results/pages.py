"""The pages that show the results."""

from uuid import UUID

from fastapi import Request, Response

from services.surveys.answers import queries
from services.surveys.answers.values import SCALE, WORDINGS
from services.surveys.measures import queries as measures
from services.surveys.measures.values import OriginKind
from services.surveys.results.queries import municipalities
from services.surveys.results.schemas import Municipality
from shared.clock import local_date
from shared.context import CurrentContext, Reading
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
        wordings=WORDINGS,
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
    today, kind = local_date(here.clock.now()), OriginKind.SURVEY
    return pages.render(
        request,
        "results.html",
        results=found,
        said=WORDINGS[found.survey.occasion],
        scale=SCALE,
        office=me.role is AccessRole.COORDINATOR,
        measures=await measures.measures_of(session, municipality, survey_id, today),
        earlier=await measures.earlier_of(session, municipality, kind, survey_id, today),
        municipality=municipality,
    )

"""A story for people: in figures, as a picture, step by step, and with its tasks."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response

from services.dashboard.events.queries import last_position
from services.dashboard.events.values import lane_of
from services.dashboard.journeys.markup import MOST, contents, members
from services.dashboard.journeys.queries import journey, picture
from services.dashboard.journeys.rules import nested, parties
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.kit.person import InSight, Office
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/geschichten", audience=Office)


@pages.get("/{correlation_id}")
async def show_journey(
    correlation_id: UUID,
    request: Request,
    municipality: InSight,
    here: CurrentContext,
    session: Reading,
    ereignis: str = "",
) -> Response:
    """The story as far as it has come, with the contents of one event among many."""
    position = await last_position(session, municipality)
    found = await journey(session, municipality, correlation_id, local_date(here.clock.now()))
    if found is None:
        return pages.render(request, "unknown.html", 404, correlation_id=correlation_id)
    query = {"correlation": str(correlation_id), "after": str(position), "form": "json"}
    return pages.render(
        request,
        "journey.html",
        journey=found,
        diagram=picture(found),
        lines=list(nested(found.steps)),
        parties=parties(found.tasks),
        lane_of=lane_of,
        asked=ereignis,
        most=MOST,
        contents=contents,
        members=members,
        stream=f"/dashboard/ereignisse/strom?{urlencode(query)}",
    )

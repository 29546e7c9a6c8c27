"""A story for programs."""

from uuid import UUID

from fastapi import APIRouter, Depends

from services.dashboard.journeys.queries import journey
from services.dashboard.journeys.schemas import JourneyEvent, JourneyView
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.kit.person import InSight, office
from shared.web.problem import Problem

api = APIRouter(prefix="/journeys", tags=["journeys"], dependencies=[Depends(office)])


@api.get("/{correlation_id}")
async def get_journey(
    correlation_id: UUID, municipality: InSight, here: CurrentContext, session: Reading
) -> JourneyView:
    """Everything one event caused, so far; causes before effects."""
    found = await journey(session, municipality, correlation_id, local_date(here.clock.now()))
    if found is None:
        raise Problem(404, "journey-unknown", "Nothing is known of this correlation id")
    return JourneyView(
        correlation_id=correlation_id,
        municipality=found.beginning.event.tenant,
        headline=found.beginning.description.words,
        page=f"{here.settings.base_url}/dashboard/geschichten/{correlation_id}",
        events=[
            JourneyEvent(
                id=fact.id,
                type=fact.type,
                source=fact.source,
                time=fact.time,
                offset_ms=round(found.after(fact).total_seconds() * 1000, 3),
                causation_id=fact.causation_id,
                words=found.described[fact.id].description.words,
                data=fact.data,
            )
            for fact in (each.fact for each in found.placed)
        ],
    )

"""The events for programs: in pages, oldest first."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query

from services.dashboard.events.queries import following
from services.dashboard.events.schemas import EventList, EventPage, EventView
from shared.context import Reading
from shared.web.kit.person import InSight, office

api = APIRouter(prefix="/events", tags=["events"], dependencies=[Depends(office)])


@api.get("")
async def list_events(
    wanted: Annotated[EventPage, Query()], municipality: InSight, session: Reading
) -> EventList:
    """Events after a position; follow ``next`` for more, now or when something has happened."""
    sought = wanted.of(municipality)
    found = await following(session, sought, wanted.after, wanted.limit + 1)
    page = found[: wanted.limit]
    last = page[-1].position if page else wanted.after
    query = wanted.as_query() | {"after": str(last), "limit": str(wanted.limit)}
    return EventList(
        events=[EventView.of(described.event, described.description.words) for described in page],
        more=len(found) > wanted.limit,
        next=f"/dashboard/api/v1/events?{urlencode(query)}",
    )

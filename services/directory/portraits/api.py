"""A person's picture for programs of whoever may see it, and of whoever it shows."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.directory.entries.queries import asker_of
from services.directory.people.values import SeenBy
from services.directory.photos import use_cases
from services.directory.portraits import queries
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.web import audit
from shared.web.etags import IfNoneMatch
from shared.web.kit.person import Network
from shared.web.problem import Problem

api = APIRouter(tags=["people"])
_FILE = {
    "required": True,
    "content": {
        f"image/{each}": {"schema": {"type": "string", "format": "binary"}}
        for each in ("jpeg", "png", "webp")
    },
}


class Picture(Response):
    """A picture as it was drawn anew."""

    media_type = "image/jpeg"


@api.get("/people/{person_id}/photo", response_class=Picture)
async def show_photo(
    me: Network, here: CurrentContext, session: Reading, person_id: UUID, known: IfNoneMatch = ""
) -> Response:
    """If they show it to whoever asks; 404 as where there is none."""
    asker = asker_of(me, local_date(here.clock.now()))
    found = await queries.seen_of(session, asker, person_id)
    handed = await use_cases.handed(here, found, known)
    return Picture(handed.content, handed.status, handed.headers)


@api.put("/people/{person_id}/photo", status_code=204, openapi_extra={"requestBody": _FILE})
async def put_up_photo(
    request: Request,
    me: Network,
    here: CurrentContext,
    person_id: UUID,
    seen_by: Annotated[SeenBy, Query()],
) -> None:
    """One's own, in place of the one before; of others nobody puts one up (403)."""
    if person_id != me.person_id:
        raise Problem(403, "forbidden", "Everybody puts up their own picture only")
    lies = await use_cases.drawn(here, await request.body())
    async with here.database.transaction() as uow:
        await use_cases.put_up(uow, me, lies, seen_by)
        await audit.record(request, uow)


@api.delete("/people/{person_id}/photo", status_code=204)
async def remove_photo(me: Network, here: CurrentContext, uow: Uow, person_id: UUID) -> None:
    """By whom it shows, or the office; with the next request it is nowhere."""
    asker = asker_of(me, local_date(here.clock.now()))
    found = await queries.seen_of(uow.session, asker, person_id)
    queries.refuse_others(me, found)
    await use_cases.take_away(uow, me.tenant, found)

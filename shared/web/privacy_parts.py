"""Hands out a service's part of what somebody is told about themselves, to whom it is meant for."""

from uuid import UUID

from fastapi import APIRouter, Response

from shared.context import CurrentContext, Reading
from shared.erasing import parts
from shared.messaging.parking.dismissals import PURPOSE
from shared.web.audit import looked
from shared.web.kit.person import Coordinator, Network

api = APIRouter(prefix="/privacy-parts", tags=["privacy-parts"])
_ZIP = "application/zip"


@api.get("/own/{request_id}", response_class=Response)
async def own(me: Network, here: CurrentContext, session: Reading, request_id: UUID) -> Response:
    """What one has asked for oneself."""
    given = (here.key(PURPOSE), request_id, me.person_id, here.clock.now())
    return Response(await parts.own_part(session, *given), media_type=_ZIP)


@api.get("/office/{request_id}", response_class=Response, dependencies=[looked])
async def of_office(
    me: Coordinator, here: CurrentContext, session: Reading, request_id: UUID
) -> Response:
    """What the office has asked for somebody on paper."""
    given = (here.key(PURPOSE), request_id, me.tenant, here.clock.now())
    return Response(await parts.office_part(session, *given), media_type=_ZIP)

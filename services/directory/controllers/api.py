"""Who answers for carriers' data: the office for all, a carrier's clerk for its own."""

from uuid import UUID

from fastapi import APIRouter

from services.directory.controllers import queries, use_cases
from services.directory.controllers.schemas import CarrierControllerBody, CarrierControllerView
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.web.kit.person import Staffing

api = APIRouter(prefix="/carrier-controllers", tags=["privacy"])


@api.get("")
async def list_controllers(
    me: Staffing, here: CurrentContext, session: Reading
) -> list[CarrierControllerView]:
    """Every carrier by name; empty where nobody has said anything."""
    found = await queries.visible_to(session, me, local_date(here.clock.now()))
    return [CarrierControllerView.of(each) for each in found]


@api.put("/{carrier_id}")
async def write_controller(
    body: CarrierControllerBody, me: Staffing, uow: Uow, carrier_id: UUID
) -> CarrierControllerView:
    """It stands on the page about data protection; 409 if there is a newer version."""
    found = await queries.of_carrier(uow.session, me, carrier_id)
    await use_cases.write_of_carrier(uow, found, me.tenant, body)
    return CarrierControllerView.of(await queries.of_carrier(uow.session, me, carrier_id))

"""Notes who answers for a municipality's data, and for a carrier's."""

from dataclasses import asdict

from services.directory.controllers import queries
from services.directory.controllers.forms import CarrierControllerForm, ControllerForm
from services.directory.controllers.models import CarrierControllerRow, ControllerRow
from services.directory.controllers.values import CarrierController, Controller
from shared.database.versions import Overtaken
from shared.messaging.unit_of_work import UnitOfWork


async def write(uow: UnitOfWork, tenant: str, given: ControllerForm) -> None:
    """It stands on the page about data protection at once; raises ``Overtaken``."""
    row = await queries.row_of(uow.session, tenant)
    said = given.model_dump(exclude={"version"})
    await _write(uow, row or ControllerRow(tenant=tenant, **said), given)


async def write_of_carrier(
    uow: UnitOfWork, carrier: CarrierController, tenant: str, given: CarrierControllerForm
) -> None:
    """The same of a carrier that was looked up before."""
    row = await queries.row_of_carrier(uow.session, tenant, carrier.carrier_id)
    said = given.model_dump(exclude={"version"})
    new = CarrierControllerRow(tenant=tenant, carrier_id=carrier.carrier_id, **said)
    await _write(uow, row or new, given)


async def _write(
    uow: UnitOfWork, row: ControllerRow | CarrierControllerRow, given: ControllerForm
) -> None:
    if row in uow.session:
        row.update(given)
    elif given.version:
        raise Overtaken(given, asdict(Controller()))
    else:
        uow.session.add(row)
    await uow.session.flush()

"""Notes who answers for a municipality's data."""

from dataclasses import asdict

from services.directory.controllers import queries
from services.directory.controllers.forms import ControllerForm
from services.directory.controllers.models import ControllerRow
from services.directory.controllers.values import Controller
from shared.database.versions import Overtaken
from shared.messaging.unit_of_work import UnitOfWork


async def write(uow: UnitOfWork, tenant: str, given: ControllerForm) -> None:
    """It stands on the page about data protection at once; raises ``Overtaken``."""
    row = await queries.row_of(uow.session, tenant)
    if row is not None:
        row.update(given)
        return
    if given.version != 0:
        raise Overtaken(given, asdict(Controller()))
    said = given.model_dump(exclude={"version"})
    uow.session.add(ControllerRow(tenant=tenant, **said))
    await uow.session.flush()

"""Who answers for the sample's data; its neighbour has not said so yet."""

from services.directory.controllers.forms import ControllerForm
from services.directory.controllers.queries import row_of
from services.directory.controllers.use_cases import write
from shared.messaging.unit_of_work import UnitOfWork

_SAID = ControllerForm(
    name="Stadt Bergkamen, Der Bürgermeister (Beispiel)",
    address="Rathausplatz 1\n59192 Bergkamen",
    email="jugendamt@bergkamen.example",
    phone="02307 000-0",
    officer="Behördliche Datenschutzbeauftragte (Beispiel)",
    officer_address="Rathausplatz 1\n59192 Bergkamen",
    officer_email="datenschutz@bergkamen.example",
    officer_phone="02307 000-1",
)


async def name_controller(uow: UnitOfWork, municipality: str) -> None:
    """Once."""
    if await row_of(uow.session, municipality) is None:
        await write(uow, municipality, _SAID)

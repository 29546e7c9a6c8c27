"""Who answers for the sample's data; its neighbour and a branch have not said so yet."""

from collections.abc import Mapping
from uuid import UUID

from services.directory.controllers.forms import CarrierControllerForm, ControllerForm
from services.directory.controllers.queries import row_of, row_of_carrier
from services.directory.controllers.use_cases import write, write_of_carrier
from services.directory.controllers.values import CarrierController, Law
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


_CARRIERS = {
    "AWO Bildung und Lernen gGmbH Kreis Unna": (Law.FEDERAL, "awo"),
    "Ev. Kirchenkreis Unna": (Law.PROTESTANT, "kirchenkreis"),
    "Kreis Unna": (Law.STATE, "kreis"),
    "Land Nordrhein-Westfalen": (Law.STATE, "land"),
}


async def name_carriers(uow: UnitOfWork, municipality: str, ids: Mapping[str, UUID]) -> None:
    """Once; invented addresses."""
    for name, (law, place) in _CARRIERS.items():
        if name not in ids or await row_of_carrier(uow.session, municipality, ids[name]):
            continue
        said = CarrierControllerForm(
            name=f"{name} (Beispiel)",
            address="Musterstraße 1\n59423 Unna",
            email=f"personal@{place}.example",
            phone="02303 000-0",
            officer="Datenschutzbeauftragte (Beispiel)",
            officer_email=f"datenschutz@{place}.example",
            law=law,
        )
        carrier = CarrierController(carrier_id=ids[name], carrier=name)
        await write_of_carrier(uow, carrier, municipality, said)

"""The sample of Bergkamen: real carriers' names, invented schools and people, one API client.

Where Kamen is served, too, a small one of it: all names in it are invented.
"""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from deploy.sample.accounts import give_access
from deploy.sample.closures import shut
from deploy.sample.consultations import ask_for_consultations
from deploy.sample.controllers import name_carriers, name_controller
from deploy.sample.documents import keep_documents
from deploy.sample.duplicates import enter_twice
from deploy.sample.entries import show_people
from deploy.sample.erasures import ask_for_erasures
from deploy.sample.gap_tasks import intend
from deploy.sample.groups import gather
from deploy.sample.legal_holds import hold_back
from deploy.sample.periods import choose_period
from deploy.sample.photos import put_up_pictures
from deploy.sample.relationships import relate
from deploy.sample.sandbox import try_out
from deploy.sample.workforce import employ
from services.directory.access.use_cases import register
from services.directory.access.values import Client
from services.directory.organization_lists.schemas import Dataset
from services.directory.organization_lists.use_cases import register as register_organizations
from shared.messaging.database import Database
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import PREFIX, Settings

DATASET = Path(__file__).parent / "bergkamen.json"
NEIGHBOUR = Path(__file__).parent / "kamen.json"
MUNICIPALITIES = frozenset({"05978004", "05978020"})
"""Those of both."""
CARRIER = "AWO Bildung und Lernen gGmbH Kreis Unna"
CLIENT_ID = "sample-carrier"
CLIENT_SECRET = "sample-carrier-secret"  # noqa: S105


class SampleRefused(Exception):
    """Invented people and a published secret do not belong into a real installation."""


async def load_sample(
    settings: Settings, database: Database, *, with_workforce: bool = False
) -> None:
    """Load it into the directory's database; doing it again changes nothing.

    With a workforce, its schools have had workers for years, who fill planned posts.
    """
    if not settings.embedded and not settings.load_sample:
        raise SampleRefused(
            f"Outside the embedded form the sample is loaded only with {PREFIX}LOAD_SAMPLE=true."
        )
    dataset = Dataset.model_validate_json(DATASET.read_bytes())
    if dataset.municipality not in settings.municipalities:
        raise SampleRefused(
            f"The sample is of {dataset.municipality}, which {PREFIX}MUNICIPALITIES does not name."
        )
    async with database.transaction() as uow:
        registered = await register_organizations(uow, dataset)
        client = Client(CLIENT_ID, dataset.municipality, registered.ids[CARRIER])
        await register(uow, client, CLIENT_SECRET)
        await give_access(uow, dataset.municipality)
        await ask_for_consultations(uow, dataset.municipality)
        await relate(uow, dataset.municipality, registered.ids)
        await gather(uow, dataset.municipality, registered.ids)
        if with_workforce:
            await _staff(uow, settings, dataset.municipality, registered.ids)
            await _look_after(uow, dataset.municipality)
        await _file(uow, settings, dataset.municipality)
        await name_carriers(uow, dataset.municipality, registered.ids)
        await _show(uow, settings, dataset.municipality)
    neighbour = Dataset.model_validate_json(NEIGHBOUR.read_bytes())
    if neighbour.municipality in settings.municipalities:
        await _load_neighbour(settings, database, neighbour, with_workforce=with_workforce)


async def _load_neighbour(
    settings: Settings, database: Database, neighbour: Dataset, *, with_workforce: bool
) -> None:
    async with database.transaction() as uow:
        registered = await register_organizations(uow, neighbour)
        await give_access(uow, neighbour.municipality, " Kamen")
        await ask_for_consultations(uow, neighbour.municipality)
        await relate(uow, neighbour.municipality, registered.ids)
        await gather(uow, neighbour.municipality, registered.ids)
        if with_workforce:
            await _staff(uow, settings, neighbour.municipality, registered.ids)
        await _show(uow, settings, neighbour.municipality)


async def _staff(
    uow: UnitOfWork, settings: Settings, municipality: str, ids: Mapping[str, UUID]
) -> None:
    """With workers, there is an office that has things to do."""
    await employ(uow, settings, municipality, ids)
    await shut(uow, municipality, ids)
    await intend(uow, municipality)
    await ask_for_erasures(uow, municipality)
    if CARRIER in ids:
        await try_out(uow, municipality, ids[CARRIER])


async def _look_after(uow: UnitOfWork, municipality: str) -> None:
    """What an office has to decide about people's data."""
    await enter_twice(uow, municipality)
    await hold_back(uow, municipality)


async def _show(uow: UnitOfWork, settings: Settings, municipality: str) -> None:
    """What people show of themselves, and how they look."""
    await show_people(uow, municipality)
    await put_up_pictures(uow, settings, municipality)


async def _file(uow: UnitOfWork, settings: Settings, municipality: str) -> None:
    """What an office has in its files: agreements, and who answers for its data and how long."""
    await keep_documents(uow, settings, municipality)
    await name_controller(uow, municipality)
    await choose_period(uow, municipality)

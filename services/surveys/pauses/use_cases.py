"""Pausing and going on."""

from sqlalchemy import delete

from services.surveys.pauses.models import Pause, pauses
from shared.contracts.surveys import Occasion
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork


async def pause(uow: UnitOfWork, tenant: str, occasion: Occasion) -> None:
    """From now on nobody is asked; what is paused already stays so."""
    row = row_of(Pause)(tenant=tenant, occasion=occasion.value, since=uow.now)
    await insert_rows(uow.session, pauses, [row], ignore_conflicts=True)


async def go_on(uow: UnitOfWork, tenant: str, occasion: Occasion) -> None:
    """Whose day comes from now on is asked; nobody of those in between."""
    mine = (pauses.c.tenant == tenant, pauses.c.occasion == occasion.value)
    await uow.session.execute(delete(pauses).where(*mine))

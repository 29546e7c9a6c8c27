"""Stores what a municipality decides about its public directory."""

from services.directory.publishing import queries
from services.directory.publishing.forms import PublicationForm
from services.directory.publishing.models import Publication, publications
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def decide(uow: UnitOfWork, me: Me, given: PublicationForm) -> None:
    """It holds at once; raises ``Overtaken``."""
    first = row_of(Publication)(tenant=me.tenant, offered=True, indexed=False)
    await insert_rows(uow.session, publications, [first], ignore_conflicts=True, version=0)
    stored = await queries.decided(uow.session, me.tenant)
    assert stored is not None
    stored.update(given)

"""What a carrier's system reads of its hires."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import numbered
from services.directory.placements.queries import records
from services.directory.schemas import EmploymentRecord
from shared.web.tokens import ApiClient


async def find(
    session: AsyncSession, client: ApiClient, external_id: str, after: int, limit: int
) -> tuple[list[EmploymentRecord], int | None]:
    """The client's hires under a number after an ordinal, and the ordinal to go on after."""
    found = await numbered(session, client, external_id, after, limit)
    items = await records(session, client.tenant, found)
    return items, found[-1].ordinal if len(found) == limit else None

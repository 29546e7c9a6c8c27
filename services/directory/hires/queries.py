"""What a carrier's system reads of its hires."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import numbered
from services.directory.hires.schemas import HireView
from services.directory.placements.queries import views
from shared.web.tokens import ApiClient


async def find(
    session: AsyncSession, client: ApiClient, external_id: str, after: int, limit: int
) -> tuple[list[HireView], int | None]:
    """The client's hires under a number after an ordinal, and the ordinal to go on after."""
    found = await numbered(session, client, external_id, after, limit)
    shown = await views(session, client.tenant, found)
    items = [
        HireView(
            **view.model_dump(),
            worker_id=each.worker_id,
            external_id=each.external_id,
            correlation_id=each.correlation_id,
        )
        for each, view in zip(found, shown, strict=True)
    ]
    return items, found[-1].ordinal if len(found) == limit else None

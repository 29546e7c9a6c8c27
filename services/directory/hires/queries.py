"""What a carrier's system reads of its hires."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.duplicates.queries import alike
from services.directory.employments.queries import numbered
from services.directory.hires.values import JudgedRow
from services.directory.people.values import names_of
from services.directory.placements.queries import records
from services.directory.schemas import EmploymentRecord
from shared.web.sessions.person import Me
from shared.web.tokens import ApiClient


async def find(
    session: AsyncSession, client: ApiClient, external_id: str, after: int, limit: int
) -> tuple[list[EmploymentRecord], int | None]:
    """The client's hires under a number after an ordinal, and the ordinal to go on after."""
    found = await numbered(session, client, external_id, after, limit)
    items = await records(session, client.tenant, found)
    return items, found[-1].ordinal if len(found) == limit else None


async def with_alike(
    session: AsyncSession, me: Me, today: date, rows: Sequence[JudgedRow]
) -> list[JudgedRow]:
    """The same rows, those of new people with whom they may be."""
    new = {
        place: names_of(row.row.hire.person)
        for place, row in enumerate(rows)
        if row.row.hire and row.is_new
    }
    found = dict(zip(new, await alike(session, me, today, list(new.values())), strict=True))
    return [replace(row, alike=found.get(place, ())) for place, row in enumerate(rows)]

"""Reads from all services who had to do with one's own data."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accesses import use_cases as accesses
from services.directory.accesses.queries import organizations, role_of
from services.directory.accesses.values import OWN, Answers, Told, said
from services.directory.own_accesses.values import OwnEntry
from shared.contracts.services import TITLES
from shared.database.paging import KeysetRequest, Page, attribute
from shared.web.neighbours import ServiceClient

COLUMNS = (
    attribute("at", "Wann"),
    attribute("role", "Wer"),
    attribute("what", "Was"),
    attribute("service", "Bereich"),
)


async def of_person(
    client: ServiceClient, session: AsyncSession, wanted: KeysetRequest
) -> tuple[Page[OwnEntry], Answers]:
    """Newest first; of whoever has signed in."""
    return await accesses.listed(client, session, OWN, {}, _described, COLUMNS, wanted)


async def _described(session: AsyncSession, told: Sequence[Told]) -> list[OwnEntry]:
    of = await organizations(session, told)
    return [
        OwnEntry(
            each.access.at,
            role_of(each, of),
            said(each.access.action, each.access.object_kind),
            TITLES[each.service],
        )
        for each in told
    ]

"""Who is in groups, as the directory says at this moment to whoever asks."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel

from shared.web.neighbours import Part, ServiceClient, every


class _Member(BaseModel):
    person_id: UUID


class _Members(Part):
    items: list[_Member]


async def members(client: ServiceClient, tenant: str, groups: Sequence[str]) -> frozenset[UUID]:
    """Of all of them; of a group that is gone nobody. Raises ``NoAnswer``."""
    found: set[UUID] = set()
    for each in groups:
        path = f"/api/v1/groups/{each}/members"
        async for page in every(client, "directory", path, _Members, municipality=tenant):
            found |= {one.person_id for one in page.items}
    return frozenset(found)

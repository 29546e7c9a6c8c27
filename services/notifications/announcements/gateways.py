"""Who is in a group, as the directory says at this moment to whoever asks."""

from uuid import UUID

from pydantic import BaseModel

from shared.web.neighbours import Part, ServiceClient, every


class _Member(BaseModel):
    person_id: UUID


class _Members(Part):
    items: list[_Member]


async def members(client: ServiceClient, tenant: str, group_id: UUID) -> set[UUID]:
    """Of a group that is gone nobody; raises ``NoAnswer`` where the directory is away."""
    path = f"/api/v1/groups/{group_id}/members"
    pages = every(client, "directory", path, _Members, municipality=tenant)
    return {each.person_id async for page in pages for each in page.items}

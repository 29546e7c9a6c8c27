"""Who is in a group, as the directory says at this moment to whoever asks."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from pydantic import BaseModel

from shared.web.neighbours import ServiceClient

LIMIT = 500


class _Member(BaseModel):
    person_id: UUID


class _Members(BaseModel):
    items: list[_Member]
    next: str | None = None


async def members(client: ServiceClient, tenant: str, group_id: UUID) -> set[UUID]:
    """Raises ``NoAnswer`` where the directory is away, or does not know the group."""
    path, cursor = f"/api/v1/groups/{group_id}/members", ""
    found: set[UUID] = set()
    while True:
        query: dict[str, str | int] = {"municipality": tenant, "limit": LIMIT}
        if cursor:
            query["cursor"] = cursor
        page = await client.read("directory", path, _Members, **query)
        found |= {each.person_id for each in page.items}
        if page.next is None:
            return found
        cursor = parse_qs(urlsplit(page.next).query)["cursor"][0]

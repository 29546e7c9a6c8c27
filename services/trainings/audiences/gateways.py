"""Groups, as the directory knows them at this moment."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from pydantic import BaseModel

from shared.web.neighbours import ServiceClient, content

LIMIT = 200
NOT_FOUND = 404


class _Group(BaseModel):
    id: UUID
    name: str


class _Groups(BaseModel):
    items: list[_Group]
    next: str | None = None


class _Own(BaseModel):
    member: bool


async def groups(client: ServiceClient, tenant: str) -> Sequence[tuple[str, str]]:
    """Ids and names of all; raises ``NoAnswer``."""
    found: list[tuple[str, str]] = []
    cursor = ""
    while True:
        query: dict[str, str | int] = {"municipality": tenant, "limit": LIMIT}
        if cursor:
            query["cursor"] = cursor
        page = await client.read("directory", "/api/v1/groups", _Groups, **query)
        found += [(str(each.id), each.name) for each in page.items]
        if page.next is None:
            return found
        cursor = parse_qs(urlsplit(page.next).query)["cursor"][0]


async def is_member(client: ServiceClient, group_id: UUID) -> bool:
    """Whether whoever asks is in it; of a group that is gone nobody is. Raises ``NoAnswer``."""
    answer = await client.get("directory", f"/api/v1/groups/{group_id}/members/me")
    return answer.status != NOT_FOUND and content(answer, _Own).member

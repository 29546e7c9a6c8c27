"""Groups, as the directory knows them at this moment."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel

from shared.web.neighbours import NOT_FOUND, Part, ServiceClient, content, every


class _Group(BaseModel):
    id: UUID
    name: str


class _Groups(Part):
    items: list[_Group]


class _Member(BaseModel):
    person_id: UUID


class _Members(Part):
    items: list[_Member]


class _Own(BaseModel):
    member: bool


async def groups(client: ServiceClient, tenant: str) -> Sequence[tuple[str, str]]:
    """Ids and names of all; raises ``NoAnswer``."""
    pages = every(client, "directory", "/api/v1/groups", _Groups, municipality=tenant)
    return [(str(each.id), each.name) async for page in pages for each in page.items]


async def members(client: ServiceClient, tenant: str, group_id: UUID) -> Sequence[UUID]:
    """Of whom the office may know; of a group that is gone nobody. Raises ``NoAnswer``."""
    path = f"/api/v1/groups/{group_id}/members"
    pages = every(client, "directory", path, _Members, municipality=tenant)
    return [each.person_id async for page in pages for each in page.items]


async def is_member(client: ServiceClient, group_id: UUID) -> bool:
    """Whether whoever asks is in it; of a group that is gone nobody is. Raises ``NoAnswer``."""
    answer = await client.get("directory", f"/api/v1/groups/{group_id}/members/me")
    return answer.status != NOT_FOUND and content(answer, _Own).member

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


class _Member(BaseModel):
    person_id: UUID


class _Members(BaseModel):
    items: list[_Member]
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
        cursor = _cursor(page.next)


async def members(client: ServiceClient, tenant: str, group_id: UUID) -> Sequence[UUID]:
    """Of whom the office may know; of a group that is gone nobody. Raises ``NoAnswer``."""
    found: list[UUID] = []
    query: dict[str, str | int] = {"municipality": tenant, "limit": LIMIT}
    while True:
        answer = await client.get("directory", f"/api/v1/groups/{group_id}/members", **query)
        if answer.status == NOT_FOUND:
            return []
        page = content(answer, _Members)
        found += [each.person_id for each in page.items]
        if page.next is None:
            return found
        query["cursor"] = _cursor(page.next)


def _cursor(following: str) -> str:
    return parse_qs(urlsplit(following).query)["cursor"][0]


async def is_member(client: ServiceClient, group_id: UUID) -> bool:
    """Whether whoever asks is in it; of a group that is gone nobody is. Raises ``NoAnswer``."""
    answer = await client.get("directory", f"/api/v1/groups/{group_id}/members/me")
    return answer.status != NOT_FOUND and content(answer, _Own).member

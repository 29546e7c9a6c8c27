"""A list that is being written into a file shows what holds at each moment."""

import asyncio
from uuid import UUID, uuid4

from sqlalchemy import insert
from starlette.types import Message

from services.directory.accounts.models import AccessGrant
from services.directory.people.use_cases import entry_of, save_people
from services.directory.people.values import SeenBy
from shared.contracts.accounts import AccessRole
from shared.database.tables import table_of
from shared.messaging.event import Cause
from shared.web.kit.exports import CHUNK_ROWS
from tests.asking import _scope, cookie
from tests.directory.conftest import Desk
from tests.directory.test_duplicates import names
from tests.directory.test_people import LIST, SCHOOL, at
from tests.house import BERGKAMEN


async def many(desk: Desk, count: int) -> list[UUID]:
    """People of the network, by name."""
    ids = [uuid4() for _ in range(count)]
    given = {
        key: names("Ida", f"Zz{''.join(chr(97 + int(c)) for c in f'{n:05}')}")
        for n, key in enumerate(ids)
    }
    role = {"tenant": BERGKAMEN, "role": AccessRole.HEAD, "valid_from": None, "valid_to": None}
    async with desk.house.context("directory").database.transaction() as uow:
        await save_people(uow, given, Cause(BERGKAMEN, uuid4()))
        rows = [{"id": uuid4(), "person_id": key, "organization_id": None, **role} for key in ids]
        await uow.session.execute(insert(table_of(AccessGrant)), rows)
        for key in (ids[0], ids[-1]):
            (await entry_of(uow, key, BERGKAMEN)).name_seen_by = SeenBy.NETWORK
    return ids


async def test_who_closes_their_entry_while_a_file_is_written_is_not_in_what_follows(
    desk: Desk,
) -> None:
    ids = await many(desk, CHUNK_ROWS + 50)
    head = await at(desk, AccessRole.HEAD, SCHOOL)
    parts: list[bytes] = []
    waiting: list[Message] = [{"type": "http.request", "body": b""}]

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop()

    async def send(message: Message) -> None:
        parts.append(message.get("body", b""))
        if b"Zzaaaaa" in parts[-1]:
            async with desk.house.context("directory").database.transaction() as uow:
                (await entry_of(uow, ids[-1], BERGKAMEN)).name_seen_by = SeenBy.OFFICE

    cookies = cookie(dict(head.http.cookies))
    scope = _scope("GET", f"{LIST}?als=csv", {"host": "knotenpunkt.test", "cookie": cookies})
    await desk.house.app(scope, receive, send)
    text = b"".join(parts).decode()
    assert "Zzaaaaa" in text, text[:500]
    assert text.count("Zz") == CHUNK_ROWS + 49

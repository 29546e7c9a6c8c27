"""A code leaves the directory sealed to whoever writes the mails, or it does not leave."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from deploy.replay import BEGINNING
from deploy.services import load
from services.directory.accounts.use_cases import invite
from services.directory.codes import use_cases
from services.directory.codes.models import CodeRequest
from services.directory.codes.values import Asking
from services.directory.people.values import Names
from shared.clock import MovableClock
from shared.context import Context
from shared.contracts.accounts import CodeRequestRecord
from shared.contracts.notifications import CODES
from shared.messaging.bus.local import LocalBus
from shared.messaging.message import Message
from shared.runtime import running
from shared.settings import Settings
from shared.signing.keys import JWKS, Keys
from shared.signing.published import FIRST_PAUSE, Unpublished
from shared.signing.rings import KeyRing
from shared.signing.sealing import unseal
from shared.web.sessions.one_time import PURPOSE, one_time_code
from tests.house import BERGKAMEN, URL
from tests.prepared import with_tables
from tests.signing_in import coordinator_of

ADDRESS = "marlene@example.org"


class Notifications:
    """Publishes its keys over HTTP, or is away."""

    def __init__(self, folder: Path, clock: MovableClock) -> None:
        self.ring = KeyRing(folder, CODES, clock.now)
        self.away = False
        self.asked: list[str] = []

    async def fetch(self, address: str) -> Any:
        self.asked.append(address)
        if self.away:
            raise Unpublished("away")
        return {"keys": self.ring.published()}


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def notifications(tmp_path: Path, clock: MovableClock) -> Notifications:
    return Notifications(tmp_path / "elsewhere", clock)


@pytest.fixture
async def directory(
    tmp_path: Path, clock: MovableClock, notifications: Notifications
) -> AsyncGenerator[Context]:
    """Alone in its process, with somebody who can sign in."""
    settings = Settings(data=tmp_path, public_url=URL, _env_file=None)
    await with_tables(tmp_path, ["directory"])
    bus = LocalBus(tmp_path / "bus.db")
    keys = Keys(settings, clock.now, {"directory"}, notifications.fetch)
    async with running(load("directory"), settings, bus, clock, keys=keys) as app:
        context: Context = app.state.context
        async with context.database.transaction() as uow:
            name = Names(given_name="Marlene", family_name="Brüggemann", email=ADDRESS)
            await invite(uow, name, [coordinator_of(BERGKAMEN)])
        yield context
    await bus.close()


async def ask(directory: Context) -> None:
    async with directory.database.transaction() as uow:
        await use_cases.ask(uow, Asking("browser", "Firefox, Windows"), ADDRESS)


async def told(directory: Context) -> list[int]:
    async with directory.database.reading() as session:
        return list(await session.scalars(select(CodeRequest.told)))


async def announced(directory: Context) -> list[Message]:
    """Requests on the bus, at least one."""
    while True:
        found = [
            each.message
            async for batch in directory.bus.history([CodeRequestRecord.topic], BEGINNING)
            for each in batch
            if each.message is not None
        ]
        if found:
            return found
        await asyncio.sleep(0.01)


async def test_only_whoever_writes_the_mail_can_read_the_code(
    directory: Context, notifications: Notifications
) -> None:
    await ask(directory)
    async with asyncio.timeout(10):
        [message] = await announced(directory)
    assert message.data is not None
    record = CodeRequestRecord.model_validate_json(message.data)
    code = one_time_code(directory.key(PURPOSE), record.request_id)
    assert unseal(notifications.ring, record.sealed_code).decode() == code
    assert code.encode() not in message.data
    assert notifications.asked == [f"{URL}/notifications{JWKS}"]


async def test_a_request_stays_owed_until_its_reader_was_reached_once(
    directory: Context, notifications: Notifications, clock: MovableClock
) -> None:
    notifications.away = True
    await ask(directory)
    async with asyncio.timeout(10):
        while not notifications.asked:
            await asyncio.sleep(0.01)
    assert await told(directory) == [0]
    notifications.away = False
    clock.forward(FIRST_PAUSE)
    async with asyncio.timeout(10):
        await announced(directory)
    assert await told(directory) == [1]

"""PostgreSQL restarts while mails go out: how many go twice, and how long does one wait?"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from deploy.histories import histories
from deploy.local.postgres import PostgresServer, find_binaries
from deploy.local.program import CannotStartError
from services.notifications.app import service
from shared.database.migrate import migrate
from shared.mail import Tls
from shared.settings import Settings
from tests.conftest import go_without
from tests.notifications.conftest import house_with, states, tell
from tests.notifications.post import Post
from tests.notifications.town import Town

pytestmark = pytest.mark.real

LETTERS = 200
RESTARTS = 2
LONGEST_WAIT = 15.0
"""Seconds without any mail; a lease lasts 120, and none may be waited for."""


class TimedPost(Post):
    """Remembers when each mail was taken."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.times.append(time.monotonic())
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
async def own_server(tmp_path: Path) -> AsyncGenerator[PostgresServer]:
    """Not the one of the other tests, which would go away under them."""
    try:
        find_binaries()
    except CannotStartError as reason:
        go_without(str(reason))
    server = PostgresServer(tmp_path / "postgres")
    await asyncio.to_thread(server.start)
    yield server
    await asyncio.to_thread(server.stop)


async def test_no_mail_waits_for_a_lease_and_hardly_any_goes_twice(
    own_server: PostgresServer, tmp_path: Path, town: Town
) -> None:
    post = TimedPost()
    post.open()
    try:
        await deliver_through_restarts(own_server, tmp_path, town, post)
    finally:
        post.close()

    repeats = [n - 1 for n in Counter(mail["Message-ID"] for mail in post.mails).values()]
    waits = [later - earlier for earlier, later in zip(post.times, post.times[1:], strict=False)]
    print(f"{sum(repeats)} of {LETTERS} twice, longest wait {max(waits):.1f} s")
    assert len(repeats) == LETTERS
    assert sum(repeats) <= RESTARTS
    assert max(waits) < LONGEST_WAIT


async def deliver_through_restarts(
    server: PostgresServer, folder: Path, town: Town, post: Post
) -> None:
    await asyncio.to_thread(server.create, "notifications")
    await migrate(server.owner_url("notifications"), histories(service))
    settings = Settings(
        database_url=server.url("notifications"),
        secret=SecretStr("s" * 32),
        smtp_url=post.url,
        smtp_tls=Tls.NONE,
        mail_from="post@bergkamen.example",
        _env_file=None,
    )
    async with house_with(folder, settings) as house:
        await tell(house, *town.everything(), *town.hired_often(LETTERS))
        for number in range(1, RESTARTS + 1):
            await until_taken(post, LETTERS * number // (RESTARTS + 1))
            await asyncio.to_thread(server.stop)
            await asyncio.to_thread(server.start)
        async with asyncio.timeout(90):
            while {row.state for row in await states(house)} != {"sent"}:
                await asyncio.sleep(0.2)


async def until_taken(post: Post, number: int) -> None:
    async with asyncio.timeout(60):
        while len(post.mails) < number:
            await asyncio.sleep(0.005)

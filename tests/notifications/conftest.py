"""Notifications alone, told by a bus in a file what other services would announce."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from sqlalchemy import select, text

from deploy.local.program import free_port
from services.notifications.mailbox.models import kept_mails
from services.notifications.models import deliveries, messages
from shared.ids import new_id
from shared.mail import Tls
from shared.messaging.bus.local import LocalBus
from shared.messaging.event import Body
from shared.messaging.message import Message
from shared.settings import Settings
from tests.house import BERGKAMEN, House, _open
from tests.notifications.ground import Ground
from tests.notifications.post import Post
from tests.notifications.town import Town
from tests.rewinding import Houses

B = TypeVar("B", bound=Body)


@pytest.fixture
def town() -> Town:
    return Town()


async def tell(house: House, *bodies: Body, tenant: str = BERGKAMEN) -> list[Message]:
    """Let the bus carry what other services announce."""
    messages = [
        Message(
            id=new_id(),
            topic=body.topic,
            key=body.key,
            type=body.type_name,
            time=house.clock.now(),
            tenant=tenant,
            correlation_id=new_id(),
            causation_id=None,
            data=body.model_dump_json().encode(),
        )
        for body in bodies
    ]
    await house.bus.publish(messages)
    await house.quiet()
    return messages


async def states(house: House) -> list[Any]:
    """Letters with their deliveries, in the order of their making, and then of their states."""
    both = messages.join(deliveries, deliveries.c.message_id == messages.c.id)
    letters = select(messages, deliveries).select_from(both).where(messages.c.role != "")
    order = (messages.c.created_at, deliveries.c.state, messages.c.id)
    rows: list[Any] = await house.rows("notifications", letters.order_by(*order))
    return rows


async def settled(house: House, *wanted: str, seconds: float = 10.0) -> list[Any]:
    """Wait until the letters are in these states, in the order of their making."""
    async with asyncio.timeout(seconds):
        while [row.state for row in await states(house)] != list(wanted):
            await asyncio.sleep(0.01)
    await house.quiet()
    return await states(house)


async def announced(house: House, kind: type[B]) -> list[B]:
    """What notifications has put on the bus."""
    assert isinstance(house.bus, LocalBus)
    async with house.bus._engine.reading() as session:
        rows = await session.execute(
            text("SELECT value, headers FROM log WHERE topic = :topic ORDER BY position"),
            {"topic": kind.topic},
        )
        return [
            kind.model_validate_json(value) for value, headers in rows if kind.type_name in headers
        ]


async def kept(house: House) -> list[Any]:
    """The mails in the mailbox, oldest first."""
    rows: list[Any] = await house.rows(
        "notifications", select(kept_mails).order_by(kept_mails.c.id)
    )
    return rows


@pytest.fixture(scope="module")
def port() -> int:
    """Where a module's mail servers are, one after the other."""
    return free_port()


@pytest.fixture
def post(port: int) -> Iterator[Post]:
    """A mail server that is up."""
    post = Post(port)
    post.open()
    yield post
    post.close()


OpenWithPost = Callable[..., Awaitable[House]]


@pytest.fixture
async def house_with_post(houses: Houses, post: Post) -> House:
    """Notifications, sending to ``post``; as new."""
    return await houses.as_new("post", lambda folder: house_with(folder, sending(folder, post.url)))


@pytest.fixture
async def open_with_post(tmp_path: Path) -> AsyncGenerator[OpenWithPost]:
    """``house = await open_with_post(post.url)``: notifications, sending; with settings."""
    async with AsyncExitStack() as stack:

        async def open_it(smtp_url: str, **given: Any) -> House:
            return await stack.enter_async_context(
                house_with(tmp_path, sending(tmp_path, smtp_url, **given))
            )

        yield open_it


@pytest.fixture
async def house_that_posts(houses: Houses) -> House:
    """Notifications of two municipalities, posting events to loopback; as new."""
    both = frozenset({BERGKAMEN, "05978020"})
    return await houses.embedded("notifications", webhook_loopback=True, municipalities=both)


@asynccontextmanager
async def house_with(folder: Path, settings: Settings) -> AsyncGenerator[House]:
    """Notifications alone, with these settings, on a bus in a file."""
    async with _open(["notifications"], settings, LocalBus(folder / "bus.db")) as house:
        yield house


def sending(folder: Path, smtp_url: str, **given: Any) -> Settings:
    usual = {"smtp_tls": Tls.NONE, "mail_from": "Knotenpunkt <post@bergkamen.example>"}
    return Settings(
        data=folder,
        public_url="http://knotenpunkt.test",
        smtp_url=smtp_url,
        _env_file=None,
        **usual | given,
    )


@pytest.fixture
def ground(post: Post) -> Iterator[Ground]:
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        ground = Ground(Path(folder), post)
        yield ground
        ground.close()

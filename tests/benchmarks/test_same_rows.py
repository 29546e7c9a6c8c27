"""What the benchmark compares ours with writes what ours writes, or the comparison is of nothing.

All run in this process: three hires through all five services, on Kafka and PostgreSQL.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.util import find_spec
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from deploy.sample import CLIENT_ID, CLIENT_SECRET
from deploy.services import NAMES
from tests.benchmarks.floor.consumer import consume
from tests.benchmarks.floor.handlers import HANDLERS, TOPICS
from tests.benchmarks.floor.intake import app as floor_intake
from tests.benchmarks.load import hire
from tests.benchmarks.rows import Row, contents
from tests.benchmarks.service import COALESCED, ONE_BY_ONE, intake, whole
from tests.benchmarks.site import Installation, Site
from tests.kafka_lag import KafkaLag

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

HIRES = 3
SECONDS = 40.0
Contents = dict[str, list[Row]]
Running = tuple[FastAPI, list["asyncio.Task[None]"]]
CONSUMERS = [name for name in NAMES if name != "directory"]
usual_way = pytest.mark.skipif(
    find_spec("faststream") is None, reason="FastStream is installed by make benchmark only."
)


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer, kafka: KafkaServer
) -> Site:
    return Site(tmp_path_factory.mktemp("site"), postgres, kafka)


@asynccontextmanager
async def running(
    app: FastAPI, work: Iterable[Coroutine[Any, Any, None]]
) -> AsyncGenerator[Running]:
    """An intake and what runs beside it for ever; its fault is raised in the end."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        async with app.router.lifespan_context(app):
            yield app, tasks
    finally:
        failed = [task for task in tasks if task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    for task in failed:
        task.result()


@asynccontextmanager
async def minimum(made: Installation) -> AsyncGenerator[Running]:
    app = floor_intake(made.settings["directory"])
    work = [consume(made.settings[each], each, TOPICS[each], HANDLERS[each]) for each in CONSUMERS]
    async with running(app, work) as started:
        yield started


@asynccontextmanager
async def usual(made: Installation) -> AsyncGenerator[Running]:
    from tests.benchmarks.usual.__main__ import Subscriber
    from tests.benchmarks.usual.intake import app as usual_intake

    app = usual_intake(made.settings["directory"])
    work = [Subscriber(name, made.settings[name]).run() for name in CONSUMERS]
    async with running(app, work) as started:
        yield started


@asynccontextmanager
async def client(app: FastAPI) -> AsyncGenerator[AsyncClient]:
    transport = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url="http://knotenpunkt.test") as http:
        yield http


async def token(app: FastAPI) -> dict[str, str]:
    """Of ours; neither the minimum nor the usual way has any."""
    form = {"grant_type": "client_credentials", "client_id": CLIENT_ID}
    form |= {"client_secret": CLIENT_SECRET}
    async with client(app) as http:
        answer = await http.post("/directory/oauth/token", data=form)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def post(app: FastAPI, given: dict[str, str], mark: str = "P") -> None:
    """Hires at once, as the load generator writes them; ``mark`` tells them from others."""
    async with client(app) as http:
        answers = await asyncio.gather(
            *(
                http.post(
                    "/directory/api/v1/hires",
                    content=hire(f"{mark}-{number}", number),
                    headers={
                        "Content-Type": "application/json",
                        "Idempotency-Key": f"{mark}-{number}",
                        **given,
                    },
                )
                for number in range(HIRES)
            )
        )
    assert [answer.status_code for answer in answers] == [201] * HIRES


def counted(found: Contents) -> dict[str, int]:
    return {table: len(rows) for table, rows in found.items()}


async def settled(made: Installation, done: Callable[[Contents], Awaitable[bool]]) -> Contents:
    """The contents once they are complete and stay as they are, or after a while."""
    before, found = Contents(), Contents()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(SECONDS):
            while not (await done(found := await contents(made)) and found == before):
                before = found
                await asyncio.sleep(0.05)
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def installation(site: Site) -> Installation:
    """The installation of ours."""
    return await site.installation()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ours(site: Site, installation: Installation) -> Contents:
    """The tables that hires change."""
    prefix = installation.settings["directory"].kafka_prefix
    async with AsyncExitStack() as stack:
        apps = {
            name: await stack.enter_async_context(whole(name, installation.settings[name]))
            for name in NAMES
        }
        lag = await stack.enter_async_context(KafkaLag(site.kafka.admin, prefix, NAMES))

        async def done(found: Contents) -> bool:
            waiting = any(found[f"{name}.outbox"] for name in NAMES)
            return not waiting and await lag.handled_up_to() is not None

        given = await token(apps["directory"])  # is noted before, and not again for a minute
        before = await settled(installation, done)
        await post(apps["directory"], given)
        after = await settled(installation, done)
    return {table: rows for table, rows in after.items() if rows != before[table]}


@pytest.mark.parametrize("peer", [minimum, pytest.param(usual, marks=usual_way)])
async def test_the_same_rows_and_messages(site: Site, ours: Contents, peer: Any) -> None:
    assert len(ours["notifications.messages"]) > HIRES
    made = await site.installation()

    async with peer(made) as (app, tasks):

        async def done(found: Contents) -> bool:
            complete = counted(found).items() >= counted(ours).items()
            return complete or any(task.done() for task in tasks)

        await post(app, {})
        found = await settled(made, done)
    for table, rows in ours.items():
        assert found[table] == rows, table


@pytest.mark.parametrize("kind", [COALESCED, ONE_BY_ONE])
async def test_both_intakes_take_hires(installation: Installation, kind: str) -> None:
    query = "SELECT count(*) FROM employments"
    async with installation.connected("directory") as directory:
        before = await directory.fetchval(query)
        async with intake("directory", installation.settings["directory"], kind) as app:
            await post(app, await token(app), kind)
        assert await directory.fetchval(query) == before + HIRES

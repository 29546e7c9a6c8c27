"""The example service on SQLite and on PostgreSQL, and a browser without scripts for it."""

from collections.abc import AsyncGenerator
from itertools import count
from pathlib import Path

import pytest
from httpx2 import ASGITransport, AsyncClient

from deploy.local.postgres import PostgresServer
from tests.shared.web.kit.example.service import Example, running_example
from tests.signing_in import coordinator_of, sign_in

LIST = "/directory/organisationen"
HTML = {"accept": "text/html", "sec-fetch-site": "same-origin"}
_numbers = count()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of its own for each test."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/example.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"kit_{next(_numbers)}"
    server.create(name)
    return server.owner_url(name)


@pytest.fixture
async def example(tmp_path: Path, url: str) -> AsyncGenerator[Example]:
    served = frozenset({"05978004", "05978020"})
    async with running_example(tmp_path, url, municipalities=served) as example:
        yield example


@pytest.fixture
async def client(example: Example) -> AsyncGenerator[AsyncClient]:
    transport = ASGITransport(app=example.app)
    async with AsyncClient(transport=transport, base_url="http://test", headers=HTML) as client:
        client.cookies.update(await sign_in([example.context], coordinator_of("05978004")))
        yield client

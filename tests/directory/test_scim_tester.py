"""The tester of the standard, with a client of its own, on a server that listens."""

import asyncio

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import CheckResult, Status, check_server

from tests.directory.conftest import Desk
from tests.directory.identity_system import IdentitySystem
from tests.directory.test_scim import scim
from tests.serving import served

__all__ = ["scim"]


async def test_the_tester_of_the_standard_finds_nothing(desk: Desk, scim: IdentitySystem) -> None:
    """Of groups, which are read-only, what it only reads."""

    def check(port: int) -> list[CheckResult]:
        with Client(base_url=f"http://127.0.0.1:{port}/directory/scim/v2") as http:
            http.headers["Authorization"] = scim.headers["Authorization"]
            client = SyncSCIMClient(http)
            client.discover()
            return [
                *check_server(client, resource_types=["User"]),
                *check_server(client, include_tags={"discovery", "misc"}),
            ]

    async with served(desk.house.app) as port:
        results = await asyncio.to_thread(check, port)
    wrong = [each for each in results if each.status not in (Status.SUCCESS, Status.SKIPPED)]
    assert [f"{each.title}: {each.reason}" for each in wrong] == []
    assert sum(each.status is Status.SUCCESS for each in results) > 50

"""A house whose directory signs people in at a scripted provider."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from deploy.local.program import free_port
from services.directory.oidc import use_cases
from services.directory.oidc.values import Begun, Returned, SignedInByProvider
from shared.context import Context
from tests.directory.oidc.provider import CLIENT, SECRET, ScriptedProvider, serving
from tests.house import House, embedded_house
from tests.rewinding import Houses


@dataclass
class Desk:
    """A directory and a provider that know each other."""

    house: House
    provider: ScriptedProvider

    @property
    def here(self) -> Context:
        return self.house.context("directory")

    async def begin(self, target: str = "/", browser: str = "") -> Begun:
        return await use_cases.begin(self.here, target, browser)

    async def returned(self, target: str = "/") -> Returned:
        begun = await self.begin(target)
        code, state = self.provider.grant(begun.address)
        return Returned(state=state, browser=begun.browser, code=code)

    async def sign_in(self, target: str = "/") -> SignedInByProvider:
        return await use_cases.complete(self.here, await self.returned(target))


@asynccontextmanager
async def open_desk(folder: Path, path: str = "", **given: Any) -> AsyncGenerator[Desk]:
    port = free_port()
    settings: dict[str, Any] = {
        "oidc_issuer": f"http://127.0.0.1:{port}{path}",
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SecretStr(SECRET),
        "oidc_roles_claim": "resource_access,knotenpunkt,roles",
    }
    async with embedded_house(folder, ["directory"], **(settings | given)) as house:
        provider = ScriptedProvider(port, house.clock, path)
        async with serving(provider.app(), port):
            yield Desk(house, provider)


@pytest_asyncio.fixture(loop_scope="module")
async def open_it(tmp_path: Path) -> AsyncGenerator[Any]:
    """``desk = await open_it(oidc_subject_claim="oid")``."""
    async with AsyncExitStack() as stack:

        async def open_it(path: str = "", **given: Any) -> Desk:
            return await stack.enter_async_context(open_desk(tmp_path, path, **given))

        yield open_it


@pytest.fixture
async def desk(houses: Houses) -> Desk:
    """As if nobody had ever signed in, for tests that need no settings of their own."""
    desk = await houses.as_new("desk", open_desk)
    desk.provider.forget()
    return desk

"""A sign-in and a logout on SQLite and on PostgreSQL."""

import pytest
from pydantic import SecretStr

from deploy.local.program import free_port
from services.directory.oidc import use_cases
from services.directory.oidc.values import OidcRefused, Reason
from tests.conftest import OpenHouse
from tests.directory.oidc.conftest import Desk
from tests.directory.oidc.provider import SECRET, ScriptedProvider, serving


async def test_flows_and_logout_tokens_are_used_once(open_either_house: OpenHouse) -> None:
    port = free_port()
    settings = {"oidc_issuer": f"http://127.0.0.1:{port}", "oidc_client_secret": SecretStr(SECRET)}
    house = await open_either_house("directory", **settings)
    provider = ScriptedProvider(port, house.clock)
    desk = Desk(house, provider)
    async with serving(provider.app(), port):
        returned = await desk.returned()
        await use_cases.complete(desk.here, returned)
        with pytest.raises(OidcRefused) as refusal:
            await use_cases.complete(desk.here, returned)
        assert refusal.value.reason is Reason.FLOW_UNKNOWN
        told = await use_cases.logout_token(desk.here, provider.logout_token())
    for reason in (None, Reason.REPEATED):
        try:
            async with desk.here.database.transaction() as uow:
                await use_cases.use_once(uow, told)
        except OidcRefused as refused:
            assert refused.reason is reason
        else:
            assert reason is None
    async with desk.here.database.transaction() as uow:
        await use_cases.forget(uow)

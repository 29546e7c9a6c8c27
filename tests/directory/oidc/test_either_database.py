"""A sign-in and a logout on SQLite and on PostgreSQL."""

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from deploy.local.program import free_port
from services.directory.accounts.queries import person_at
from services.directory.accounts.use_cases import invite
from services.directory.identities import use_cases as identities
from services.directory.identities.models import UnmatchedSignIn
from services.directory.identities.values import Entered, LinkedBy, Unknown
from services.directory.oidc import use_cases
from services.directory.oidc.values import OidcRefused, Reason
from services.directory.people.values import Names
from services.directory.sign_outs.use_cases import end_by_logout
from shared.contracts.accounts import AccessRole, Grant
from tests.conftest import OpenHouse
from tests.directory.oidc.conftest import Desk
from tests.directory.oidc.provider import SECRET, ScriptedProvider, serving
from tests.house import BERGKAMEN


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


async def test_an_account_is_assigned_signs_in_and_is_ended(open_either_house: OpenHouse) -> None:
    port = free_port()
    settings = {"oidc_issuer": f"http://127.0.0.1:{port}", "oidc_client_secret": SecretStr(SECRET)}
    house = await open_either_house("directory", **settings)
    provider = ScriptedProvider(port, house.clock)
    desk = Desk(house, provider)
    names = Names(given_name="Marlene", family_name="Brüggemann", email="m@bergkamen.example")
    grant = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
    async with serving(provider.app(), port):
        assert isinstance(
            await identities.arrive(desk.here, await desk.sign_in(), "", None), Unknown
        )
        async with desk.here.database.transaction() as uow:
            await invite(uow, names, [grant])
            account = (await uow.session.scalars(select(UnmatchedSignIn))).one()
            person_id = await person_at(uow.session, "m@bergkamen.example")
            assert person_id
            await identities.link(uow, account, person_id, LinkedBy.OFFICE)
        came = await identities.arrive(desk.here, await desk.sign_in(), "", None)
        assert isinstance(came, Entered)
        told = await use_cases.logout_token(desk.here, provider.logout_token())
    page = await house.http.get("/directory/offene-anmeldungen/konten")
    assert "Brüggemann, Marlene" in page.text
    async with desk.here.database.transaction() as uow:
        assert await end_by_logout(uow, told) == 1
        await identities.forget(uow)

"""The provider ends sessions, and the browser is sent there to end its own."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from services.directory.oidc import queries, use_cases
from services.directory.oidc.models import used_logout_tokens
from services.directory.oidc.values import LoggedOut, OidcRefused, Reason
from tests.directory.oidc.conftest import Desk
from tests.directory.oidc.provider import SUBJECT

pytestmark = pytest.mark.asyncio(loop_scope="module")

SID = "session-at-the-provider"


async def once(desk: Desk, told: LoggedOut) -> None:
    async with desk.here.database.transaction() as uow:
        await use_cases.use_once(uow, told)


async def test_a_logout_ends_all_of_a_person_although_it_names_a_session(desk: Desk) -> None:
    """Keycloak names one even where an administrator ended them all."""
    told = await use_cases.logout_token(desk.here, desk.provider.logout_token())
    assert (told.issuer, told.sub, told.sid) == (desk.provider.issuer, SUBJECT, SID)
    assert told.ends_all


async def test_a_house_may_say_that_only_that_session_ends(open_it: Any) -> None:
    desk = await open_it(oidc_logout_ends_all=False)
    told = await use_cases.logout_token(desk.here, desk.provider.logout_token())
    assert not told.ends_all
    everywhere = await use_cases.logout_token(desk.here, desk.provider.logout_token(sid=None))
    assert (everywhere.sub, everywhere.sid, everywhere.ends_all) == (SUBJECT, None, True)


async def test_the_session_is_named_as_it_was_at_the_sign_in(desk: Desk) -> None:
    person = await desk.sign_in()
    told = await use_cases.logout_token(desk.here, desk.provider.logout_token())
    assert (told.sid, told.sub) == (person.idp_sid, person.sub)


async def test_a_logout_token_is_used_once_and_with_its_effect(desk: Desk) -> None:
    told = await use_cases.logout_token(desk.here, desk.provider.logout_token(jti="one"))
    with pytest.raises(RuntimeError):
        async with desk.here.database.transaction() as uow:
            await use_cases.use_once(uow, told)
            raise RuntimeError("the sessions could not be ended")
    await once(desk, told)
    with pytest.raises(OidcRefused) as refusal:
        await once(desk, told)
    assert refusal.value.reason is Reason.REPEATED
    await once(desk, replace(told, token_id="two"))


async def test_used_logout_tokens_are_forgotten_when_they_are_too_old_anyway(desk: Desk) -> None:
    token = desk.provider.logout_token(exp=None)
    told = await use_cases.logout_token(desk.here, token)
    await once(desk, told)
    desk.house.clock.forward(timedelta(hours=1, seconds=1))
    async with desk.here.database.transaction() as uow:
        await use_cases.forget(uow)
        count = await uow.session.scalar(select(func.count()).select_from(used_logout_tokens))
    assert count == 0
    with pytest.raises(OidcRefused) as refusal:
        await use_cases.logout_token(desk.here, token)
    assert refusal.value.reason is Reason.EXPIRED


@pytest.mark.parametrize(
    "claims", [{"iss": "https://evil.example"}, {"aud": "another"}, {"nonce": "n"}]
)
async def test_a_token_that_is_no_logout_of_ours_ends_nothing(
    desk: Desk, claims: dict[str, Any]
) -> None:
    with pytest.raises(OidcRefused):
        await use_cases.logout_token(desk.here, desk.provider.logout_token(**claims))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ä.ö.ü", "\ud800"])
async def test_what_is_no_token_is_called_so(desk: Desk, token: str) -> None:
    with pytest.raises(OidcRefused) as refusal:
        await use_cases.logout_token(desk.here, token)
    assert refusal.value.reason is Reason.UNREADABLE


async def test_adfs_ends_a_session_through_the_browser(desk: Desk) -> None:
    settings, issuer = desk.here.settings, desk.provider.issuer
    told = queries.front_channel_logout(settings, issuer, SID)
    assert told == LoggedOut(issuer, None, SID, ends_all=False)
    for another in ("https://evil.example", f"{issuer}/", ""):
        assert queries.front_channel_logout(settings, another, SID) is None
    assert queries.front_channel_logout(settings, issuer, "") is None


async def test_the_browser_ends_its_session_at_the_provider_with_a_hint(desk: Desk) -> None:
    person = await desk.sign_in()
    address = await queries.logout_address(desk.here, person.id_token)
    assert address is not None
    assert address.startswith(f"{desk.provider.base}/logout?")
    assert parse_qs(urlsplit(address).query) == {
        "client_id": ["knotenpunkt"],
        "id_token_hint": [person.id_token],
        "post_logout_redirect_uri": ["http://knotenpunkt.test/directory/abgemeldet"],
    }


@pytest.mark.parametrize("hint", [None, "", "x" * 4001])
async def test_without_a_usable_hint_the_client_says_who_asks(desk: Desk, hint: str | None) -> None:
    address = await queries.logout_address(desk.here, hint)
    assert address is not None
    assert "id_token_hint" not in address
    assert "client_id=knotenpunkt" in address


async def test_a_provider_that_ends_nothing_or_is_down_stops_no_sign_out(desk: Desk) -> None:
    desk.provider.down = True
    assert await queries.logout_address(desk.here, None) is None
    desk.provider.down = False
    desk.provider.document = {"end_session_endpoint": None}
    assert await queries.logout_address(desk.here, None) is None

"""How long the provider's answers are believed, and what happens when it gives none."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from deploy.local.program import free_port
from services.directory.oidc.gateways import Provider
from services.directory.oidc.values import OidcRefused, Reason
from shared.clock import MovableClock
from shared.oidc_settings import OidcSettings
from tests.directory.oidc.provider import ScriptedProvider, new_key, scripted

MINUTE = timedelta(minutes=1)


@dataclass
class Stage:
    ours: Provider
    theirs: ScriptedProvider
    clock: MovableClock

    async def knows(self, key_id: str | None) -> bool:
        try:
            return bool((await self.ours.keys(key_id)).keys)
        except OidcRefused as refused:
            assert refused.reason is Reason.KEY_UNKNOWN
            return False


@asynccontextmanager
async def staged(**given: Any) -> AsyncGenerator[Stage]:
    clock = MovableClock()
    async with scripted(clock) as theirs:
        settings = OidcSettings(oidc_issuer=theirs.issuer, **given)
        yield Stage(Provider(settings, clock.now), theirs, clock)


@pytest.fixture
async def stage() -> AsyncGenerator[Stage]:
    async with staged() as stage:
        yield stage


async def test_keys_are_fetched_once_in_ten_minutes(stage: Stage) -> None:
    for _ in range(3):
        assert await stage.knows("one")
    stage.clock.forward(9 * MINUTE)
    assert await stage.knows("one")
    assert stage.theirs.fetched("/keys") == 1
    stage.clock.forward(2 * MINUTE)
    assert await stage.knows("one")
    assert stage.theirs.fetched("/keys") == 2


async def test_a_new_key_is_fetched_when_it_signs(stage: Stage) -> None:
    assert await stage.knows("one")
    stage.clock.forward(MINUTE)
    stage.theirs.rotate("two")
    assert await stage.knows("two")
    assert stage.theirs.fetched("/keys") == 2


async def test_made_up_key_ids_fetch_at_most_every_half_minute(stage: Stage) -> None:
    assert await stage.knows("one")
    stage.clock.forward(MINUTE)
    for number in range(5):
        assert not await stage.knows(f"made-up-{number}")
    assert stage.theirs.fetched("/keys") == 2
    stage.clock.forward(MINUTE)
    assert not await stage.knows("made-up")
    assert stage.theirs.fetched("/keys") == 3


async def test_a_withdrawn_key_is_believed_for_ten_minutes_at_most(stage: Stage) -> None:
    assert await stage.knows("one")
    stage.theirs.rotate("two")
    assert await stage.knows("one")
    stage.clock.forward(11 * MINUTE)
    assert not await stage.knows("one")


async def test_the_last_keys_are_good_while_the_provider_is_down(stage: Stage) -> None:
    assert await stage.knows("one")
    stage.theirs.down = True
    stage.clock.forward(60 * MINUTE)
    assert await stage.knows("one")
    stage.clock.forward(24 * 60 * MINUTE)
    with pytest.raises(OidcRefused) as refusal:
        await stage.ours.keys("one")
    assert refusal.value.reason is Reason.UNREACHABLE


async def test_a_failure_is_not_kept(stage: Stage) -> None:
    stage.theirs.down = True
    with pytest.raises(OidcRefused) as refusal:
        await stage.ours.keys("one")
    assert refusal.value.reason is Reason.UNREACHABLE
    stage.theirs.down = False
    assert await stage.knows("one")


async def test_a_provider_that_is_not_there_is_called_so() -> None:
    ours = Provider(OidcSettings(oidc_issuer=f"http://127.0.0.1:{free_port()}"), MovableClock().now)
    with pytest.raises(OidcRefused) as refusal:
        await ours.description()
    assert refusal.value.reason is Reason.UNREACHABLE


async def test_without_a_key_id_every_signing_key_may_have_signed(stage: Stage) -> None:
    stage.theirs.keys.append(new_key("two"))
    assert len((await stage.ours.keys(None)).keys) == 2


async def test_a_key_for_encryption_signs_nothing(stage: Stage) -> None:
    stage.theirs.keys = [new_key("one", use="enc")]
    assert not await stage.knows("one")


async def test_services_ask_inside_for_what_browsers_see_outside() -> None:
    clock = MovableClock()
    async with scripted(clock, "/realms/bergkamen") as theirs:
        inside = theirs.issuer
        theirs.issuer = outside = "https://anmeldung.example/realms/bergkamen"
        theirs.document = {
            "authorization_endpoint": f"{outside}/auth",
            "jwks_uri": f"{outside}/keys",
        }
        settings = OidcSettings(oidc_issuer=outside, oidc_internal_base=inside)
        described = await Provider(settings, clock.now).description()
    assert described.authorization_address == f"{outside}/auth"
    assert described.keys_address == f"{inside}/keys"


@pytest.mark.parametrize(
    "issuer",
    ["http://anmeldung.example", "https://", "anmeldung.example", "https://a.example/?x=1"],
)
def test_an_issuer_is_one_that_nobody_can_change_on_its_way(issuer: str) -> None:
    with pytest.raises(ValueError, match="https:// address"):
        OidcSettings(oidc_issuer=issuer)


def test_the_path_to_the_roles_keeps_its_order_and_its_dots() -> None:
    settings = OidcSettings(oidc_roles_claim="resource_access, my.client,roles")
    assert settings.oidc_roles_path == ("resource_access", "my.client", "roles")
    assert OidcSettings().oidc_roles_path == ()

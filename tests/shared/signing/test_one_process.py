"""The embedded form: links and tokens survive a rotation, and are refused after a break-in."""

from collections.abc import AsyncGenerator
from datetime import date, timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from prometheus_client import generate_latest

from deploy.sample import CLIENT_ID, CLIENT_SECRET, load_sample
from shared.contracts.directory import ACCESS_TOKENS
from shared.contracts.notifications import CODES, LINKS, SUPPORTERS
from shared.contracts.trainings import TASK_PAGE
from tests.house import House, embedded_house

pytestmark = pytest.mark.asyncio(loop_scope="module")
SEALED_TO = (CODES.name, SUPPORTERS.name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    folder = tmp_path_factory.mktemp("one_process")
    async with embedded_house(folder, ["directory", "trainings", "notifications"]) as house:
        context = house.context("directory")
        await load_sample(context.settings, context.database)
        yield house


async def token(house: House) -> str:
    form = {"grant_type": "client_credentials"}
    form |= {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    answer = await house.http.post("/directory/oauth/token", data=form)
    return str(answer.json()["access_token"])


async def status(house: House, given: str) -> tuple[int, int]:
    """At the service that signed it, and at another."""
    headers = {"Authorization": f"Bearer {given}"}
    paths = ("/directory/api/v1/schools", f"/trainings/api/v1/workers/{UUID(int=7)}/onboardings")
    found = [(await house.http.get(path, headers=headers)).status_code for path in paths]
    return found[0], found[1]


async def opened(house: House, link: str) -> int:
    """410 for a link that is signed, for its last day is over; 404 for any other."""
    return (await house.http.get(link)).status_code


async def test_a_rotation_ends_no_token_and_no_link(house: House) -> None:
    before, link = await token(house), house.link(TASK_PAGE, UUID(int=7), date(2026, 1, 1))
    for purpose in (ACCESS_TOKENS, LINKS):
        house.keys.ring(purpose).rotate()
    assert await status(house, before) == (200, 200)
    assert await status(house, await token(house)) == (200, 200)
    assert await opened(house, link) == 410
    house.clock.forward(timedelta(days=729))
    assert await opened(house, link) == 410


async def test_keys_rotate_by_themselves(house: House) -> None:
    [first, *_] = house.keys.ring(ACCESS_TOKENS).published()
    house.clock.forward(ACCESS_TOKENS.signs_for)
    assert await status(house, await token(house)) == (200, 200)
    [second, *_] = house.keys.ring(ACCESS_TOKENS).published()
    assert second["kid"] != first["kid"]


async def test_after_a_break_in_nothing_of_before_is_valid(house: House) -> None:
    before, link = await token(house), house.link(TASK_PAGE, UUID(int=7), date(2026, 1, 1))
    assert await status(house, before) == (200, 200)
    for purpose in (ACCESS_TOKENS, LINKS):
        house.keys.ring(purpose).replace()
    assert await status(house, before) == (401, 401)
    assert await opened(house, link) == 404
    assert await status(house, await token(house)) == (200, 200)


@pytest.mark.parametrize("service", ["directory", "notifications"])
async def test_a_service_publishes_what_it_signs_with_and_nothing_private(
    house: House, service: str
) -> None:
    answer = await house.http.get(f"/{service}/.well-known/jwks.json")
    keys = answer.json()["keys"]
    assert len(keys) >= 2
    assert "max-age" in answer.headers["cache-control"]
    for key in keys:
        assert "d" not in key
        assert key["use"] == ("enc" if key["purpose"] in SEALED_TO else "sig")


async def test_it_is_not_counted_that_keys_were_read(house: House) -> None:
    """Somebody may have opened the link of a survey just then."""
    await house.http.get("/notifications/.well-known/jwks.json")
    counted = generate_latest()
    assert b"/oauth/token" in counted
    assert b"jwks" not in counted


async def test_who_signs_nothing_publishes_nothing(house: House) -> None:
    assert (await house.http.get("/trainings/.well-known/jwks.json")).status_code == 404


async def test_a_service_cannot_reach_the_keys_of_another_through_its_context(house: House) -> None:
    with pytest.raises(ValueError, match="only directory signs"):
        house.context("trainings").ring(ACCESS_TOKENS)

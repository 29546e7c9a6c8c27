"""Who is signed in enters where one of their roles may, and nobody else does."""

from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from fastapi import Depends, FastAPI
from httpx2 import AsyncClient
from sqlalchemy import delete, update

from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant, SessionRecord
from shared.web.sessions.cookies import AWAKE, LONGEST_SECONDS, SESSION, cookie_name
from shared.web.sessions.models import access, sessions
from shared.web.sessions.person import Me, person
from tests.house import BERGKAMEN, URL, House, embedded_house
from tests.signing_in import OPERATOR, coordinator_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
KITCHEN = "/directory/kitchen"
SIGNED_IN, STILL_THERE = cookie_name(URL, SESSION), cookie_name(URL, AWAKE)
ARRIVING = cookie_name(URL, "knotenpunkt-neu")
Entered = Callable[[House], None]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    """A directory with a kitchen that is for operators."""
    folder = tmp_path_factory.mktemp("kitchen")
    async with embedded_house(folder, ["directory"]) as house:
        app: FastAPI = house.app.state.mounted["directory"]
        operator = person(AccessRole.OPERATOR)

        @app.get("/kitchen")
        async def look(me: Me = Depends(operator)) -> str:
            return me.role

        @app.post("/kitchen", dependencies=[Depends(operator)])
        async def cook() -> str:
            return "cooked"

        yield house


async def enter(house: House, *grants: Grant) -> AsyncClient:
    """A browser of somebody new who may do this."""
    house.http.cookies.clear()
    house.http.cookies.update(await house.sign_in(*grants))
    return house.http


async def refused(http: AsyncClient) -> None:
    answer = await http.get(KITCHEN)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/signed-out")


async def test_an_operator_enters(house: House) -> None:
    http = await enter(house, coordinator_of(BERGKAMEN), OPERATOR)
    assert (await http.get(KITCHEN)).json() == "operator"
    assert (await http.post(KITCHEN)).json() == "cooked"


async def test_another_role_does_not(house: House) -> None:
    http = await enter(house, coordinator_of(BERGKAMEN))
    answer = await http.get(KITCHEN)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/forbidden")


async def test_a_role_that_is_over_or_for_elsewhere_is_none(house: House) -> None:
    yesterday = local_date(house.clock.now()) - timedelta(days=1)
    for grant in (OPERATOR.model_copy(update={"valid_to": yesterday}), coordinator_of("05978020")):
        await refused(await enter(house, grant))


@pytest.mark.parametrize("missing", [SIGNED_IN, STILL_THERE])
async def test_without_both_cookies_nobody_enters(house: House, missing: str) -> None:
    http = await enter(house, OPERATOR)
    http.cookies.delete(missing)
    await refused(http)


@pytest.mark.parametrize("wrong", ["", "x", "x" * 43, "x" * 65, "."])
async def test_a_wrong_cookie_opens_nothing(house: House, wrong: str) -> None:
    http = await enter(house, OPERATOR)
    right = http.cookies[SIGNED_IN]
    http.cookies.delete(SIGNED_IN)
    for value in (wrong, right[:-1], right + "x", right.swapcase()):
        header = {"cookie": f"{SIGNED_IN}={value}; {STILL_THERE}=1"}
        answer = await http.get(KITCHEN, headers=header)
        assert (answer.status_code, answer.json()["type"]) == (401, "/problems/signed-out")


async def test_a_cookie_of_another_installation_opens_nothing(house: House) -> None:
    http = await enter(house, OPERATOR)
    secret = http.cookies[SIGNED_IN]
    http.cookies.clear()
    elsewhere = cookie_name("http://other.test", SESSION), cookie_name("http://other.test", AWAKE)
    http.cookies.update(dict(zip(elsewhere, (secret, "1"), strict=True)))
    await refused(http)


async def test_a_sign_in_ends_by_its_record_its_role_or_its_time(house: House) -> None:
    ends = (
        delete(sessions),
        delete(access),
        update(sessions).values(ends_at=house.clock.now()),
    )
    for end in ends:
        http = await enter(house, OPERATOR)
        assert (await http.get(KITCHEN)).status_code == 200
        async with house.context("directory").database.transaction() as uow:
            await uow.session.execute(end)
        await refused(http)


async def test_a_sign_in_on_its_way_is_waited_for(house: House) -> None:
    http = await enter(house)
    http.cookies.clear()
    now = int(house.clock.now().timestamp())
    http.cookies.update({SIGNED_IN: uuid4().hex, STILL_THERE: "1", ARRIVING: str(now - 29)})
    answer = await http.get(KITCHEN)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/sign-in-arriving")
    assert answer.headers["refresh"] == "1"


@pytest.mark.parametrize("seconds", [-30, 30, 35 * 86400])
async def test_a_sign_in_long_ago_by_our_clock_is_not_waited_for(
    house: House, seconds: int
) -> None:
    http = await enter(house)
    http.cookies.clear()
    then = int(house.clock.now().timestamp()) - seconds
    http.cookies.update({SIGNED_IN: uuid4().hex, STILL_THERE: "1", ARRIVING: str(then)})
    await refused(http)


@pytest.mark.parametrize("wrong", ["", "x", "²", "9" * 400])
async def test_a_time_of_sign_in_that_is_none_is_not_waited_for(house: House, wrong: str) -> None:
    http = await enter(house)
    http.cookies.clear()
    cookies = {SIGNED_IN: uuid4().hex, STILL_THERE: "1", ARRIVING: wrong}
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    answer = await http.get(KITCHEN, headers={b"cookie": header.encode()})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ],
)
async def test_another_site_cannot_make_an_operators_browser_act(
    house: House, headers: dict[str, str]
) -> None:
    """Neither can whoever does not say where the request comes from."""
    http = await enter(house, OPERATOR)
    request = http.build_request("POST", KITCHEN, headers=headers)
    if "Sec-Fetch-Site" not in headers:
        del request.headers["sec-fetch-site"]
    answer = await http.send(request)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/cross-site")


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": URL}])
async def test_a_form_of_our_own_acts(house: House, headers: dict[str, str]) -> None:
    http = await enter(house, OPERATOR)
    request = http.build_request("POST", KITCHEN, headers=headers)
    if "Sec-Fetch-Site" not in headers:
        del request.headers["sec-fetch-site"]
    assert (await http.send(request)).json() == "cooked"


async def test_nobody_is_revived_by_a_service_that_missed_the_end_of_a_sign_in() -> None:
    """A copy may be half as old as word of an end is kept before all of it is read anew."""
    assert timedelta(seconds=LONGEST_SECONDS) < SessionRecord.erasure_visible / 2

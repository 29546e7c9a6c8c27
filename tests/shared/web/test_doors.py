"""Whoever may not send a large body is told so before any of it is read."""

import pytest
from starlette.types import Message

from deploy.services import NAMES, load
from shared.runtime import LARGEST_MESSAGE, USUAL_BODY, _of_pages
from shared.web.audience import Audience, audience_of, routes_of
from shared.web.limits import doors_of
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.signing_in import coordinator_of

LARGE = USUAL_BODY + 1
PROGRAMS = ["/directory/api/v1/hires/bulk"]
PEOPLE = [
    f"/directory/api/v1/schools?municipality={BERGKAMEN}",
    "/directory/api/v1/organizations/import",
    "/directory/organisationen/import",
    "/directory/fachkraefte/import",
    "/directory/fachkraefte/listen/austritte/import",
    "/dashboard/angehalten/kopie",
    "/surveys/api/v1/parked/00000000-0000-0000-0000-000000000000/copy",
]


async def posted(
    house: House, address: str, headers: dict[str, str], size: int | None = LARGE
) -> tuple[int, bool]:
    """The status, and whether anything of the body was asked for. Streamed without a ``size``."""
    path, _, query = address.partition("?")
    length = {"transfer-encoding": "chunked"} if size is None else {"content-length": str(size)}
    sent = {"host": "knotenpunkt.test", "sec-fetch-site": "same-origin", **length, **headers}
    started: list[int] = []
    read: list[Message] = []

    async def receive() -> Message:
        read.append({"type": "http.disconnect"})
        return read[-1]

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.append(message["status"])

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("knotenpunkt.test", 80),
    }
    await house.app(scope, receive, send)
    return (started or [0])[0], bool(read)


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house(*NAMES)


@pytest.mark.parametrize("size", [LARGE, None])
@pytest.mark.parametrize("address", [*PROGRAMS, *PEOPLE])
async def test_a_stranger_sends_nothing_large(house: House, address: str, size: int | None) -> None:
    assert await posted(house, address, {}, size) == (401, False)
    assert await posted(house, address, {"authorization": "Bearer made.up.token"}, size) == (
        401,
        False,
    )


@pytest.mark.parametrize("address", ["/dashboard/angehalten/kopie", PEOPLE[-1]])
async def test_whoever_has_another_role_sends_nothing_large(house: House, address: str) -> None:
    held = await house.sign_in(coordinator_of(BERGKAMEN))
    cookie = "; ".join(f"{name}={value}" for name, value in held.items())
    assert await posted(house, address, {"cookie": cookie}) == (403, False)


async def test_another_site_sends_nothing_large_in_somebodys_name(house: House) -> None:
    held = await house.sign_in(coordinator_of(BERGKAMEN))
    cookie = "; ".join(f"{name}={value}" for name, value in held.items())
    other = {"cookie": cookie, "sec-fetch-site": "cross-site"}
    assert await posted(house, "/directory/organisationen/import", other) == (403, False)


async def test_whoever_may_is_read(house: House) -> None:
    held = await house.sign_in(coordinator_of(BERGKAMEN))
    cookie = "; ".join(f"{name}={value}" for name, value in held.items())
    _, read = await posted(house, "/directory/organisationen/import", {"cookie": cookie})
    assert read


async def test_every_route_that_takes_much_has_a_door(house: House) -> None:
    for name in NAMES:
        app, service = house.app.state.mounted[name], load(name)
        larger = {"/copy": LARGEST_MESSAGE, **service.large_bodies, **_of_pages(service)}
        doors = doors_of(app, larger)
        for route in routes_of(app):
            if str(route.path).endswith(tuple(larger)) and "POST" in (route.methods or ()):
                known = [each for each in doors if each.path.fullmatch(str(route.path_format))]
                assert known, f"anybody may send much to {route.path}"
                assert audience_of(route) in set(Audience) - {Audience.PUBLIC, Audience.LINK}

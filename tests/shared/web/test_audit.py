"""What people and programs change or look at leaves an entry; nobody can take it away."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from fastapi import Request, Response
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import select, update

from deploy.services import load
from services.directory.organizations.models import organizations
from shared.context import Reading, Uow
from shared.messaging.tables import audit
from shared.runtime import build_app
from shared.web.audit import looked
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from tests.house import BERGKAMEN, URL, House, embedded_house, new_key
from tests.signing_in import coordinator_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
NEW = {"name": "Neuer Träger e. V.", "kind": "carrier", "version": "0"}
LIST = "/directory/organisationen"
API = f"/directory/api/v1/organizations?municipality={BERGKAMEN}"
Entry = tuple[str, str, str, str, str]

_forget_all_day = (
    update(organizations).where(organizations.c.tenant == BERGKAMEN).values(all_day_school=False)
)
probe = PageRouter("shared.web.kit", prefix="/probe", audience=Coordinator)


@probe.post("/{thing_id}")
async def change_thing(request: Request, uow: Uow, thing_id: UUID, fails: bool = False) -> Response:
    """A page that knows nothing of the audit."""
    await uow.session.execute(_forget_all_day)
    if fails:
        raise RuntimeError("broken")
    return Response()


@probe.get("/{person_id}", dependencies=[looked])
async def show_person(session: Reading, person_id: UUID) -> Response:
    return Response()


@probe.get("")
async def show_nobody(session: Reading) -> Response:
    return Response()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    async with embedded_house(tmp_path_factory.mktemp("audit"), ["directory"]) as house:
        yield house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def probing(house: House) -> AsyncGenerator[AsyncClient]:
    """Signed in as a coordinator at a service with pages of its own."""
    app = build_app(replace(load("directory"), pages=[probe]), house.context("directory"))
    client = AsyncClient(
        transport=ASGITransport(app=app, raise_app_exceptions=False),
        base_url=URL,
        headers={"sec-fetch-site": "same-origin"},
        cookies=await house.sign_in(coordinator_of(BERGKAMEN)),
    )
    async with client:
        yield client


async def entries(house: House, since: int = 0) -> list[Any]:
    every = await house.rows("directory", select(audit).order_by(audit.c.position))
    return every[since:]


async def said(house: House, since: int) -> list[Entry]:
    """Role, action, kind and id of the object, and tenant."""
    new = await entries(house, since)
    return [(e.role, e.action, e.object_kind, e.object_id, e.tenant) for e in new]


async def test_a_page_that_does_nothing_for_it_is_recorded(
    house: House, probing: AsyncClient
) -> None:
    before, thing = len(await entries(house)), str(uuid4())
    assert (await probing.post(f"/probe/{thing}")).status_code == 200
    action = "POST /probe/{thing_id}"
    assert await said(house, before) == [("coordinator", action, "probe", thing, BERGKAMEN)]


async def test_what_is_rolled_back_leaves_no_entry(house: House, probing: AsyncClient) -> None:
    before = len(await entries(house))
    assert (await probing.post(f"/probe/{uuid4()}?fails=true")).status_code == 500
    assert await said(house, before) == []


async def test_a_look_is_recorded_where_the_route_says_so(
    house: House, probing: AsyncClient
) -> None:
    before, person = len(await entries(house)), str(uuid4())
    assert (await probing.get(f"/probe/{person}")).status_code == 200
    assert (await probing.get("/probe")).status_code == 200
    action = "GET /probe/{person_id}"
    assert await said(house, before) == [("coordinator", action, "probe", person, BERGKAMEN)]


async def test_what_a_form_has_made_is_named_and_who_made_it(house: House) -> None:
    before, me = len(await entries(house)), uuid4()
    headers = {"cookie": _cookie(await house.sign_in(coordinator_of(BERGKAMEN), person_id=me))}
    async with AsyncClient(transport=ASGITransport(app=house.app), base_url=URL) as http:
        usual = {"sec-fetch-site": "same-origin"}
        answer = await http.post(f"{LIST}/neu", data=NEW, headers=headers | usual)
    made = answer.headers["location"].rpartition("/")[2]
    action = "POST /organisationen/neu"
    assert await said(house, before) == [("coordinator", action, "organisationen", made, BERGKAMEN)]
    assert (await entries(house))[-1].actor == str(me)


async def test_a_form_that_is_shown_again_leaves_nothing(house: House) -> None:
    taken = NEW | {"name": "Es gibt mich"}
    await house.http.post(f"{LIST}/neu", data=taken)
    before = len(await entries(house))
    for faulty in (NEW | {"name": ""}, taken):
        assert (await house.http.post(f"{LIST}/neu", data=faulty)).status_code == 422
    assert await said(house, before) == []


async def test_a_repeat_with_the_same_key_is_recorded_once(house: House) -> None:
    before, key = len(await entries(house)), new_key()
    body = {"name": "Einmal", "kind": "carrier"}
    for _ in range(2):
        assert (await house.http.post(API, json=body, headers=key)).status_code == 201
    [entry] = await said(house, before)
    assert entry[1:3] == ("POST /api/v1/organizations", "organizations")


async def test_a_list_that_becomes_a_file_is_recorded(house: House) -> None:
    before = len(await entries(house))
    await house.http.get(LIST)
    assert await said(house, before) == []
    await house.http.get(f"{LIST}?als=csv")
    assert [entry[1:3] for entry in await said(house, before)] == [("export", "organisationen")]


def _cookie(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())

"""The office gives programs credentials, changes them without a gap, takes them away at once."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from httpx2 import ASGITransport, AsyncClient, Response
from sqlalchemy import select

from services.directory.access.models import client_secrets
from services.directory.organizations.models import organizations
from shared.web.idempotency import answers
from tests.directory.conftest import OTHER_CARRIER, Desk, open_desk
from tests.house import BERGKAMEN, URL, new_key

pytestmark = pytest.mark.asyncio(loop_scope="module")

CLIENTS = "/directory/api/v1/clients"
ADDRESSES = (f"192.0.2.{number % 250}" for number in count(1))
"""Another for every sign-in, so that wrong ones are not counted together."""
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.real)]


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=DATABASES)
async def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Desk]:
    folder: Path = tmp_path_factory.mktemp("clients")
    url = ""
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        server.create_for("directory", "clients_api")
        url = server.owner_url("clients_api")
    async with open_desk(folder, url) as desk:
        yield desk


async def carrier_id(desk: Desk, name: str = OTHER_CARRIER) -> str:
    query = select(organizations.c.id).where(organizations.c.name == name)
    [(found,)] = await desk.house.rows("directory", query)
    return str(found)


async def ask_for_client(desk: Desk, key: dict[str, str] | None = None, **changes: Any) -> Response:
    body = {"municipality": BERGKAMEN, "carrier_id": await carrier_id(desk), **changes}
    return await desk.house.http.post(CLIENTS, json=body, headers=key or new_key())


async def new_client(desk: Desk, **changes: Any) -> dict[str, str]:
    answer = await ask_for_client(desk, **changes)
    assert answer.status_code == 201, answer.text
    client: dict[str, str] = answer.json()
    return client


async def rotated(desk: Desk, client: dict[str, str], minutes: int | None = None) -> dict[str, str]:
    body = None if minutes is None else {"overlap_minutes": minutes}
    path = f"{CLIENTS}/{client['client_id']}/secret"
    answer = await desk.house.http.post(path, headers=new_key(), json=body)
    assert answer.status_code == 201, answer.text
    fresh: dict[str, str] = answer.json()
    return fresh


async def sign_in(desk: Desk, client: dict[str, str]) -> Response:
    form = {"grant_type": "client_credentials", **client}
    transport = ASGITransport(app=desk.house.app, client=(next(ADDRESSES), 4711))
    async with AsyncClient(transport=transport, base_url=URL) as elsewhere:
        return await elsewhere.post("/directory/oauth/token", data=form)


async def status(desk: Desk, client: dict[str, str]) -> int:
    return (await sign_in(desk, client)).status_code


async def asked_with(desk: Desk, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    path = "/directory/api/v1/schools"
    return (await desk.house.http.get(path, headers=headers)).status_code


async def shown(desk: Desk, client: dict[str, str]) -> dict[str, Any]:
    answer = await desk.house.http.get(f"{CLIENTS}/{client['client_id']}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def test_a_new_client_gets_a_token(desk: Desk) -> None:
    answer = await sign_in(desk, await new_client(desk))
    assert (answer.status_code, answer.json()["scope"]) == (200, "hires:read hires:write")


async def test_a_client_has_the_scopes_it_was_given(desk: Desk) -> None:
    client = await new_client(desk, scopes=["scim", "webhooks"])
    assert (await sign_in(desk, client)).json()["scope"] == "scim webhooks"
    assert (await shown(desk, client))["scopes"] == ["scim", "webhooks"]


@pytest.mark.parametrize("scopes", [[], ["admin"], ["hires"], "hires:read", [""]])
async def test_scopes_that_nobody_knows_are_refused(desk: Desk, scopes: Any) -> None:
    assert (await ask_for_client(desk, scopes=scopes)).status_code == 422


async def test_a_repeat_makes_no_second_client_and_shows_no_secret(desk: Desk) -> None:
    key = new_key()
    first = await ask_for_client(desk, key)
    again = await ask_for_client(desk, key)
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert again.json() == {"client_id": first.json()["client_id"], "client_secret": None}
    kept = await desk.house.rows("directory", select(answers.c.body))
    assert first.json()["client_secret"] not in str(kept)


async def test_without_a_key_that_tells_repeats_no_client_is_made(desk: Desk) -> None:
    body = {"municipality": BERGKAMEN, "carrier_id": await carrier_id(desk)}
    answer = await desk.house.http.post(CLIENTS, json=body)
    assert answer.status_code == 422


async def test_what_was_made_is_where_the_answer_says(desk: Desk) -> None:
    answer = await ask_for_client(desk)
    found = await desk.house.http.get(answer.headers["location"])
    assert found.json()["client_id"] == answer.json()["client_id"]


async def test_an_old_secret_is_refused_after_a_rotation(desk: Desk) -> None:
    client = await new_client(desk)
    fresh = await rotated(desk, client)
    assert (await status(desk, client), await status(desk, fresh)) == (401, 200)


async def test_two_secrets_are_valid_for_the_time_chosen(desk: Desk) -> None:
    client = await new_client(desk)
    fresh = await rotated(desk, client, minutes=60)
    assert (await status(desk, client), await status(desk, fresh)) == (200, 200)
    desk.house.clock.forward(timedelta(minutes=59))
    assert await status(desk, client) == 200
    desk.house.clock.forward(timedelta(minutes=1))
    assert (await status(desk, client), await status(desk, fresh)) == (401, 200)


async def test_never_more_than_two_secrets_are_valid(desk: Desk) -> None:
    first = await new_client(desk)
    second = await rotated(desk, first, minutes=60)
    third = await rotated(desk, first, minutes=60)
    found = [await status(desk, each) for each in (first, second, third)]
    assert found == [401, 200, 200]
    ends = [each["ends_at"] for each in (await shown(desk, first))["secrets"]]
    assert [end is None for end in ends] == [False, True]


async def test_a_rotation_without_an_overlap_ends_every_other_secret(desk: Desk) -> None:
    first = await new_client(desk)
    second = await rotated(desk, first, minutes=60)
    third = await rotated(desk, first, minutes=0)
    assert [await status(desk, each) for each in (first, second, third)] == [401, 401, 200]


@pytest.mark.parametrize("minutes", [-1, 30 * 24 * 60 + 1, "soon"])
async def test_an_overlap_nobody_should_choose_is_refused(desk: Desk, minutes: Any) -> None:
    client = await new_client(desk)
    path = f"{CLIENTS}/{client['client_id']}/secret"
    answer = await desk.house.http.post(path, headers=new_key(), json={"overlap_minutes": minutes})
    assert answer.status_code == 422
    assert await status(desk, client) == 200


async def test_a_revoked_client_gets_no_token_and_its_tokens_are_refused_at_once(
    desk: Desk,
) -> None:
    client = await new_client(desk)
    other = await rotated(desk, client, minutes=60)
    token = (await sign_in(desk, client)).json()["access_token"]
    assert await asked_with(desk, token) == 200
    answer = await desk.house.http.delete(f"{CLIENTS}/{client['client_id']}")
    assert answer.status_code == 204
    assert await asked_with(desk, token) == 401
    assert (await status(desk, client), await status(desk, other)) == (401, 401)
    assert (await shown(desk, client))["revoked_at"] is not None


async def test_a_revoked_client_gets_no_new_secret(desk: Desk) -> None:
    client = await new_client(desk)
    path = f"{CLIENTS}/{client['client_id']}"
    await desk.house.http.delete(path)
    assert (await desk.house.http.post(f"{path}/secret", headers=new_key())).status_code == 404
    assert (await desk.house.http.delete(path)).status_code == 404


async def test_the_office_sees_when_and_from_where_a_client_was_used(desk: Desk) -> None:
    client = await new_client(desk)
    before = await shown(desk, client)
    assert (before["last_used_at"], before["last_used_from"]) == (None, None)
    await sign_in(desk, client)
    after = await shown(desk, client)
    assert after["last_used_at"] is not None
    assert after["last_used_from"].startswith("192.0.2.")
    await sign_in(desk, client)
    assert (await shown(desk, client))["last_used_from"] not in (None, after["last_used_from"])


async def test_a_guess_is_no_use_of_a_client(desk: Desk) -> None:
    client = await new_client(desk)
    assert await status(desk, client | {"client_secret": "guessed"}) == 401
    assert (await shown(desk, client))["last_used_at"] is None


async def test_what_is_shown_of_a_client_bears_no_secret_and_no_digest(desk: Desk) -> None:
    client = await new_client(desk)
    text = (await desk.house.http.get(f"{CLIENTS}/{client['client_id']}")).text
    query = select(client_secrets.c.secret_sha256)
    mine = query.where(client_secrets.c.client_id == client["client_id"])
    [(digest,)] = await desk.house.rows("directory", mine)
    assert client["client_secret"] not in text
    assert bytes(digest).hex() not in text


async def test_all_clients_of_a_municipality_are_listed_page_by_page(desk: Desk) -> None:
    made = {(await new_client(desk))["client_id"] for _ in range(3)}
    found: list[str] = []
    where: str | None = f"{CLIENTS}?municipality={BERGKAMEN}&limit=2"
    while where:
        page = (await desk.house.http.get(where)).json()
        assert len(page["items"]) <= 2
        found += [each["client_id"] for each in page["items"]]
        where = page["next"]
    assert found == sorted(set(found))
    assert made | {"sample-carrier"} <= set(found)


async def test_clients_of_a_municipality_that_is_not_served_here_are_refused(desk: Desk) -> None:
    answer = await desk.house.http.get(f"{CLIENTS}?municipality=05978020")
    assert answer.status_code == 422


async def test_a_client_is_not_made_for_what_is_no_carrier(desk: Desk) -> None:
    school = await carrier_id(desk, "Hauptschule am Kanal (Beispiel)")
    answer = await ask_for_client(desk, carrier_id=school)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/carrier-not-found")


async def test_an_unknown_client_is_not_found(desk: Desk) -> None:
    assert (await desk.house.http.get(f"{CLIENTS}/carrier-nobody")).status_code == 404

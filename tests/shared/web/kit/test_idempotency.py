"""A request that comes again is answered as it was, and does nothing."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import func, select

from shared.clock import MovableClock
from shared.web import idempotency
from shared.web.idempotency import Answer, Request, answered, fingerprint, remember, repeated
from shared.web.problem import Problem
from tests.shared.web.kit.example.api import NewOrganization
from tests.shared.web.kit.example.models import Organization
from tests.shared.web.kit.example.service import Example
from tests.signing_in import coordinator_of, sign_in

URL = "/directory/api/v1/organizations"


async def post(client: AsyncClient, key: str | None, **body: Any) -> Response:
    headers = {"Accept": "application/json"}
    if key is not None:
        headers["Idempotency-Key"] = key
    return await client.post(URL, json={"name": "Haus", **body}, headers=headers)


async def count(example: Example) -> int:
    async with example.context.database.reading() as session:
        return (await session.scalar(select(func.count()).select_from(Organization))) or 0


async def test_the_same_again_gets_the_same_answer_and_does_nothing(
    client: AsyncClient, example: Example
) -> None:
    first, second = await post(client, "a"), await post(client, "a", hours=0)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first.headers["location"] == second.headers["location"]
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert await count(example) == 1


async def test_what_is_kept_of_a_body_cannot_be_guessed(
    client: AsyncClient, example: Example
) -> None:
    await post(client, "a")
    body, what = NewOrganization(name="Haus"), f"POST {URL}"
    async with example.context.database.reading() as session:
        kept = await session.scalar(select(idempotency.answers.c.fingerprint))
    assert kept == fingerprint(example.context.key(idempotency.PURPOSE), what, body)
    assert kept != fingerprint(b"", what, body)


async def test_another_key_is_another_request(client: AsyncClient, example: Example) -> None:
    assert (await post(client, "a")).json() != (await post(client, "b")).json()
    assert await count(example) == 2


async def test_a_key_with_another_body_is_refused(client: AsyncClient, example: Example) -> None:
    await post(client, "a")
    refused = await post(client, "a", name="Anderes Haus")
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/idempotency-key-reused"
    assert await count(example) == 1


async def test_a_request_that_failed_may_be_tried_again(
    client: AsyncClient, example: Example
) -> None:
    assert (await post(client, "a", name="refused")).status_code == 409
    assert (await post(client, "a")).status_code == 201
    assert await count(example) == 1


async def test_several_at_once_are_one(client: AsyncClient, example: Example) -> None:
    found = await asyncio.gather(*(post(client, "a") for _ in range(8)))
    assert {each.status_code for each in found} == {201}
    assert len({each.content for each in found}) == 1
    assert sorted("idempotent-replayed" in each.headers for each in found) == [False] + [True] * 7
    assert await count(example) == 1


async def test_an_answer_is_kept_for_a_day(client: AsyncClient, example: Example) -> None:
    await post(client, "a")
    clock = example.context.clock
    assert isinstance(clock, MovableClock)
    clock.forward(timedelta(hours=23))
    assert "idempotent-replayed" in (await post(client, "a")).headers
    clock.forward(timedelta(hours=2))
    assert "idempotent-replayed" not in (await post(client, "a", name="Neues Haus")).headers
    assert "idempotent-replayed" in (await post(client, "a", name="Neues Haus")).headers
    assert await count(example) == 2
    clock.forward(timedelta(hours=25))
    async with example.context.database.transaction() as uow:
        await idempotency.forget(uow)
    async with example.context.database.reading() as session:
        assert (await session.execute(select(idempotency.answers))).all() == []


async def test_a_key_is_asked_for(client: AsyncClient) -> None:
    for key in (None, "", "x" * 129, "with space"):
        assert (await post(client, key)).status_code == 422


async def test_a_batch_looks_up_and_keeps_its_answers_together(example: Example) -> None:
    body = NewOrganization(name="Haus")
    mine, none = Request("me", "a", fingerprint(b"key", "add", body)), Request("me", None, "")
    other = Request("somebody else", "a", mine.fingerprint)
    async with example.context.database.bulk() as uow:
        remember(uow, [(mine, Answer(201, "{}", "/here")), (none, Answer(201, "[]"))])
    async with example.context.database.reading() as session:
        known = await answered(session, [mine, none, other])
    assert repeated(known, mine) == Answer(201, "{}", "/here")
    assert (repeated(known, none), repeated(known, other)) == (None, None)
    with pytest.raises(Problem) as refusal:
        repeated(known, Request("me", "a", "another content"))
    assert refusal.value.status == 422


async def test_callers_do_not_share_keys(client: AsyncClient, example: Example) -> None:
    first = await post(client, "a")
    client.cookies.update(await sign_in([example.context], coordinator_of("05978020")))
    assert (await post(client, "a")).json() != first.json()
    assert await count(example) == 2

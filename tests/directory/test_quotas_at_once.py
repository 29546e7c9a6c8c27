"""Quotas hold when requests come at once: the database itself lets nobody beyond them."""

import asyncio
import json
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from services.directory.app import service
from services.directory.employments.models import employments
from services.directory.quotas.models import WITHIN, quotas
from services.directory.quotas.use_cases import store
from services.directory.quotas.values import Claim
from shared.messaging.coalescing import TRIES, attempt
from shared.messaging.unit_of_work import BulkUnitOfWork
from shared.web.conflicts import constraint_of, problem_of_database
from tests.directory.conftest import Desk, hire
from tests.directory.test_quotas import (
    PER_ADDRESS,
    PER_CLIENT,
    assert_refused,
    stranger,
    strict_desk,
)

__all__ = ["strict_desk"]

FILES = 10


async def post(desk: Desk, number: int, rows: int, **changes: Any) -> Response:
    hires = [hire(**stranger(100 * number + row, **changes)) for row in range(rows)]
    return await desk.carrier.file(json.dumps(hires).encode(), "application/json")


async def stored(desk: Desk) -> int:
    query = select(func.count()).select_from(employments)
    rows: list[Any] = await desk.house.rows("directory", query)
    return int(rows[0][0])


def assert_beyond(answers: list[Response], kind: str, taken: int) -> None:
    """Every row has been answered, and those beyond the quota say so."""
    assert [answer.status_code for answer in answers] == [200] * len(answers), answers
    rows = [row for answer in answers for row in answer.json()["rows"]]
    refused = [row["problem"]["type"] for row in rows if row["outcome"] == "refused"]
    assert refused == [f"/problems/quota-of-{kind}-exceeded"] * (len(rows) - taken)


@pytest.mark.parametrize("rows", [PER_CLIENT, PER_CLIENT - 1])
async def test_of_files_at_once_a_client_s_quota_is_taken(strict_desk: Desk, rows: int) -> None:
    answers = await asyncio.gather(*(post(strict_desk, n, rows) for n in range(FILES)))
    assert await stored(strict_desk) == PER_CLIENT
    assert_beyond(answers, "client", PER_CLIENT)


async def test_of_files_at_once_an_address_is_written_to_so_often(strict_desk: Desk) -> None:
    changes = {"person__email": "opfer@example.org"}
    answers = await asyncio.gather(
        *(post(strict_desk, n, PER_ADDRESS, **changes) for n in range(FILES))
    )
    assert await stored(strict_desk) == PER_ADDRESS
    assert_beyond(answers, "address", PER_ADDRESS)


async def test_of_hires_beside_files_a_client_s_quota_is_taken(strict_desk: Desk) -> None:
    singles = (strict_desk.carrier.hire(**stranger(5000 + n)) for n in range(FILES))
    files = (post(strict_desk, n, 2) for n in range(FILES))
    answers = await asyncio.gather(*singles, *files)
    assert await stored(strict_desk) == PER_CLIENT
    for answer in answers[:FILES]:
        if answer.status_code != 201:
            assert_refused(answer, "client")
    assert {answer.status_code for answer in answers[FILES:]} == {200}


async def test_the_database_refuses_what_nobody_has_looked_up(strict_desk: Desk) -> None:
    database = strict_desk.house.context("directory").database
    claim = Claim("client x", "address y", per_client=3, per_address=2)
    async with database.bulk() as uow:
        store(uow, [claim, claim])
    with pytest.raises(IntegrityError) as refusal:
        async with database.bulk() as uow:
            store(uow, [claim])
    assert constraint_of(refusal.value, ()) == WITHIN
    more = Claim("client x", "address z", per_client=4, per_address=2)
    async with database.bulk() as uow:
        store(uow, [more])
    query = select(quotas.c.subject, quotas.c.used, quotas.c.most).order_by(quotas.c.subject)
    assert await strict_desk.house.rows("directory", query) == [
        ("address y", 2, 2),
        ("address z", 1, 2),
        ("client x", 3, 4),
    ]


async def test_who_is_always_slower_is_told_to_come_again(strict_desk: Desk) -> None:
    database = strict_desk.house.context("directory").database
    tries = []

    async def work(uow: BulkUnitOfWork) -> None:
        tries.append(uow)
        store(uow, [Claim("client x", "address y", per_client=1, per_address=1)] * 2)

    with pytest.raises(IntegrityError) as refusal:
        await attempt(database.bulk, work)
    assert len(tries) == TRIES
    problem = problem_of_database(refusal.value, service.constraints)
    assert problem is not None
    assert (problem.status, problem.code) == (429, "quota-contested")
    assert problem.headers == {"Retry-After": "1"}

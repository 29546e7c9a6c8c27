"""The inbox: whoever claims a message first has it, and nobody else ever."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

from sqlalchemy import func, select

from shared.messaging import tables
from shared.messaging.inbox import inbox
from tests.shared.messaging.conftest import CountingDatabase


async def claim(database: CountingDatabase, claims: list[inbox.Claim]) -> set[inbox.Claim]:
    async with database.transaction() as uow:
        return await inbox.claim(uow.session, claims, uow.now)


async def remembered(database: CountingDatabase) -> int:
    async with database.reading() as session:
        return int(
            (await session.execute(select(func.count()).select_from(tables.inbox))).scalar_one()
        )


async def test_a_claim_succeeds_once(database: CountingDatabase) -> None:
    mine = ("note", uuid4())
    assert await claim(database, [mine]) == {mine}
    assert await claim(database, [mine]) == set()


async def test_a_claim_that_stands_twice_in_a_batch_is_made_once(
    database: CountingDatabase,
) -> None:
    mine, other = ("note", uuid4()), ("note", uuid4())
    assert await claim(database, [mine, other, mine]) == {mine, other}
    assert await remembered(database) == 2


async def test_only_what_is_new_in_a_batch_is_claimed(database: CountingDatabase) -> None:
    old, new = ("note", uuid4()), ("note", uuid4())
    await claim(database, [old])
    assert await claim(database, [old, new]) == {new}


async def test_each_handler_claims_for_itself(database: CountingDatabase) -> None:
    message = uuid4()
    await claim(database, [("note", message)])
    assert await claim(database, [("close", message)]) == {("close", message)}


async def test_a_claim_is_gone_with_its_transaction(database: CountingDatabase) -> None:
    mine = ("note", uuid4())
    try:
        async with database.transaction() as uow:
            await inbox.claim(uow.session, [mine], uow.now)
            raise LookupError
    except LookupError:
        pass
    assert await claim(database, [mine]) == {mine}


async def test_of_instances_that_claim_at_once_one_succeeds(
    database: CountingDatabase, connect: Callable[[], CountingDatabase]
) -> None:
    claims = [("note", uuid4()) for _ in range(50)]
    instances = [database, connect(), connect()]
    answers = await asyncio.gather(
        *(claim(each, claims if n % 2 else claims[::-1]) for n, each in enumerate(instances * 3))
    )
    assert sorted(one for answer in answers for one in answer) == sorted(claims)


async def test_nothing_is_claimed_without_asking_the_database(database: CountingDatabase) -> None:
    assert await claim(database, []) == set()

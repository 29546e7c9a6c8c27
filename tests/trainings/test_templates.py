"""Templates are added one version after another, for municipalities that are served."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from deploy.local.postgres import PostgresServer
from deploy.services import load
from services.trainings.templates.models import templates
from services.trainings.templates.schemas import NewTemplate
from services.trainings.templates.use_cases import add
from shared.clock import SystemClock
from shared.messaging.database import Database
from shared.web.conflicts import problem_of_database
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, new_key
from tests.prepared import tables_on

TASK = {"code": "keys", "title": "Schlüssel", "role": "head", "due_days": 1, "mandatory": True}


def template(municipality: str = BERGKAMEN, **scope: Any) -> dict[str, Any]:
    return {"municipality": municipality, "tasks": [{**TASK, "stage": "all"}], **scope}


async def test_a_municipality_that_is_not_served_is_refused(open_house: OpenHouse) -> None:
    house = await open_house("trainings")
    answer = await house.http.post(
        "/trainings/api/v1/templates", json=template("05915000"), headers=new_key()
    )
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "municipality", "reason": "is not served here"}]


async def test_each_template_of_one_scope_has_the_next_version(open_house: OpenHouse) -> None:
    house = await open_house("trainings")
    posts = [template(), template(), template(school_type="primary"), template()]
    answers = [
        await house.http.post("/trainings/api/v1/templates", json=each, headers=new_key())
        for each in posts
    ]
    assert [answer.json()["version"] for answer in answers] == [1, 2, 1, 3]


async def test_a_template_sent_again_is_added_once(open_house: OpenHouse) -> None:
    house, key = await open_house("trainings"), new_key()
    path = "/trainings/api/v1/templates"
    first, again = [await house.http.post(path, json=template(), headers=key) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()
    other = await house.http.post(path, json=template(school_type="primary"), headers=key)
    assert (other.status_code, other.json()["type"]) == (
        422,
        "/problems/idempotency-key-reused",
    )


@pytest.mark.real
@pytest.mark.parametrize("scope", [{}, {"school_type": "primary"}, {"carrier_id": str(uuid4())}])
async def test_of_two_that_are_added_at_once_the_later_is_told(
    postgres: PostgresServer, scope: dict[str, Any]
) -> None:
    name = f"templates_{uuid4().hex[:8]}"
    await tables_on(postgres, name, "trainings")
    database = Database(postgres.owner_url(name), "trainings", SystemClock())
    given = NewTemplate.model_validate(template(**scope))

    async def later() -> None:
        async with database.transaction() as uow:
            await add(uow, given)

    try:
        async with database.transaction() as uow:
            assert (await add(uow, given)).version == 1
            loser = asyncio.create_task(later())
            await _waits_for_a_lock(database)
        with pytest.raises(IntegrityError) as refusal:
            await loser
        problem = problem_of_database(refusal.value, load("trainings").constraints)
        assert problem is not None
        assert (problem.status, problem.code) == (409, "overtaken")
        assert [each.field for each in problem.errors] == ["version"]
        await later()
        async with database.reading() as session:
            versions = (await session.execute(select(templates.c.version))).scalars()
            assert sorted(versions) == [1, 2]
    finally:
        await database.close()


async def _waits_for_a_lock(database: Database) -> None:
    query = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with asyncio.timeout(20):
        while True:
            async with database.reading() as session:
                if (await session.execute(query)).scalar_one():
                    return
            await asyncio.sleep(0.02)

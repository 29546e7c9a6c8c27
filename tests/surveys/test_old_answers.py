"""Answers from before the urn become counts, and nothing else is left of them."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import JSON, Column, Executable, Table, Uuid, func, insert, inspect, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.schema import MetaData
from sqlalchemy.types import Boolean, String, Text

from deploy.histories import histories
from deploy.local.postgres import PostgresServer
from deploy.services import load
from services.surveys.invitations.models import invitations, surveys
from services.surveys.openings.models import free_texts, tallies
from services.surveys.pulses.models import pulses
from services.surveys.urns.models import urns
from shared.database.migrate import migrate

TENANT, MARKER = "05978004", "Murmelbahn"
BEFORE = "20261201_feedback_questions"
_ANSWERS = Table(
    "answers",
    MetaData(),
    Column("tenant", String),
    Column("id", Uuid),
    Column("survey_id", Uuid),
    Column("ratings", JSON),
    Column("remark", Text),
    Column("published", Boolean),
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The tables as they were, by their owner's address."""
    address = f"sqlite+aiosqlite:///{tmp_path}/surveys.db"
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        name = f"old_answers_{secrets.token_hex(4)}"
        await asyncio.to_thread(server.create, name)
        address = server.owner_url(name)
    *others, ours = histories(load("surveys"))
    await migrate(address, [*others, replace(ours, until=BEFORE)])
    return address


async def test_published_answers_become_counts_and_the_others_are_gone_unread(
    url: str, tmp_path: Path
) -> None:
    many, few = uuid4(), uuid4()
    await _run(url, *_surveys(many, few), *_answers(many, 10), *_answers(few, 4))
    await migrate(url, histories(load("surveys")))
    counted = select(tallies.c.value_key, tallies.c.n).where(tallies.c.question_key == "voice")
    urn, counts, texts, open_now = await _run(
        url,
        select(urns.c.survey_id, urns.c.state, urns.c.answered, urns.c.swept),
        counted.order_by(tallies.c.value_key),
        select(free_texts.c.text),
        select(invitations.c.state, func.count()).group_by(invitations.c.state),
    )
    assert urn == [(many, "opened", 10, True)]
    assert counts == [("", 10), ("1", 5), ("5", 5)]
    assert len(texts) == 10
    assert dict(open_now) == {"waiting": 1, "closed": 1}
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await engine.dispose()
    assert "answers" not in names
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("surveys.db*"))
    assert f"{MARKER} unseen".encode() not in stored


def _surveys(*ids: UUID) -> Sequence[Executable]:
    """With an invitation that is open, and one that was used."""
    occasions = ("day_30", "day_100")
    made = [
        {"id": id_, "tenant": TENANT, "occasion": occasion, "school_year": 2026}
        for id_, occasion in zip(ids, occasions, strict=True)
    ]
    asked = [_asked(ids[0], state, number) for number, state in enumerate(("open", "used"))]
    return [
        insert(surveys).values(made),
        insert(pulses).values([pulse for pulse, _ in asked]),
        insert(invitations).values([invitation for _, invitation in asked]),
    ]


def _asked(survey_id: UUID, state: str, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    key, day = uuid4(), date(2026, 11, 1)
    pulse = {
        "id": key,
        "tenant": TENANT,
        "onboarding_id": uuid4(),
        "worker_id": uuid4(),
        "employment_id": uuid4(),
        "occasion": "day_30",
        "due_on": day,
        "state": "opened",
        "correlation_id": uuid4(),
        "causation_id": None,
    }
    invitation = {"id": key, "tenant": TENANT, "survey_id": survey_id, "closes_on": day}
    return pulse, invitation | {"state": state}


def _answers(survey_id: UUID, published: int) -> Sequence[Executable]:
    """And one that waits for its group of five."""
    rows = [
        {
            "tenant": TENANT,
            "id": uuid4(),
            "survey_id": survey_id,
            "ratings": {"belonging": 4, "support": 2, "voice": 1 + 4 * (number % 2)},
            "remark": f"{MARKER} {number if number < published else 'unseen'}",
            "published": number < published,
        }
        for number in range(published + 1)
    ]
    return [insert(_ANSWERS).values(rows)]


async def _run(url: str, *statements: Executable) -> list[list[tuple[Any, ...]]]:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        done = [await connection.execute(each) for each in statements]
        found = [[tuple(row) for row in one] if one.returns_rows else [] for one in done]
    await engine.dispose()
    return found

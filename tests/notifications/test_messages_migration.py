"""Letters and notices of before become messages: none is lost, and none goes out twice."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import JSON, TableClause, Uuid, column, insert, select, table
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.types import TypeEngine

from deploy.histories import histories
from deploy.local.postgres import PostgresServer
from services.notifications import models
from services.notifications.app import service
from services.notifications.deliveries import use_cases as deliveries
from services.notifications.deliveries.values import UNSETTLED
from services.notifications.undeliverable.models import given_up
from services.notifications.values import Letter, Notice, Owed
from shared.clock import MovableClock
from shared.database.migrate import migrate
from shared.database.types import Moment
from shared.ids import new_id
from shared.messaging.database import Database
from tests.house import BERGKAMEN

BEFORE = "20261126_invitations"
STATES = ("queued", "leased", "sent", "withdrawn", "undeliverable")
Row = dict[str, Any]
WORKER, OFFICE, ONBOARDING = new_id(), new_id(), new_id()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.real)])
async def old(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of before, with a letter of each state, and notices."""
    url = f"sqlite+aiosqlite:///{tmp_path}/notifications.db"
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        name = f"notifications_{new_id().hex}"
        await asyncio.to_thread(server.create, name)
        url = server.owner_url(name)
    backbone, own = histories(service)
    await migrate(url, [backbone, replace(own, until=BEFORE)])
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for name, rows in written(MovableClock().now()).items():
            await connection.execute(insert(as_it_was(name, rows)), rows)
    await engine.dispose()
    return url


def as_it_was(name: str, rows: list[Row]) -> TableClause:
    """A table that the code does not know any more."""
    kinds: dict[type, TypeEngine[Any]] = {UUID: Uuid(), datetime: Moment(), dict: JSON()}
    found = {key: kinds.get(type(value)) for row in rows for key, value in row.items() if value}
    return table(name, *(column(key, found.get(key)) for key in rows[0]))


def written(now: datetime) -> dict[str, list[Row]]:
    """As the release before stored them."""
    letters = [letter(state, now) for state in STATES]
    letters += [letter("queued", now, kind="tasks", onboarding_id=ONBOARDING) for _ in range(2)]
    letters[-1]["group_id"] = letters[-2]["id"]
    notices = [notice(state, now) for state in ("queued", "queued", "sent", "failed")]
    return {"letters": letters, "notices": notices}


def letter(state: str, now: datetime, **given: Any) -> Row:
    key = new_id()
    return {
        "id": key,
        "group_id": key,
        "tenant": BERGKAMEN,
        "worker_id": WORKER,
        "employment_id": new_id(),
        "onboarding_id": None,
        "kind": "survey_invitation",
        "role": "worker",
        "organization_id": None,
        "payload": {"closes_on": "2027-02-01"},
        "state": state,
        "priority": 2,
        "attempts": 3,
        "not_before": now,
        "waits_for": None,
        "leased_until": now if state == "leased" else None,
        "leased_by": new_id() if state == "leased" else None,
        "correlation_id": new_id(),
        "causation_id": new_id(),
        "created_at": now,
        "sent_at": now if state == "sent" else None,
        "put_back_at": None,
        **given,
    }


def notice(state: str, now: datetime) -> Row:
    over = state in ("sent", "failed")
    return {
        "id": new_id(),
        "tenant": BERGKAMEN,
        "kind": "barrier_reported",
        "person_id": OFFICE,
        "subject_id": new_id(),
        "happened_at": now,
        "state": state,
        "not_before": now,
        "created_at": now,
        "settled_at": now if over else None,
        "failure": "recipient" if state == "failed" else None,
        "leased_until": None,
        "leased_by": None,
    }


async def leased(url: str) -> list[Owed]:
    """What goes out after the upgrade, with what a killed process held."""
    database = Database(url, "notifications", MovableClock())
    async with database.transaction() as uow:
        await deliveries.take_back_all(uow)
    async with database.transaction() as uow:
        found = await deliveries.lease(uow, new_id(), 50)
    await database.close()
    return found


async def rows(url: str, *tables: Any) -> list[list[Any]]:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = [list((await connection.execute(select(each))).all()) for each in tables]
    await engine.dispose()
    return found


async def test_everything_is_still_there_in_the_state_it_was_in(old: str) -> None:
    await migrate(old, histories(service))
    messages, deliveries, lost = await rows(old, models.messages, models.deliveries, given_up)
    assert len(messages) == len(deliveries) == len(STATES) + 2 + 4
    states = Counter(each.state for each in deliveries)
    assert states == {"queued": 5, "leased": 1, "sent": 2, "withdrawn": 1, "undeliverable": 2}
    assert {each.channel for each in deliveries} == {"mail"}
    closing = {each.expires_on for each in messages if each.worker_id == WORKER}
    assert closing == {date(2027, 2, 1)}
    [failed] = lost
    assert (failed.kind, failed.cause, failed.role) == ("barrier_reported", "recipient", "")
    assert all((each.settled_at is None) == (each.state in UNSETTLED) for each in deliveries)


async def test_what_was_owed_goes_out_once_and_nothing_else_does(old: str) -> None:
    await migrate(old, histories(service))
    found = await leased(old)
    letters = [each for each in found if isinstance(each, Letter)]
    notices = [each for each in found if isinstance(each, Notice)]
    assert (len(letters), len(notices)) == (4, 2)
    assert {each.attempts for each in letters} == {3}
    assert len({each.group_key for each in notices}) == 1
    assert {each.person_id for each in notices} == {OFFICE}
    together = [each.group_key for each in letters if each.onboarding_id == ONBOARDING]
    assert len(together) == 2
    assert len({*together}) == 1
    again = await leased(old)
    assert [each.id for each in again] == [each.id for each in found]

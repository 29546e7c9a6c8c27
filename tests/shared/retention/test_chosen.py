"""A municipality's own period holds for its rows, and for nobody else's."""

import ast
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select

from deploy.services import NAMES, load
from services.notifications.dispatches.models import dispatches
from shared.clock import local_date
from shared.contracts.periods import RetentionPeriodRecord
from shared.database.writes import Write, write_all
from shared.jobs.scheduler import Job, Scheduler
from shared.messaging.tables import retention_periods
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.privacy.record import record
from shared.retention.chosen import chosen_periods, is_over, within_limits
from shared.retention.rules import rules_of
from shared.retention.sparing import HoldsUnread
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.kept_periods import keep_periods
from tests.shared.retention.test_runs import KAMEN, sent

DAY = timedelta(days=1)
CHOSEN = [each for each in Deletion if each.period.chosen]


async def choose(house: House, service: str, days: int, tenant: str = BERGKAMEN) -> None:
    """As the directory tells it."""
    key = Deletion.NINETY_DAYS.key
    row = {"choice_id": uuid4(), "version": 1, "tenant": tenant, "deletion": key, "days": days}
    async with house.context(service).database.transaction() as uow:
        await write_all(uow.session, [Write(retention_periods, [row], "ignore")])


async def ages(house: House) -> Sequence[tuple[str, int]]:
    """Of whose rows how old ones are left."""
    today = local_date(house.clock.now())
    rows = await house.rows("notifications", select(dispatches.c.tenant, dispatches.c.sent_at))
    return sorted((row.tenant, (today - local_date(row.sent_at)).days) for row in rows)


async def test_a_longer_period_keeps_rows_and_one_outside_the_limits_is_the_nearest_within(
    open_house: OpenHouse,
) -> None:
    house = await open_house("notifications")
    database, now = house.context("notifications").database, house.clock.now()
    async with database.transaction() as uow:
        rows = [sent(now - days * DAY) for days in (170, 190)]
        await uow.session.execute(insert(dispatches), rows)
    await choose(house, "notifications", 4000)
    await keep_periods(database)
    assert await ages(house) == [(BERGKAMEN, 170)]
    assert within_limits(Deletion.NINETY_DAYS, DAY) == timedelta(days=30)


async def test_a_class_that_a_service_does_not_know_means_nothing(open_house: OpenHouse) -> None:
    house = await open_house("notifications")
    row = {"version": 1, "tenant": BERGKAMEN, "days": 1}
    keys = ("never-heard-of", Deletion.TWELVE_MONTHS.key)
    async with house.context("notifications").database.transaction() as uow:
        rows = [{**row, "choice_id": uuid4(), "deletion": key} for key in keys]
        await uow.session.execute(insert(retention_periods), rows)
        assert await chosen_periods(uow.session) == {}


async def test_jobs_that_delete_by_age_ask_for_the_period_in_one_condition(
    open_house: OpenHouse,
) -> None:
    house = await open_house("notifications")
    database, now, columns = (
        house.context("notifications").database,
        house.clock.now(),
        dispatches.c,
    )
    towns, old = (BERGKAMEN, KAMEN, "05978024"), (25, 80, 100, 170, 190)
    rows = [sent(now - days * DAY, tenant=each) for days in old for each in towns]
    await choose(house, "notifications", 30)
    await choose(house, "notifications", 180, KAMEN)
    async with database.transaction() as uow:
        await uow.session.execute(insert(dispatches), rows)
        over = await is_over(uow, Deletion.NINETY_DAYS, columns.sent_at, columns.tenant)
        await uow.session.execute(delete(dispatches).where(over))
    left = [(BERGKAMEN, 25), *((KAMEN, days) for days in old[:4])]
    assert await ages(house) == sorted([*left, ("05978024", 25), ("05978024", 80)])


async def test_no_run_begins_before_the_periods_are_read(open_house: OpenHouse) -> None:
    house = await open_house("notifications")
    database = house.context("notifications").database

    async def forget(uow: UnitOfWork) -> bool:
        columns = dispatches.c
        await is_over(uow, Deletion.NINETY_DAYS, columns.sent_at, columns.tenant)
        return False

    job = Job("forget", DAY, forget, "it deletes nothing")
    with pytest.raises(HoldsUnread):
        await Scheduler(database, [job], lambda: False).run_if_due(job)
    for name in NAMES:
        if name != "directory":
            assert RetentionPeriodRecord.topic in load(name).handlers.topics()


def _asked(service: str) -> set[str]:
    """The classes for which a job of a service asks ``is_over``."""
    return {
        node.args[1].attr
        for file in Path("services", service).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "is_over"
        and isinstance(node.args[1], ast.Attribute)
    }


@pytest.mark.parametrize("deletion", CHOSEN, ids=lambda each: str(each.key))
def test_wherever_a_period_may_be_chosen_its_job_keeps_it(deletion: Deletion) -> None:
    kept = [each for row in record().activities for each in row.kept]
    places = {each.service for each in kept if each.deletion == deletion.key}
    assert places
    for name in places:
        service = load(name)
        rules = rules_of(service.tables, deeds=service.retention)
        mine = [each for each in rules if each.deletion is deletion]
        assert mine or deletion.name in _asked(name)
        assert all("tenant" in each.table.c for each in mine)

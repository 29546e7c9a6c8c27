"""What is read of the events is found by an index, however many there are."""

from typing import Any

import pytest
from sqlalchemy import event

from services.dashboard.events import queries
from services.dashboard.events.schemas import EventFilter
from shared.contracts.directory import WorkerHired
from shared.ids import new_id
from tests.house import BERGKAMEN, House

SORTED = {"B-TREE"}
"""What is first brought into order, in memory."""


async def plans(house: House, municipality: str) -> list[str]:
    """Of everything that the pages of events and the overview ask, on SQLite."""
    engine = house.context("dashboard").database.engine
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if "FROM seen" in statement:
            asked.append((statement, parameters))

    event.listen(engine._read.sync_engine, "before_cursor_execute", note)
    async with house.context("dashboard").database.reading() as session:
        now = house.clock.now()
        await queries.last_position(session, municipality)
        await queries.newest(session, EventFilter(municipality=municipality), 51)
        await queries.beginnings(session, municipality, 10)
        await queries.counts_since(session, municipality, now)
        await queries.onboardings(session, municipality)
        await queries.story(session, municipality, new_id())
        await queries.of_keys(session, municipality, ["1"], [WorkerHired.type_name], new_id())
        await queries.sizes(session, municipality, [new_id()])
        event.remove(engine._read.sync_engine, "before_cursor_execute", note)
        connection = await session.connection()
        found = []
        for statement, parameters in asked:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found.append(" ".join(str(row[-1]) for row in rows))
    return found


async def test_no_page_of_a_municipality_reads_all_events(house: House) -> None:
    last, newest, beginnings, today, progress, *_ = await plans(house, BERGKAMEN)
    assert all("USING INDEX seen_by_tenant" in each for each in (newest, beginnings))
    assert "USING COVERING INDEX seen_by_tenant" in last
    assert "COVERING INDEX seen_by_time" in today
    assert "COVERING INDEX seen_progress" in progress
    assert not SORTED & set(progress.split())


async def test_who_is_being_onboarded_anywhere_is_counted_in_an_index(house: House) -> None:
    _, _, _, today, progress, *_ = await plans(house, "")
    assert "INDEX seen_by_time" in today
    assert progress.count("COVERING INDEX seen_progress") == 4
    assert progress.count("MERGE (EXCEPT)") == 2
    assert not SORTED & set(progress.split())


@pytest.mark.parametrize("municipality", [BERGKAMEN, ""])
async def test_a_story_is_found_without_the_other_events_of_its_municipality(
    house: House, municipality: str
) -> None:
    *_, story, of_keys, sizes = await plans(house, municipality)
    assert "INDEX seen_by_correlation" in story
    assert "INDEX seen_by_key" in of_keys
    assert "INDEX seen_by_correlation" in sizes

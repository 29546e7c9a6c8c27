"""Figures are few statements, and none goes through what other municipalities have."""

import re
from typing import Any

from sqlalchemy import event

from services.directory.employments.values import Wanted
from services.directory.proof_of_use.queries import proof_of
from services.directory.proof_of_use.rules import last_over
from services.directory.turnover.queries import overview
from tests.directory.test_proof_pages import workforce
from tests.directory.test_staff_pages import Clerk, clerk
from tests.house import BERGKAMEN

__all__ = ["clerk"]

GROWING = "placement_versions|placements|employments|departures|organizations|leaves"


async def test_few_statements_that_enter_by_an_index(clerk: Clerk) -> None:
    """However many schools there are: four for the proof, four with posts."""
    await workforce(clerk)
    here = clerk.desk.house.context("directory")
    now, today = here.clock.now(), clerk.desk.today
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    async with here.database.reading() as session:
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        proof = await proof_of(session, Wanted(BERGKAMEN, None, today), last_over(today), now)
        of_proof = len(asked)
        await overview(session, BERGKAMEN, today, now)
        event.remove(connection.sync_connection, "before_cursor_execute", note)
    assert len(proof.rows) == 4
    assert (of_proof, len(asked) - of_proof) == (4, 4)
    async with here.database.reading() as session:
        connection = await session.connection()
        plans = [
            str(row[-1])
            for statement, parameters in asked
            for row in await connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", parameters
            )
        ]
    assert any("placement_versions_came" in each for each in plans), plans
    assert [each for each in plans if re.search(rf"SCAN (?:{GROWING})\b", each)] == []

"""A finding is accepted beside a review that is running: nobody accepts what they have not seen."""

import asyncio
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update

from deploy.local.postgres import PostgresServer
from services.directory.findings import use_cases
from services.directory.findings.models import FundingFinding, findings
from services.directory.placements.models import placements
from shared.web.problem import Problem
from tests.directory.conftest import Desk
from tests.directory.test_merges_facts import hired
from tests.directory.test_merges_undone import OFFICE
from tests.directory.test_registering_at_once import on_postgres, waits_for_a_lock
from tests.house import BERGKAMEN


async def accepted(desk: Desk, finding_id: UUID, seen: str) -> str:
    try:
        async with desk.house.context("directory").database.transaction() as uow:
            await use_cases.accept(uow, OFFICE, finding_id, "bis Mai", seen)
    except Problem as problem:
        return problem.code
    return "accepted"


@pytest.mark.real
async def test_who_accepts_waits_for_the_review_and_is_told_what_it_has_changed(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    async with on_postgres(postgres, tmp_path) as desk:
        await hired(desk, "P-1", "Kranz", "100001", hours=40)
        database = desk.house.context("directory").database
        async with database.transaction() as uow:
            await use_cases.review(uow, BERGKAMEN, desk.today)
        [(key,)] = await desk.house.rows("directory", select(findings.c.id))
        for hours, told in (("45", "finding-changed"), ("20", "finding-settled")):
            async with database.transaction() as uow:
                await uow.session.execute(update(placements).values(weekly_hours=Decimal(hours)))
                await use_cases.review(uow, BERGKAMEN, desk.today)
                beside = asyncio.create_task(accepted(desk, key, "40.00 1"))
                await waits_for_a_lock(desk)
            assert await beside == told
        async with database.reading() as session:
            found = (await session.scalars(select(FundingFinding))).one()
        assert found.accepted_at is None

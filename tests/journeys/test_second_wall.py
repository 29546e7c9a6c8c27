"""Where the application forgets its filter, PostgreSQL still shows one municipality's rows only."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from deploy.services import NAMES, load
from shared.database.reach import narrow, one_request
from shared.database.walls import behind_walls
from tests.house import House, real_house
from tests.towns import BERGKAMEN, KAMEN, found

LEAST = 10
"""In so many tables both have rows; else the test would see nothing."""


def walled() -> Iterator[tuple[str, str]]:
    """Every table of every service whose rows belong to municipalities."""
    for service in NAMES:
        for table in behind_walls(load(service).tables):
            yield service, table


async def tenants(house: House, service: str, table: str) -> set[str]:
    """Whose rows a query finds that has lost its filter."""
    query = text(f'SELECT DISTINCT tenant FROM "{table}"')
    return {row.tenant for row in await house.rows(service, query)}


@pytest.mark.real
async def test_without_a_filter_no_row_of_another_municipality_is_found(
    tmp_path: Path, postgres: PostgresServer, kafka: KafkaServer
) -> None:
    """In no table of any service. Takes seconds: all of them, and two municipalities."""
    towns = {BERGKAMEN, KAMEN}
    async with real_house(tmp_path, NAMES, postgres, kafka, municipalities=towns) as house:
        for each, mark in ((BERGKAMEN, "Nord"), (KAMEN, "Sued")):
            await found(house, each, mark)
        await house.quiet()
        of_both = 0
        for service, table in walled():
            everybodys = await tenants(house, service, table)
            of_both += towns <= everybodys
            for town in towns:
                with one_request():
                    narrow(town)
                    assert await tenants(house, service, table) == everybodys & {town}, table
        assert of_both >= LEAST

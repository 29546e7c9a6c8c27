"""Every constraint of every table has a declared answer, or a reason why no input reaches it.

Primary keys of one column that is an id or a position are ours to give; references that lead
nowhere have the general answer, since SQLite does not name them.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import CheckConstraint, Index, MetaData, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from deploy.services import NAMES, load
from services.directory.organizations.models import organizations
from shared.ids import new_id
from shared.messaging.tables import metadata as backbone
from shared.web.conflicts import BACKBONE, Unreachable, constraint_of
from tests.conftest import OpenHouse

OURS = ("id", "position")
GIVEN = ("client_id", "carrier_controllers")
"""Keys that come with what is told, by column or table."""


def constraints_of(table: Table) -> Iterator[str]:
    unique: list[UniqueConstraint | Index] = [
        each for each in table.constraints if isinstance(each, UniqueConstraint)
    ]
    unique += [index for index in table.indexes if index.unique]
    key = list(table.primary_key.columns)
    columns = [list(each.columns) for each in unique]
    if len(key) > 1 or not key[0].name.endswith(OURS) or {key[0].name, table.name} & set(GIVEN):
        columns.append(key)
    for each in columns:
        yield ", ".join(f"{table.name}.{column.name}" for column in each)
    for check in table.constraints:
        if isinstance(check, CheckConstraint):
            yield str(check.name)


def all_of(tables: MetaData) -> set[str]:
    return {name for table in tables.sorted_tables for name in constraints_of(table)}


@pytest.mark.parametrize("service", NAMES)
def test_every_constraint_is_declared_and_nothing_else_is(service: str) -> None:
    loaded = load(service)
    assert set(loaded.constraints) == all_of(loaded.tables)


def test_those_of_the_backbone_are_declared() -> None:
    assert set(BACKBONE) == all_of(backbone)


@pytest.mark.parametrize("service", NAMES)
def test_a_reason_is_given_where_no_input_reaches(service: str) -> None:
    for declared in load(service).constraints.values():
        assert declared.because if isinstance(declared, Unreachable) else declared.field


async def test_a_constraint_is_named_alike_by_both_databases(open_either_house: OpenHouse) -> None:
    house = await open_either_house("directory")
    row = {"tenant": "05978004", "kind": "school", "name": "x", "all_day_school": False}
    row |= {"school_number": "100001", "version": 1}
    with pytest.raises(IntegrityError) as refusal:
        async with house.context("directory").database.transaction() as uow:
            for _ in range(2):
                await uow.session.execute(organizations.insert().values(id=new_id(), **row))
    assert (
        constraint_of(refusal.value, load("directory").constraints) == "organizations.school_number"
    )

"""Every column that holds somebody's id says what becomes of it when two people are one."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from sqlalchemy import MetaData

from deploy.services import NAMES, load
from shared.contracts.merging import OnMerge
from shared.privacy.columns import declared
from shared.privacy.declared import Personal, Unlinked


def holds_people(tables: MetaData) -> Iterator[str]:
    """Columns with a person's id: by declaration, by foreign key, or in JSON."""
    for table in tables.sorted_tables:
        for column in table.columns:
            said = declared(column)
            refers = any(key.column.table.name == "people" for key in column.foreign_keys)
            if refers or (isinstance(said, Personal) and _is_somebody(said)):
                yield f"{table.name}.{column.name}"


def _is_somebody(said: Personal) -> bool:
    if isinstance(said.about, Unlinked):
        return False
    return said.identifies == "person" or "[*].person_id" in said.about


@pytest.mark.parametrize("service", NAMES)
def test_every_column_with_somebodys_id_has_a_rule_and_no_rule_is_left_over(service: str) -> None:
    rules = import_module(f"services.{service}.merges.values").MERGING
    assert set(rules) == set(holds_people(load(service).tables))
    assert all(isinstance(each, OnMerge) for each in rules.values())


def test_a_new_column_without_a_rule_is_found() -> None:
    """The guard itself: each kind of column is seen."""
    found = set(holds_people(load("directory").tables))
    assert {"employments.worker_id", "sample_people.person_id", "consultations.asker_id"} <= found
    assert {"findings.accepted_by", "merges.merged_id", "people.merged_into"} <= found
    assert "organizations.contacts" in set(holds_people(load("trainings").tables))
    assert "seen.key" in set(holds_people(load("dashboard").tables))

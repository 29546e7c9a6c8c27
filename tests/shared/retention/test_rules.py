"""Whatever the dates, nothing younger goes and nothing older stays."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, Uuid, create_engine, insert, select

from deploy.services import NAMES, load
from services.notifications.bundles.models import bundles
from shared.clock import BERLIN, local_date
from shared.database.types import Moment
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal
from shared.privacy.starts import counted_from
from shared.retention.rules import NoRule, rules_of
from shared.retention.runs import batch
from shared.web.retention.words import WHAT

RULE = next(each for each in rules_of(bundles.metadata) if each.table.name == "bundles")
MONTH = RULE.deletion.period.lasts
DAYS = st.dates(date(2024, 1, 1), date(2033, 12, 31))
MOMENTS = st.lists(st.timedeltas(-40 * timedelta(1), timedelta(3)), max_size=12)


def at(day: date, ago: timedelta) -> datetime:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=BERLIN)
    return noon.astimezone(UTC) + ago


@settings(max_examples=60)
@given(DAYS, MOMENTS)
@example(date(2028, 3, 30), [timedelta(-30, -43201), timedelta(-30, -43200)])
@example(date(2027, 4, 27), [timedelta(-30, -39600), timedelta(-30, -39601)])
@example(date(2027, 11, 30), [timedelta(-30, -43200), timedelta(-30, -43201)])
def test_what_started_before_the_day_goes_and_all_else_stays(
    today: date, ages: Sequence[timedelta]
) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        bundles.create(connection)
        rows: list[dict[str, Any]] = [
            {"person_id": uuid4(), "tenant": "1", "due_at": at(today, age), "group_key": uuid4()}
            for age in ages
        ]
        for row in rows:
            connection.execute(insert(bundles), row)
        while connection.execute(batch(RULE, today, [], 3, sqlite=True)).rowcount == 3:
            pass
        left = set(connection.scalars(select(bundles.c.person_id)).all())
    assert left == {r["person_id"] for r in rows if local_date(r["due_at"]) >= today - MONTH}


def test_a_period_that_no_job_keeps_by_days_is_no_rule() -> None:
    for deletion in (Deletion.WITH_PERSON, Deletion.REPLAY):
        says = personal(Kind.TECHNICAL, about=Unlinked("x"), purpose="x", deletion=deletion)
        key = Column("id", Uuid, primary_key=True, info=NOT_PERSONAL)
        metadata = MetaData()
        Table("t", metadata, key, Column("at", Moment), info=counted_from(says, "at"))
        with pytest.raises(NoRule):
            rules_of(metadata)


def test_every_rule_has_words_and_nothing_hangs_below_its_rows() -> None:
    rules = [
        rule for name in NAMES for rule in rules_of(load(name).tables, deeds=load(name).retention)
    ]
    assert {rule.key for rule in rules} == set(WHAT)
    below = {
        key.column.table.name
        for name in NAMES
        for table in load(name).tables.sorted_tables
        for key in table.foreign_keys
    }
    assert below.isdisjoint(
        rule.table.name for rule in rules if rule.emptied is None and rule.deed is None
    )

"""Whoever has an action item is reminded before its day and after it, once of each."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, time
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from services.trainings.actions import use_cases
from services.trainings.actions.models import ActionItem, action_items
from services.trainings.actions.values import ActionState
from services.trainings.cards.queries import of_coordinator
from services.trainings.gathering_cards.queries import of_anyone
from shared.clock import BERLIN
from shared.contracts.meetings import ActionItemDue
from shared.ids import new_id
from shared.reminding import working_days_from
from tests.house import BERGKAMEN
from tests.servers.run import SharedPostgres
from tests.trainings.hall import DAY, Hall, opened

DUE = date(2027, 2, 1)
"""A Monday."""


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    with opened() as found:
        yield found


async def agreed(hall: Hall, due_on: date | None = DUE) -> UUID:
    key, gathering_id = new_id(), await hall.convene()
    async with hall.database.transaction() as uow:
        row = ActionItem(tenant=BERGKAMEN, id=key, gathering_id=gathering_id)
        row.title, row.due_on = "Flyer entwerfen", due_on
        row.owner_id, row.assignment_id = new_id(), new_id()
        uow.session.add(row)
    await hall.announced()
    return key


def told(hall: Hall, day: date, hour: int = 9) -> list[ActionItemDue]:
    hall.watch.at = datetime.combine(day, time(hour), BERLIN)
    hall.run(hall.act(use_cases.remind))
    found = hall.run(hall.announced())
    kind = ActionItemDue
    return [kind.model_validate_json(data) for name, data in found if name == kind.type_name]


def settle(hall: Hall, key: UUID, **given: Any) -> None:
    hall.run(hall.execute(update(action_items).where(action_items.c.id == key).values(**given)))


def test_three_working_days_before_and_one_after_and_never_again(hall: Hall) -> None:
    key = hall.run(agreed(hall))
    assert not told(hall, DUE - 6 * DAY)
    assert not told(hall, DUE - 5 * DAY, hour=7)
    [before] = told(hall, DUE - 5 * DAY)
    assert (before.action_id, before.due_on, before.overdue) == (key, DUE, False)
    assert not told(hall, DUE - DAY)
    assert not told(hall, DUE)
    [after] = told(hall, DUE + DAY)
    assert after.overdue
    assert not told(hall, DUE + 2 * DAY)
    settle(hall, key, due_on=DUE + 14 * DAY)
    [again] = told(hall, DUE + 13 * DAY)
    assert again.due_on == DUE + 14 * DAY
    settle(hall, key, state=ActionState.DONE)


def test_what_is_done_or_has_no_day_is_left_alone(hall: Hall) -> None:
    hall.run(agreed(hall, None))
    key = hall.run(agreed(hall, DUE + 30 * DAY))
    settle(hall, key, state=ActionState.DONE)
    for days in (29, 32):
        assert not told(hall, DUE + days * DAY)


def test_holidays_are_no_working_days() -> None:
    assert working_days_from(date(2027, 3, 25), 1) == date(2027, 3, 30)
    assert working_days_from(date(2027, 3, 30), -1) == date(2027, 3, 25)


@pytest.mark.real
def test_reminders_and_cards_are_asked_of_postgres_alike(postgres: SharedPostgres) -> None:
    name = f"reminders_{secrets.token_hex(4)}"
    postgres.create_for("trainings", name)
    with opened(postgres.owner_url(name)) as hall:
        hall.run(agreed(hall))
        assert [each.overdue for each in told(hall, DUE + DAY)] == [True]
        here: Any = SimpleNamespace(clock=hall.watch)
        owner = hall.run(hall.rows(action_items))[0].owner_id
        someone: Any = SimpleNamespace(municipality=BERGKAMEN, person_id=owner)

        async def cards() -> list[str]:
            async with hall.database.reading() as session:
                office = await of_coordinator(session, hall.office, here)
                return [each.code for each in (*office, *await of_anyone(session, someone, here))]

        assert hall.run(cards()) == ["late_actions", "own_actions"]

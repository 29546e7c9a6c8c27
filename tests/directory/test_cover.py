"""Who is at a school while somebody is on leave: told to its head, seen by those who work there."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.directory.cover.models import told_covers
from services.directory.cover.rules import ahead, covered, kept, told
from services.directory.cover.values import Part, Present
from services.directory.leaves.values import Days
from shared.contracts.accounts import AccessRole, Grant
from tests.directory.conftest import Desk
from tests.directory.test_bulk_facts import hired
from tests.directory.test_corrections import organization_at
from tests.directory.test_leaves import come, go
from tests.directory.test_staff_pages import clerk, signed_in
from tests.house import BERGKAMEN

__all__ = ["clerk"]

TOLD = "directory.cover-announced.v1"
PAGE = "http://knotenpunkt.test/directory/meine-schulen"
DAY = timedelta(days=1)
MARCH, APRIL, MAY = date(2027, 3, 1), date(2027, 4, 1), date(2027, 5, 1)
ONE, TWO = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("absent", "others", "parts"),
    [
        ([(MARCH, None)], [], [(MARCH, None, set())]),
        (
            [(MARCH, MAY)],
            [Present(ONE, APRIL, None)],
            [(MARCH, APRIL - DAY, set()), (APRIL, MAY, {ONE})],
        ),
        ([(MARCH, None)], [Present(ONE, MARCH, None)], [(MARCH, None, {ONE})]),
        (
            [(MARCH, None)],
            [Present(ONE, MARCH - DAY, APRIL), Present(TWO, APRIL, APRIL)],
            [
                (MARCH, APRIL - DAY, {ONE}),
                (APRIL, APRIL, {ONE, TWO}),
                (APRIL + DAY, None, set()),
            ],
        ),
        (
            [(MARCH, APRIL), (APRIL + DAY, None)],
            [Present(ONE, date(2020, 1, 1), None)],
            [(MARCH, None, {ONE})],
        ),
        (
            [(MARCH, MARCH), (APRIL, APRIL)],
            [],
            [(MARCH, MARCH, set()), (APRIL, APRIL, set())],
        ),
    ],
)
def test_days_of_a_leave_are_parted_where_somebody_comes_or_goes(
    absent: Sequence[Days],
    others: Sequence[Present],
    parts: list[tuple[date, date | None, set[UUID]]],
) -> None:
    found = covered(absent, others)
    assert [(each.first_day, each.last_day, {*each.there}) for each in found] == parts
    assert told(kept(found)) == [*found]


def test_what_is_over_is_told_to_nobody() -> None:
    parts = [Part(MARCH, APRIL - DAY, ()), Part(APRIL, MAY, (ONE,))]
    assert ahead(parts, APRIL + DAY) == [Part(APRIL + DAY, MAY, (ONE,))]
    assert ahead(parts, MAY + DAY) == []


async def told_of(desk: Desk) -> list[tuple[str | None, str | None, list[tuple[Any, ...]]]]:
    """What schools were told, in order: the days, and who is there."""
    await desk.forward(1)
    return [
        (
            each["first_day"],
            each["last_day"],
            [
                (part["first_day"], part["last_day"], part["employment_id"] is not None)
                for part in each["cover"]
            ],
        )
        for each in await desk.announced(TOLD)
    ]


async def test_a_school_is_told_who_comes_and_told_again_when_that_changes(desk: Desk) -> None:
    await hired(desk, 1)
    await go(desk, MARCH, MAY)
    alone = ("2027-03-01", "2027-05-01", [("2027-03-01", "2027-05-01", False)])
    assert await told_of(desk) == [alone]
    assert await told_of(desk) == [alone]
    await desk.carrier.hire(external_id="V1", start_date="2027-04-01")
    parts = [("2027-03-01", "2027-03-31", False), ("2027-04-01", "2027-05-01", True)]
    covered_later = ("2027-03-01", "2027-05-01", parts)
    assert await told_of(desk) == [alone, covered_later]
    answer = await desk.carrier.post("/cancellations", {"external_id": "V1"})
    assert answer.status_code == 201, answer.text
    assert await told_of(desk) == [alone, covered_later, alone]


async def test_a_school_is_told_of_the_return_and_of_a_leave_that_does_not_take_place(
    desk: Desk,
) -> None:
    await hired(desk, 1)
    await go(desk, MARCH)
    assert [each[:2] for each in await told_of(desk)] == [("2027-03-01", None)]
    await come(desk, APRIL)
    assert [each[:2] for each in await told_of(desk)][1:] == [("2027-03-01", "2027-03-31")]
    await come(desk, MARCH)
    assert (await told_of(desk))[2:] == [(None, None, [])]
    assert await desk.house.rows("directory", select(told_covers)) == []


async def test_a_leave_that_ends_as_it_was_told_is_not_told_again(desk: Desk) -> None:
    start = desk.today
    await hired(desk, 1, start_date=str(start))
    await go(desk, start + DAY, start + 3 * DAY)
    assert len(await told_of(desk)) == 1
    await desk.forward(4)
    assert len(await desk.announced(TOLD)) == 1
    assert await desk.house.rows("directory", select(told_covers)) == []


async def test_who_came_back_early_is_told_though_it_is_posted_later(desk: Desk) -> None:
    start = desk.today
    await hired(desk, 1, start_date=str(start))
    await go(desk, start + DAY)
    assert len(await told_of(desk)) == 1
    await desk.forward(4)
    await come(desk, start + 3 * DAY)
    [_, back] = await told_of(desk)
    assert back[:2] == (str(start + DAY), str(start + 2 * DAY))


async def test_who_moves_to_another_school_has_not_come_back_to_the_first(desk: Desk) -> None:
    await hired(desk, 1)
    await go(desk, MARCH)
    await told_of(desk)
    body = {
        "external_id": "A0",
        "valid_from": "2027-02-15",
        "placements": [{"school_number": "100002", "weekly_hours": 19.5}],
    }
    assert (await desk.carrier.post("/changes", body)).status_code == 201
    assert [each[0] for each in await told_of(desk)] == ["2027-03-01"] * 2
    first, second = await desk.announced(TOLD)
    assert first["school_id"] != second["school_id"]


async def test_a_head_sees_who_is_away_and_who_is_there_but_nobody_why(desk: Desk) -> None:
    start = desk.today
    await hired(desk, 1, start_date=str(start), person__family_name="Özgür")
    second = {"given_name": "Timo", "family_name": "Wünsche", "email": "timo@example.org"}
    await desk.carrier.hire(external_id="V1", start_date=str(start + 3 * DAY), person=second)
    await go(desk, start + DAY)
    await desk.forward(1)
    school = UUID(await organization_at(desk, "100001"))
    grant = Grant(role=AccessRole.HEAD, municipality=BERGKAMEN, organization_id=school)
    head = await signed_in(desk, grant)
    page = (await head.http.get(PAGE)).text
    away = page.partition("Nicht im Dienst")[2]
    assert away.index("Mara Özgür") < away.index("noch keine Vertretung an der Schule")
    assert away.index("noch keine") < away.index("Vertretung an der Schule: Timo Wünsche")
    assert "Beurlaub" not in page
    elsewhere = UUID(await organization_at(desk, "100002"))
    other = await signed_in(desk, grant.model_copy(update={"organization_id": elsewhere}))
    assert "Nicht im Dienst" not in (await other.http.get(PAGE)).text

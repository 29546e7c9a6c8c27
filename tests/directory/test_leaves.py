"""Leave of absence: the post stays somebody's, is vacant for a time, and hours do not count."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Response

from services.directory.employments.values import Wanted
from services.directory.leaves.values import Away, Days, absent, at_work
from services.directory.posts.rules import vacancies
from services.directory.posts.values import Filled, Planned
from services.directory.stretches.queries import stretches
from services.directory.turnover.queries import overview
from tests.directory.conftest import Desk
from tests.directory.test_bulk_facts import hired
from tests.directory.test_posts import FILLED, VACANT, planned
from tests.directory.test_staff_pages import Clerk, clerk, either_clerk, signed_in, texts
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

__all__ = ["clerk", "either_clerk"]

DAY = timedelta(days=1)
AWAY, BACK = "directory.leave-announced.v1", "directory.return-announced.v1"
MARCH, APRIL = date(2027, 3, 1), date(2027, 4, 1)


def away(first: date = MARCH, last: date | None = None) -> Away:
    return Away(uuid4(), uuid4(), first, last)


@pytest.mark.parametrize(
    ("days", "leave", "left", "gone"),
    [
        ((MARCH, None), (APRIL, None), [(MARCH, APRIL - DAY)], [(APRIL, None)]),
        ((MARCH, None), (MARCH, MARCH), [(MARCH + DAY, None)], [(MARCH, MARCH)]),
        ((MARCH, APRIL), (MARCH - DAY, None), [], [(MARCH, APRIL)]),
        ((MARCH, APRIL), (APRIL, APRIL), [(MARCH, APRIL - DAY)], [(APRIL, APRIL)]),
        ((MARCH, APRIL), (APRIL + DAY, None), [(MARCH, APRIL)], []),
        ((MARCH, APRIL), (MARCH - DAY, MARCH - DAY), [(MARCH, APRIL)], []),
    ],
)
def test_a_leave_takes_its_days_and_no_other(
    days: Days, leave: Days, left: list[Days], gone: list[Days]
) -> None:
    assert at_work(days, [away(*leave)]) == left
    assert absent(days, [away(*leave)]) == gone


def test_what_is_vacant_by_a_leave_is_so_for_a_time() -> None:
    posts = [Planned(uuid4(), Decimal(each), MARCH, None) for each in ("1", "0.5")]
    there = [Filled(Decimal(26), MARCH, None), Filled(Decimal(13), APRIL, None, away=True)]
    found = vacancies(posts, there, APRIL)
    assert [found[each.id].temporary for each in posts] == [Decimal("0.33"), Decimal(0)]
    assert vacancies(posts, there, APRIL - DAY)[posts[0].id].temporary == 0


async def go(desk: Desk, first: Any = MARCH, last: Any = None, **changes: Any) -> Response:
    body = {"external_id": "A0", "first_day": str(first)} | (
        {"last_day": str(last)} if last else {}
    )
    return await desk.carrier.post("/leaves", body | changes)


async def come(desk: Desk, day: Any, **changes: Any) -> Response:
    return await desk.carrier.post(
        "/returns", {"external_id": "A0", "first_day": str(day)} | changes
    )


async def listed(desk: Desk) -> list[tuple[str, str | None]]:
    found = (await desk.carrier.get("/directory/api/v1/leaves")).json()["items"]
    return [(each["first_day"], each["last_day"]) for each in found]


async def test_a_leave_is_announced_ends_with_the_return_and_is_kept(desk: Desk) -> None:
    await hired(desk, 1)
    assert (await go(desk)).status_code == 201
    assert await listed(desk) == [("2027-03-01", None)]
    back = await come(desk, APRIL)
    assert (back.json()["last_day"], back.json()["taken"]) == ("2027-03-31", True)
    assert await listed(desk) == [("2027-03-01", "2027-03-31")]
    [gone], [came] = await desk.announced(AWAY), await desk.announced(BACK)
    assert (gone["first_day"], gone["last_day"], came["first_day"]) == (
        "2027-03-01",
        None,
        "2027-04-01",
    )
    assert gone["leave_id"] == came["leave_id"]


async def test_what_is_known_like_this_is_announced_once(desk: Desk) -> None:
    await hired(desk, 1)
    for last in (None, APRIL, APRIL):
        assert (await go(desk, last=last)).status_code == 201
    assert [each["last_day"] for each in await desk.announced(AWAY)] == [None, "2027-04-01"]
    assert (await come(desk, APRIL + DAY)).status_code == 201
    assert await desk.announced(BACK) == []


async def test_who_returns_on_the_first_day_never_was_away(desk: Desk) -> None:
    await hired(desk, 1)
    await go(desk)
    assert (await come(desk, MARCH)).json()["taken"] is False
    assert await listed(desk) == []


REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "before the work": ({"first_day": "2027-01-01"}, 422, "first_day"),
    "the end first": ({"first_day": "2027-05-02", "last_day": "2027-05-01"}, 422, "last_day"),
    "into another": ({"first_day": "2027-02-20", "last_day": "2027-03-01"}, 422, "first_day"),
    "far away": ({"first_day": "2035-01-01"}, 422, "first_day"),
    "after the end": ({"first_day": "2028-01-01"}, 422, "first_day"),
    "nobody": ({"external_id": "A9"}, 404, "external_id"),
    "no employment": ({"employment_id": str(uuid4())}, 422, "employment_id"),
    "a reason": ({"reason": "x"}, 422, "reason"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_a_leave_that_cannot_be_is_refused_at_its_field(desk: Desk, case: str) -> None:
    changes, status, field = REFUSED[case]
    await hired(desk, 1, fixed_term_until="2027-12-31")
    await go(desk, MARCH, MARCH + 5 * DAY)
    body = {"external_id": "A0", "first_day": "2027-05-01"} | changes
    async with desk.storing_nothing():
        answer = await desk.carrier.post("/leaves", body)
    assert answer.status_code == status, answer.text
    assert {each["field"] for each in answer.json()["errors"]} == {field}


async def test_nobody_returns_who_is_not_away(desk: Desk) -> None:
    await hired(desk, 1)
    assert (await come(desk, MARCH)).json()["type"] == "/problems/no-leave"
    await go(desk, MARCH, MARCH + DAY)
    assert (await come(desk, APRIL)).status_code == 404


async def test_another_carriers_leaves_are_not_there(desk: Desk) -> None:
    await hired(desk, 1)
    await go(desk)
    other = await desk.other_carrier()
    assert (await other.get("/directory/api/v1/leaves")).json()["items"] == []
    body = {"external_id": "A0", "first_day": str(APRIL)}
    assert (await other.post("/returns", body)).status_code == 404


async def test_on_leave_nobody_works_and_figures_say_what_was_known(desk: Desk) -> None:
    await hired(desk, 1, start_date="2026-09-01")
    context = desk.house.context("directory")
    before = context.clock.now()
    await desk.forward(1)
    await go(desk, date(2026, 10, 1), date(2026, 10, 31))

    async def worked(at: Any) -> list[tuple[str, str]]:
        wanted = Wanted(BERGKAMEN, None, desk.today)
        first, last = date(2026, 9, 1), date(2026, 11, 30)
        async with context.database.reading() as session:
            found = await stretches(session, wanted, first, last, at)
        mine = [each for each in found if each.hours == Decimal("19.5")]
        return [(str(each.first), str(each.last)) for each in mine]

    assert await worked(before) == [("2026-09-01", "2026-11-30")]
    assert await worked(context.clock.now()) == [
        ("2026-09-01", "2026-09-30"),
        ("2026-11-01", "2026-11-30"),
    ]


async def test_a_post_is_vacant_as_long_as_somebody_is_away(either_clerk: Clerk) -> None:
    clerk = either_clerk
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    start = clerk.desk.today
    path = await clerk.hire(start_date=f"{start:%d.%m.%Y}")
    post = (await planned(office, valid_from=f"{start:%d.%m.%Y}")).headers["location"]
    assert await clerk.desk.announced(VACANT) == []
    first, back = start + 2 * DAY, start + 4 * DAY
    answer = await clerk.post(f"{path}/beurlaubung", first_day=f"{first:%d.%m.%Y}")
    assert answer.status_code == 303, texts(answer)
    assert "Beurlaubt ab" in await clerk.page(path)
    await clerk.desk.forward(3)
    assert [each["since"] for each in await clerk.desk.announced(VACANT)] == [str(first)]
    page = (await office.http.get(post)).text
    assert "Davon vorübergehend" in page
    assert page.count("0,5") >= 3
    answer = await office.post(f"{path}/rueckkehr", first_day=f"{back:%d.%m.%Y}")
    assert answer.status_code == 303, texts(answer)
    await clerk.desk.forward(2)
    assert len(await clerk.desk.announced(FILLED)) == 1


async def test_a_form_that_cannot_be_says_so_in_german(clerk: Clerk) -> None:
    path = await clerk.hire()
    early = await clerk.post(f"{path}/beurlaubung", first_day="01.01.2027")
    assert [each.rpartition(": ")[2] for each in texts(early)] == [
        "Das liegt vor dem ersten Arbeitstag."
    ]
    none = await clerk.post(f"{path}/rueckkehr", first_day="01.03.2027")
    assert "keine Beurlaubung gemeldet" in none.text


async def test_findings_leave_out_who_is_away(desk: Desk) -> None:
    schools = [{"school_number": f"10000{each}", "weekly_hours": 13} for each in (1, 2, 5)]
    await hired(desk, 1, start_date=str(desk.today), placements=schools)
    await desk.forward(1)
    raised = await desk.announced("directory.finding-raised.v1")
    assert len(raised) >= 1
    assert (await go(desk, desk.today)).status_code == 201
    await desk.forward(1)
    settled = await desk.announced("directory.finding-settled.v1")
    mine = {each["finding_id"] for each in raised if each["rule"] == "two_schools"}
    assert mine
    assert mine <= {each["finding_id"] for each in settled}


async def test_who_is_away_has_not_left(desk: Desk) -> None:
    await hired(desk, 1, start_date="2026-08-01")
    await go(desk, date(2026, 9, 15))
    context = desk.house.context("directory")
    async with context.database.reading() as session:
        found = await overview(session, BERGKAMEN, date(2026, 11, 30), context.clock.now())
    last = found[-1]
    assert (last.heads, last.leavers, last.fte) == (1, 0, Decimal(0))

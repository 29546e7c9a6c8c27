"""Planned posts: vacancy is arithmetic over days, told when it begins and when it ends."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from deploy.sample import CARRIER
from services.directory.posts.models import Post
from services.directory.posts.rules import application_card, vacancies
from services.directory.posts.values import Filled, Planned
from shared.contracts.cards import Urgency
from tests.directory.conftest import OTHER_CARRIER
from tests.directory.test_corrections import organization_at
from tests.directory.test_staff_pages import Clerk, clerk, organization, signed_in, texts
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

__all__ = ["clerk"]

LIST = "http://knotenpunkt.test/directory/stellen"
TODAY, JANUARY = date(2027, 3, 10), date(2027, 1, 1)
DAY = timedelta(days=1)
VACANT, FILLED = "directory.post-vacant.v1", "directory.post-filled.v1"


def post(fte: str = "1", first: date = JANUARY, last: date | None = None) -> Planned:
    return Planned(uuid4(), Decimal(fte), first, last and last + DAY)


def filled(hours: str, first: date = JANUARY, last: date | None = None) -> Filled:
    return Filled(Decimal(hours), first, last and last + DAY)


@pytest.mark.parametrize(
    ("fills", "vacant", "since"),
    [
        ([], "1", JANUARY),
        ([filled("39")], "0", None),
        ([filled("19.5")], "0.5", JANUARY),
        ([filled("19.5"), filled("19.5", date(2027, 3, 1))], "0", None),
        ([filled("39", last=date(2027, 2, 28))], "1", date(2027, 3, 1)),
        ([filled("39", last=TODAY)], "0", None),
        ([filled("39", last=TODAY - DAY)], "1", TODAY),
        ([filled("39", last=date(2027, 1, 31)), filled("39", date(2027, 2, 15))], "0", None),
        ([filled("39", TODAY + DAY)], "1", JANUARY),
    ],
)
def test_what_is_vacant_and_since_when(
    fills: list[Filled], vacant: str, since: date | None
) -> None:
    """H3.25: leavers count from the day after their last, those to come from their first."""
    one = post()
    found = vacancies([one], fills, TODAY)[one.id]
    assert (found.vacant, found.since) == (Decimal(vacant), since)


def test_who_works_there_fills_the_oldest_post_first() -> None:
    older, newer = post("0.5"), post("1", date(2027, 2, 1))
    found = vacancies([newer, older], [filled("39")], TODAY)
    assert (found[older.id].vacant, found[newer.id].vacant) == (
        Decimal(0),
        Decimal("0.5"),
    )
    assert found[newer.id].days == (TODAY - date(2027, 2, 1)).days + 1


def test_a_post_that_is_over_or_to_come_is_not_vacant() -> None:
    over, coming = post(last=TODAY - DAY), post(first=TODAY + DAY)
    found = vacancies([over, coming], [], TODAY)
    assert [found[each.id].since for each in (over, coming)] == [None, None]


quarters = st.integers(1, 12).map(lambda n: Decimal(n) / 4)


@given(st.lists(quarters, min_size=1, max_size=4), st.lists(st.integers(1, 41), max_size=5))
def test_nothing_is_filled_twice_and_nothing_more_than_planned(
    planned: list[Decimal], hours: list[int]
) -> None:
    posts = [post(str(each)) for each in planned]
    found = vacancies(posts, [filled(str(each)) for each in hours], TODAY)
    taken = sum(each.filled for each in found.values())
    assert taken == min(sum(planned), (Decimal(sum(hours)) / 39).quantize(Decimal("0.01")))
    assert all(found[each.id].filled + found[each.id].vacant == each.fte for each in posts)


async def planned(office: Clerk, **changes: Any) -> Response:
    form = {
        "school_id": await organization_at(office.desk, "100001"),
        "carrier_id": str(await organization(office.desk, CARRIER)),
        "fte": "0,5",
        "valid_from": "01.01.2026",
    }
    return await office.http.post(f"{LIST}/neu", data=form | changes)


async def test_a_post_is_vacant_until_somebody_begins_and_again_when_they_leave(
    clerk: Clerk,
) -> None:
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    assert "Noch keine Stellen" in (await office.http.get(LIST)).text
    answer = await planned(office)
    assert answer.status_code == 303, texts(answer)
    page = answer.headers["location"]
    [event] = await clerk.desk.announced(VACANT)
    assert event["since"] == "2026-01-01"
    assert "Unbesetzt seit dem 01.01.2026" in (await office.http.get(page)).text
    start = clerk.desk.today
    path = await clerk.hire(start_date=f"{start:%d.%m.%Y}")
    await clerk.desk.forward(1)
    assert len(await clerk.desk.announced(FILLED)) == 1
    assert "Unbesetzt seit" not in (await office.http.get(page)).text
    last = start + 2 * DAY
    await clerk.post(f"{path}/austritt", last_day=f"{last:%d.%m.%Y}", reason="moved")
    await clerk.desk.forward(3)
    assert [each["since"] for each in await clerk.desk.announced(VACANT)] == [
        "2026-01-01",
        str(last + DAY),
    ]
    listed = (await office.http.get(f"{LIST}?standing=vacant")).text
    assert "Lindenhain" in listed
    assert "Nichts gefunden" in (await office.http.get(f"{LIST}?standing=filled")).text


async def test_another_carriers_people_do_not_fill_a_post(clerk: Clerk) -> None:
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    other = str(await organization(clerk.desk, OTHER_CARRIER))
    await planned(office, carrier_id=other)
    await clerk.hire(start_date=f"{clerk.desk.today:%d.%m.%Y}")
    await clerk.desk.forward(1)
    assert await clerk.desk.announced(FILLED) == []


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"fte": "0"}, "fte", "mehr als 0"),
        ({"fte": "viel"}, "fte", "Zahl"),
        ({"school_id": ""}, "school_id", "wählen Sie eine Schule"),
        ({"school_id": str(uuid4())}, "school_id", ""),
        ({"last_day": "31.12.2025"}, "last_day", "liegt vor dem ersten"),
    ],
)
async def test_what_is_wrong_stands_at_its_field(
    clerk: Clerk, changes: dict[str, str], field: str, text: str
) -> None:
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    answer = await planned(office, **changes)
    assert answer.status_code == 422
    [said] = texts(answer)
    assert said.startswith(f'{field}">')
    assert text in said


async def test_of_two_who_change_a_post_the_slower_is_shown_what_is_stored(clerk: Clerk) -> None:
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    page = (await planned(office)).headers["location"]
    form = {
        "school_id": await organization_at(office.desk, "100001"),
        "carrier_id": str(await organization(office.desk, CARRIER)),
        "valid_from": "01.01.2026",
        "version": "1",
    }
    first = await office.http.post(f"{page}/bearbeiten", data=form | {"fte": "1"})
    assert first.status_code == 303, texts(first)
    late = await office.http.post(f"{page}/bearbeiten", data=form | {"fte": "2"})
    assert late.status_code == 409
    assert "Jemand hat inzwischen etwas geändert" in late.text


async def test_a_last_day_is_shown_and_typed_and_the_day_after_it_is_stored(clerk: Clerk) -> None:
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    page = (await planned(office, last_day="31.07.2026")).headers["location"]
    assert "31.07.2026" in (await office.http.get(page)).text
    assert 'value="2026-07-31"' in (await office.http.get(f"{page}/bearbeiten")).text
    [(stored,)] = await clerk.desk.house.rows("directory", select(Post.valid_to))
    assert str(stored) == "2026-08-01"


async def test_a_post_to_come_is_vacant_from_its_day_though_nobody_ever_worked(
    clerk: Clerk,
) -> None:
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    begins = clerk.desk.today + 2 * DAY
    assert (await planned(office, valid_from=f"{begins:%d.%m.%Y}")).status_code == 303
    await clerk.desk.forward(1)
    assert await clerk.desk.announced(VACANT) == []
    await clerk.desk.forward(1)
    assert [each["since"] for each in await clerk.desk.announced(VACANT)] == [str(begins)]


@pytest.mark.parametrize(
    ("today", "urgency"),
    [
        (date(2027, 3, 1), None),
        (date(2027, 3, 2), Urgency.CALM),
        (date(2027, 4, 17), Urgency.SOON),
        (date(2027, 4, 30), Urgency.SOON),
        (date(2027, 5, 1), None),
    ],
)
def test_the_start_page_says_when_funding_is_applied_for(
    today: date, urgency: Urgency | None
) -> None:
    found = application_card(today)
    assert [each.urgency for each in found] == ([urgency] if urgency else [])
    assert all("2027/28" in each.sentence for each in found)

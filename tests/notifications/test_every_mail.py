"""The office reads of every mail how far it has come, and looks for it without naming anybody."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from functools import partial
from html import unescape

import pytest

from services.notifications.delivery_log.values import Standing
from services.notifications.hours import use_cases as hours
from services.notifications.hours.forms import HoursForm
from services.notifications.hours.values import WEEK, Weekday
from shared.clock import BERLIN, local_date
from shared.contracts.words import word
from shared.ids import new_id
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import house_with, sending, settled, tell
from tests.notifications.post import Post
from tests.notifications.test_addresses import KAMEN, WORKER, die
from tests.notifications.test_preferences import door
from tests.notifications.town import Town
from tests.rewinding import Houses
from tests.signing_in import coordinator_of

PAGE = "/notifications/zustellungen"
OTHER = "someone@else.example"


@pytest.fixture
async def house(houses: Houses, post: Post) -> House:
    """Of two municipalities."""
    both = {"municipalities": frozenset({BERGKAMEN, KAMEN})}
    return await houses.as_new(
        "every-mail", lambda folder: house_with(folder, sending(folder, post.url, **both))
    )


async def found(house: House, **search: str) -> str:
    answer = await house.http.post(PAGE, data=search)
    assert answer.status_code == 303
    assert search.get("address", "@@") not in answer.headers["location"]
    return unescape((await house.http.get(answer.headers["location"])).text)


async def until(found: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(10):
        while not await found():
            await asyncio.sleep(0.02)


async def standing(house: House, **search: str) -> list[str]:
    """In the table of what is found, once for each mail."""
    page = (await found(house, **search)).partition("<table")[2]
    return sorted(each.value for each in Standing for _ in range(page.count(word(Standing, each))))


async def test_each_mail_says_how_far_it_is_and_is_found_by_that_by_address_kind_and_day(
    house: House, town: Town, post: Post
) -> None:
    assert "Noch keine Mail" in (await house.http.get(PAGE)).text
    await tell(house, *town.everything())
    first, second, third = town.hired_often(3)
    post.refuse[WORKER] = "550 5.1.1 no such user"
    await tell(house, first)
    await settled(house, "undeliverable")
    post.refuse.clear()
    await tell(house, second)
    await settled(house, "undeliverable", "sent")
    await die(house)
    await tell(house, third)
    await settled(house, "undeliverable", "sent", "undeliverable")

    assert await standing(house) == ["lost", "sent", "suppressed"]
    for each in ("lost", "sent", "suppressed"):
        assert await standing(house, standing=each) == [each]
    assert await standing(house, standing="withdrawn") == []
    lost = await found(house, standing="lost")
    assert WORKER in lost
    assert "Vom Mailserver abgelehnt (550 5.1.1)" in lost
    assert await standing(house, address=WORKER.upper()) == ["lost", "sent", "suppressed"]
    assert await standing(house, address=OTHER) == []
    assert await standing(house, kind="tasks") == []
    today = local_date(house.clock.now())
    assert len(await standing(house, kind="welcome", since=f"{today:%d.%m.%Y}")) == 3
    assert await standing(house, until=f"{today - timedelta(days=1):%d.%m.%Y}") == []
    assert "Nichts gefunden" in await found(house, address=OTHER)


async def test_what_is_tried_again_or_held_says_when_it_is_next(
    house: House, town: Town, post: Post
) -> None:
    await tell(house, *town.everything())
    first, second = town.hired_often(2)
    post.refuse[WORKER] = "450 4.2.1 later"
    await tell(house, first)
    await settled(house, "queued")
    await until(partial(standing, house, standing="retried"))
    tomorrow = WEEK[(local_date(house.clock.now()) + timedelta(days=1)).weekday()]
    form = HoursForm(days=[Weekday(tomorrow)], opens=8, closes=9, on_holidays=True)
    async with house.context("notifications").database.transaction() as uow:
        await hours.set_for_town(uow, BERGKAMEN, form)
    await tell(house, second)
    await settled(house, "queued", "queued")
    await until(partial(standing, house, standing="held"))
    opens = datetime.combine(local_date(house.clock.now()) + timedelta(days=1), time(8), BERLIN)
    assert f"{opens:%d.%m.%Y}" in await found(house, standing="held")
    assert WORKER in await found(house, standing="held")


async def test_it_is_the_log_of_one_municipality_and_can_be_saved(house: House, town: Town) -> None:
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    elsewhere = await door(house, new_id(), coordinator_of(KAMEN))
    assert "Noch keine Mail" in (await elsewhere.get(PAGE)).text
    saved = await house.http.get(PAGE, params={"als": "csv"})
    assert WORKER in saved.text
    assert word(Standing, Standing.SENT) in saved.text


async def test_the_start_page_says_that_no_hours_are_set_until_the_office_has_chosen(
    house: House,
) -> None:
    async def codes() -> list[str]:
        cards = (await house.http.get("/notifications/api/v1/cards")).json()["cards"]
        return [each["code"] for each in cards]

    assert "no_quiet_hours" in await codes()
    async with house.context("notifications").database.transaction() as uow:
        await hours.set_for_town(uow, BERGKAMEN, HoursForm(holds=False))
    assert "no_quiet_hours" not in await codes()

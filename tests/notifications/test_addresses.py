"""Addresses that take no mail: seen by the office, mended, tried again, and forgotten."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from services.notifications.addresses import use_cases
from services.notifications.addresses.models import health
from services.notifications.dispatches.models import dispatches
from shared.contracts.directory import PersonRecord
from shared.ids import new_id
from shared.messaging.tables import audit
from tests.house import BERGKAMEN, House
from tests.kept_periods import keep_periods
from tests.notifications.conftest import house_with, sending, settled, tell
from tests.notifications.post import Post
from tests.notifications.test_codes import announce, asked, erase, until
from tests.notifications.test_preferences import door
from tests.notifications.town import Town, person
from tests.rewinding import Houses
from tests.signing_in import coordinator_of

KAMEN = "05978020"
PAGE = "/notifications/adressen"
WORKER = "joerg.oneill@awo.example"


@pytest.fixture
async def house(houses: Houses, post: Post) -> House:
    """Of two municipalities."""
    both = {"municipalities": frozenset({BERGKAMEN, KAMEN})}
    return await houses.as_new(
        "addresses", lambda folder: house_with(folder, sending(folder, post.url, **both))
    )


async def die(house: House, address: str = WORKER) -> None:
    async with house.context("notifications").database.transaction() as uow:
        for _ in range(2):
            await use_cases.failed_for_good(uow, address.upper(), "550 5.1.1")


async def dead(house: House) -> list[str]:
    rows = await house.rows("notifications", select(health.c.address, health.c.suppressed_at))
    return [row.address for row in rows if row.suppressed_at]


async def unreachable(house: House, town: Town) -> None:
    """The worker's welcome was not even offered."""
    await tell(house, *town.everything())
    await die(house)
    await tell(house, town.hired())
    await settled(house, "undeliverable")


async def test_the_office_sees_who_cannot_be_reached_why_and_since_when(
    house: House, town: Town
) -> None:
    empty = (await house.http.get(PAGE)).text
    assert "Alle sind erreichbar" in empty
    await unreachable(house, town)

    listed = (await house.http.get(PAGE)).text
    one = (await house.http.get(f"{PAGE}/{town.worker}")).text

    assert WORKER in listed
    assert "Dieses Postfach gibt es nicht (550 5.1.1)" in listed
    assert f"/directory/personen/{town.worker}/mail" in one
    cards = (await house.http.get("/notifications/api/v1/cards")).json()["cards"]
    [card] = [each for each in cards if each["code"] == "addresses_dead"]
    assert (card["number"], card["link"]) == (1, PAGE)
    elsewhere = await door(house, new_id(), coordinator_of(KAMEN))
    assert WORKER not in (await elsewhere.get(PAGE)).text
    for path in (f"{PAGE}/{town.worker}", f"/notifications/zustellungen/{town.worker}"):
        assert (await elsewhere.get(path)).status_code == 404


async def test_a_dead_address_is_tried_again_with_a_reason_and_that_is_recorded(
    house: House, post: Post, town: Town
) -> None:
    await unreachable(house, town)
    again = f"{PAGE}/{town.worker}/wieder-versuchen"
    refused = await house.http.post(again, data={"because": " "})
    assert refused.status_code == 422
    assert post.offered == []

    answer = await house.http.post(again, data={"because": "Das Postfach war voll."})

    assert answer.status_code == 303
    await settled(house, "sent")
    assert post.offered == [WORKER]
    [row] = await house.rows("notifications", select(health))
    assert (row.suppressed_at, row.hard) == (None, 0)
    assert row.lifted_because == "Das Postfach war voll."
    done = await house.rows("notifications", select(audit).where(audit.c.action.contains("POST")))
    assert [each.object_id for each in done] == [str(town.worker)]
    assert "voll" not in str(done)
    assert (await house.http.post(again, data={"because": "Noch einmal."})).status_code == 404


async def test_what_did_not_arrive_goes_to_the_mended_address_once_the_office_says_so(
    house: House, post: Post, town: Town
) -> None:
    await unreachable(house, town)
    await tell(house, person(town.worker, "Jörg-Uwe", "O'Neill-Müßig", "neu@awo.example", 2))
    log = f"/notifications/zustellungen/{town.worker}"
    [row] = await house.rows("notifications", select(dispatches))
    assert "Nicht verschickt: Die Adresse nimmt keine Post an" in (await house.http.get(log)).text

    await house.http.post(f"{log}/{row.mail_id}/noch-einmal")

    await settled(house, "sent")
    assert post.offered == ["neu@awo.example"]
    page = (await house.http.get(log)).text
    assert "neu@awo.example" in page
    assert "Noch einmal schicken" not in page
    await house.http.post(f"{log}/{row.mail_id}/noch-einmal")
    await house.quiet()
    assert len(post.mails) == 1


async def test_a_code_goes_to_a_dead_address_once_an_hour(house: House, post: Post) -> None:
    await die(house, "sabine@overberg.schule.example")
    await announce(house, await asked(house))
    await until(house, (1, None))
    house.clock.forward(timedelta(minutes=59))
    await announce(house, await asked(house))
    await until(house, (1, None), (1, "suppressed"))
    house.clock.forward(timedelta(minutes=2))
    await announce(house, await asked(house))
    await until(house, (1, None), (1, "suppressed"), (1, None))
    assert len(post.mails) == 2


async def test_a_code_that_a_dead_address_does_not_take_at_once_is_tried_again_all_the_same(
    house: House, post: Post
) -> None:
    """Perhaps it lives, and greylists: nobody could ever sign in there."""
    await die(house, "sabine@overberg.schule.example")
    post.refuse["*"] = "451 4.7.1 greylisted"
    with capture_logs() as logs:
        await announce(house, await asked(house))
        async with asyncio.timeout(10):
            while not any(line["event"] == "code.refused" for line in logs):
                await asyncio.sleep(0.01)
    post.refuse.clear()
    house.clock.forward(timedelta(seconds=61))
    await until(house, (1, None))
    assert len(post.mails) == 1


async def test_a_refused_code_counts_and_nobody_remembers_that_it_was_asked_for(
    house: House, post: Post
) -> None:
    post.refuse["sabine@overberg.schule.example"] = "550 5.1.1 no such user"
    await announce(house, await asked(house))
    await until(house, (1, "recipient"))
    [row] = await house.rows("notifications", select(health))
    assert (row.address, row.hard) == ("sabine@overberg.schule.example", 1)
    assert await house.rows("notifications", select(dispatches)) == []


async def test_after_90_days_or_with_the_person_all_is_forgotten(house: House, town: Town) -> None:
    await unreachable(house, town)
    await die(house, "anna@awo.example")
    await erase(house, PersonRecord, town.worker)
    assert await dead(house) == ["anna@awo.example"]
    assert await house.rows("notifications", select(dispatches)) == []

    async def forget() -> None:
        await keep_periods(house.context("notifications").database)

    house.clock.forward(timedelta(days=89))
    await forget()
    assert await dead(house) == ["anna@awo.example"]
    house.clock.forward(timedelta(days=2))
    await forget()
    assert await dead(house) == []

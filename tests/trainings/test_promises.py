"""The office sees how many of those with a seat have said that they really come."""

from datetime import timedelta

from sqlalchemy import select

from services.trainings.models import gathering_dates
from services.trainings.promises.models import seat_promises
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, HTML, OFFICE, meeting
from tests.trainings.test_linked_registrations import holder


async def test_a_promise_counts_until_the_day_or_the_seat_is_another_one(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, kind="symposium", days=12)
    first, second = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    for each in (first, second):
        await held.register(each)
    assert "zugesagt" not in await held.page()
    link = await holder(held, first)
    assert "Ich komme" not in (await link.look()).text
    held.house.clock.forward(timedelta(days=7))
    assert "Ich komme" in (await link.look()).text
    for _ in range(2):
        await link.say("keep")
    seen = (await link.look()).text
    assert "Sie haben gesagt, dass Sie kommen." in seen
    assert "Ich komme" not in seen
    assert "2 angemeldet, zugesagt 1 von 2" in await held.page()
    assert "2, zugesagt 1<" in (await held.http.get(OFFICE, headers=HTML)).text
    await second.post(f"{CATALOGUE}/{held.id}/annehmen")
    await first.post(f"{CATALOGUE}/{held.id}/abmelden")
    assert "1 angemeldet, zugesagt 1 von 1" in await held.page()
    [date] = await held.house.rows("trainings", select(gathering_dates))
    moved = {"starts": "10:00", "ends": "16:30", "version": str(date.version)}
    day = (date.day + timedelta(days=1)).isoformat()
    assert (await held.post(f"/termine/{date.id}", day=day, **moved)).status_code == 303
    await held.house.quiet()
    assert "zugesagt" not in await held.page()
    assert len(await held.house.rows("trainings", select(seat_promises))) == 2

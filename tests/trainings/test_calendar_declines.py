"""A calendar that does not come proposes to withdraw; only its owner does it."""

from uuid import UUID

from sqlalchemy import select

from services.trainings.calendar_declines.models import calendar_declines
from services.trainings.models import gathering_dates, registrations
from shared.contracts.notifications import CalendarDeclined
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, Meeting, Somebody
from tests.trainings.test_linked_registrations import holder

ASKED = "Ihr Kalender hat abgesagt"


async def seated(open_house: OpenHouse) -> tuple[Meeting, Somebody]:
    house = await open_house("directory", "trainings", "notifications")
    held = await Meeting(house).make()
    nele = await held.somebody()
    await held.register(nele)
    return held, nele


async def decline(held: Meeting, who: Somebody) -> None:
    [date] = await held.house.rows("trainings", select(gathering_dates.c.id))
    entry = UUID(await held.entry(who))
    await held.house.announce(CalendarDeclined(registration_id=entry, date_id=date.id))
    await held.house.quiet()


async def test_who_is_asked_keeps_the_seat_and_is_asked_no_more_once_they_come(
    open_house: OpenHouse,
) -> None:
    held, nele = await seated(open_house)
    page = f"{CATALOGUE}/{held.id}"
    link = await holder(held, nele)
    assert ASKED not in (await nele.get(page)).text
    await decline(held, nele)

    assert ASKED in (await nele.get(page)).text
    assert ASKED in (await link.look()).text
    assert await held.places() == {nele.name: "confirmed"}
    await link.say("code")
    assert ASKED in (await link.look()).text

    assert (await nele.post(f"{page}/annehmen")).status_code == 303
    assert ASKED not in (await nele.get(page)).text
    await decline(held, nele)
    await link.say("keep")
    assert ASKED not in (await link.look()).text
    assert await held.places() == {nele.name: "confirmed"}


async def test_who_withdraws_or_whose_date_has_changed_is_asked_no_more(
    open_house: OpenHouse,
) -> None:
    held, nele = await seated(open_house)
    link = await holder(held, nele)
    await decline(held, nele)
    [date] = await held.house.rows("trainings", select(gathering_dates))
    moved = {"starts": "10:00", "ends": "16:30", "version": str(date.version)}
    answer = await held.post(f"/termine/{date.id}", day=date.day.isoformat(), place="", **moved)
    assert answer.status_code == 303, answer.text
    await held.house.quiet()
    [entry] = await held.house.rows("trainings", select(registrations.c.sequence))
    assert entry.sequence == 1
    assert ASKED not in (await link.look()).text

    await decline(held, nele)
    assert ASKED in (await link.look()).text
    await link.say("withdraw")
    assert await held.places() == {nele.name: "withdrawn"}
    await decline(held, nele)
    await held.house.announce(CalendarDeclined(registration_id=new_id(), date_id=date.id))
    await held.house.quiet()
    assert not await held.house.rows("trainings", select(calendar_declines))

"""Who waits is told why, until when anybody moves up, and who was preferred."""

from datetime import timedelta

from shared.clock import local_date
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, Meeting, Somebody, meeting
from tests.trainings.test_linked_registrations import Holder


async def line(held: Meeting, *names: str) -> list[Somebody]:
    people = [await held.somebody(each) for each in names]
    for each in people:
        await held.register(each)
    return people


async def test_the_page_names_the_working_day_on_which_moving_up_ends(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings")
    today = local_date(house.clock.now())
    saturday = today + timedelta(days=21 + (5 - today.weekday()) % 7)
    last = saturday.isoformat()
    held = await Meeting(house).make(capacity="1", days=60, move_up_until=last)
    *_, second = await line(held, "Nele Ahrens", "Jan Beck")
    page = (await second.get(f"{CATALOGUE}/{held.id}")).text
    assert "Nachrücken können Sie bis" in page
    assert saturday.strftime("%d.%m.%Y") not in page
    assert "Warteliste ist geschlossen" not in page


async def test_after_the_last_moment_the_list_is_closed_and_the_office_asks_in_order(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings")
    last = (local_date(house.clock.now()) + timedelta(days=10)).isoformat()
    held = await Meeting(house).make(capacity="1", days=60, move_up_until=last)
    first, second, third = await line(held, "Nele Ahrens", "Jan Beck", "Ida Cors")
    house.clock.forward(timedelta(days=12))
    page = (await second.get(f"{CATALOGUE}/{held.id}")).text
    assert "Die Warteliste ist geschlossen" in page
    assert "Arbeitstage" not in page
    assert "der Reihe nach fragen" not in await held.page("/teilnehmende")
    await first.post(f"{CATALOGUE}/{held.id}/abmelden")
    assert (await held.places())["Jan Beck"] == "waiting"
    asked = (await held.page("/teilnehmende")).partition("der Reihe nach fragen")[2]
    names = asked.partition("<ol>")[2].partition("</ol>")[0]
    assert "Jan Beck" in names
    assert third.name not in names


async def test_who_waits_sees_that_the_organiser_has_given_a_seat(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="1")
    _, second, third = await line(held, "Nele Ahrens", "Jan Beck", "Ida Cors")
    assert "vom Veranstalter vergeben" not in (await second.get(f"{CATALOGUE}/{held.id}")).text
    await held.post(f"/teilnehmende/{await held.entry(third)}/platz", reason="hält einen Vortrag")
    page = (await second.get(f"{CATALOGUE}/{held.id}")).text
    assert "vom Veranstalter vergeben" in page
    assert "hält einen Vortrag" not in page
    assert "Nachrücken können Sie bis vier Arbeitsstunden vor dem Beginn" in page


async def test_when_it_is_over_nobody_is_told_that_they_wait(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="1", days=3)
    first, second = await line(held, "Nele Ahrens", "Jan Beck")
    held.house.clock.forward(timedelta(days=4))
    assert "Sie hatten einen Platz." in (await first.get(f"{CATALOGUE}/{held.id}")).text
    page = (await second.get(f"{CATALOGUE}/{held.id}")).text
    assert "Einen Platz hatten Sie nicht." in page
    assert "Warteliste" not in page
    link = (await Holder(held, await held.entry(second)).look()).text
    assert "Einen Platz hatten Sie nicht." in link


async def test_who_waits_sees_no_link_to_the_video_conference(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="1")
    await held.add_date(40, join_link="https://konferenz.example.org/raum")
    first, second = await line(held, "Nele Ahrens", "Jan Beck")
    assert "konferenz.example.org" in (await first.get(f"{CATALOGUE}/{held.id}")).text
    assert "konferenz.example.org" not in (await second.get(f"{CATALOGUE}/{held.id}")).text
    assert "Warteliste (1)" in (await first.get(CATALOGUE)).text

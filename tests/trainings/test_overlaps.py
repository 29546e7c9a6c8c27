"""Whoever would be at two places at once is told so, and may mean it."""

from datetime import timedelta

from sqlalchemy import select

from services.trainings.models import registrations
from tests.conftest import OpenHouse
from tests.house import URL
from tests.trainings.meeting import CATALOGUE, HTML, Meeting, meeting
from tests.trainings.test_guests import Door
from tests.trainings.test_invitations import invite, link_of


async def test_two_at_a_time_are_said_and_a_tick_is_enough(open_house: OpenHouse) -> None:
    first = await meeting(open_house, title="Kinderschutz", capacity="1")
    other = await Meeting(first.house).make(title="Sucht")
    nele, jan = [await first.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    path = f"{CATALOGUE}/{other.id}"
    assert "Überschneidung" not in (await nele.get(path)).text
    await first.register(jan)
    await first.register(nele)
    page = (await nele.get(path)).text
    assert "überschneidet sich mit" in page
    assert "Kinderschutz</a>, " in page
    assert "9:00 bis 16:30 Uhr" in page
    refused = await nele.post(path)
    assert refused.status_code == 422
    assert "Mit dem Häkchen geht es trotzdem" in refused.text
    assert (await nele.post(path, anyway="ja")).status_code == 303
    assert "überschneidet sich mit" in (await nele.get(path)).text


async def test_of_a_colleague_nothing_is_said_but_that(open_house: OpenHouse) -> None:
    first = await meeting(open_house, title="Sucht und Scham")
    other = await Meeting(first.house).make(title="Kinderschutz")
    nele, jan = [await first.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    await first.register(jan)
    path = f"{CATALOGUE}/{other.id}/andere"
    assert "Überschneidung" not in (await nele.get(path)).text
    refused = await nele.post(path, name="Jan Beck")
    assert "schon für etwas anderes angemeldet oder vorgemerkt" in refused.text
    assert "Trotz der Überschneidung anmelden" in refused.text
    assert "Sucht" not in refused.text
    assert (await nele.post(path, name="Jan Beck", anyway="ja")).status_code == 303


async def test_days_between_two_dates_are_free_and_so_is_what_does_not_take_place(
    open_house: OpenHouse,
) -> None:
    course = await meeting(open_house, title="Kurs", days=10)
    await course.add_date(20)
    between = await Meeting(course.house).make(title="Dazwischen", days=15)
    same = await Meeting(course.house).make(title="Zugleich", days=20)
    nele = await course.somebody()
    await course.register(nele)
    assert (await nele.post(f"{CATALOGUE}/{between.id}")).status_code == 303
    assert (await nele.post(f"{CATALOGUE}/{same.id}")).status_code == 422
    await nele.post(f"{CATALOGUE}/{course.id}/abmelden")
    assert (await nele.post(f"{CATALOGUE}/{same.id}")).status_code == 303
    rows = await course.house.rows("trainings", select(registrations.c.id))
    assert len(rows) == 3


async def test_by_the_link_of_an_invitation_it_is_said_and_another_button_is_enough(
    open_house: OpenHouse,
) -> None:
    first = await meeting(open_house, title="Sucht")
    other = await Meeting(first.house, people=first.people).make(title="Kinderschutz")
    nele = await first.somebody()
    assert await invite(other, "Nele Ahrens") == 303
    link = await link_of(other, nele)
    stranger = HTML | {"cookie": "", "origin": URL}
    assert "Überschneidung" not in (await first.http.get(link, headers=stranger)).text
    await first.register(nele)
    page = (await first.http.get(link, headers=stranger)).text
    assert "überschneidet sich mit Sucht" in page
    assert "Trotzdem zusagen" in page
    refused = await first.http.post(link, data={"answer": "accept"}, headers=stranger)
    assert "Kommen Sie trotzdem?" in refused.text
    said = {"answer": "accept", "anyway": "ja"}
    assert (await first.http.post(link, data=said, headers=stranger)).status_code == 303


async def test_a_guest_is_known_by_the_address_and_told_behind_the_link_alone(
    open_house: OpenHouse,
) -> None:
    first = Door(await meeting(open_house, title="Sucht", audience="public"))
    made = await Meeting(first.house).make(title="Kinderschutz", audience="public")
    other = Door(made)
    await first.ask()
    [link] = await first.links()
    assert "Überschneidung" not in (await first.look(link)).text
    assert (await first.confirm(link)).status_code == 303
    first.house.clock.forward(timedelta(minutes=1))
    await other.ask()
    link = (await other.links())[-1]
    assert "überschneidet sich mit Sucht" in (await other.look(link)).text
    assert "Mit dem Häkchen geht es trotzdem" in (await other.confirm(link)).text
    assert (await other.confirm(link, anyway="ja")).status_code == 303

"""Whoever would be at two places at once is told so, and may mean it."""

from sqlalchemy import select

from services.trainings.models import registrations
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, Meeting, meeting


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

"""Whoever comes unregistered is entered by the office, whatever registration is like by now."""

from datetime import timedelta

from sqlalchemy import select

from services.trainings.attendance.models import attendance_marks
from tests.conftest import OpenHouse
from tests.trainings.meeting import meeting, on_the_day

ENTER = "/teilnehmende/eintragen"


async def test_the_office_enters_somebody_after_registration_beyond_the_seats(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="1", needs_approval="ja", audience="heads")
    await held.somebody("Nele Ahrens")
    await held.somebody("Jan Beck")
    await held.post("/schliessen")
    assert f'{held.id}{ENTER}"' in await held.page("/teilnehmende")
    for name in ("Nele Ahrens", "Jan Beck", "Jan Beck"):
        done = await held.post(ENTER, name=name, reason="am Telefon zugesagt")
        assert done.status_code == 303, done.text
    assert await held.places() == {"Nele Ahrens": "confirmed", "Jan Beck": "confirmed"}
    page = await held.page(f"/teilnehmende/{await held.entry(held.people[1])}")
    assert page.count("über die Plätze hinaus: am Telefon zugesagt") == 1


async def test_whoever_came_unregistered_is_in_the_list_of_the_date(open_house: OpenHouse) -> None:
    held, _, path = await on_the_day(open_house, "Nele Ahrens")
    await held.somebody("Jan Beck")
    held.house.clock.forward(timedelta(hours=1))
    assert "Wer unangemeldet kam" in await held.page(path)
    form = {"name": "Jan Beck", "reason": "kam ohne Anmeldung", "vorgang": "a"}
    for _ in range(2):
        assert (await held.post(f"{path}/eintragen", **form)).status_code == 303
    assert "1 von 2 sind da" in await held.page(path)
    rows = await held.house.rows("trainings", select(attendance_marks))
    assert [each.presence.value for each in rows] == ["present"]


async def test_somebody_found_on_the_sheet_is_entered_days_later(open_house: OpenHouse) -> None:
    held, _, path = await on_the_day(open_house)
    await held.somebody("Jan Beck")
    held.house.clock.forward(timedelta(days=3))
    form = {"name": "Jan Beck", "reason": "steht auf der Liste", "vorgang": "a"}
    assert (await held.post(f"{path}/eintragen", **form)).status_code == 303
    assert "1 von 1 sind da" in await held.page(path)
    held.house.clock.forward(timedelta(days=4 * 366))
    assert "mehr als drei Jahre" in (await held.post(f"{path}/eintragen", **form)).text


async def test_nobody_is_entered_whom_nobody_knows_or_where_nothing_takes_place(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    await held.somebody("Jan Beck")
    unknown = await held.post(ENTER, name="Jan Meier", reason="war da")
    assert "So heißt im Verzeichnis niemand" in unknown.text
    assert (await held.post(ENTER, name="Jan Beck", reason="")).status_code == 422
    await held.post("/absagen")
    assert "wurde abgesagt" in (await held.post(ENTER, name="Jan Beck", reason="war da")).text
    assert await held.places() == {}


async def test_a_name_of_any_length_is_answered(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    nele = await held.somebody("Nele Ahrens")
    told = await held.post(ENTER, name="x" * 60_000, person=str(nele.id))
    assert told.status_code == 422

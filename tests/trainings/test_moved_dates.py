"""What is told of another day: to everybody who has or wants a seat, and what a file then says."""

import re

from services.trainings.models import gathering_dates, registrations
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, Meeting, meeting


async def move(held: Meeting, starts: str) -> str:
    [date] = await held.house.rows("trainings", gathering_dates.select())
    form = {"day": date.day.isoformat(), "starts": starts, "ends": "16:30", "place": "Aula"}
    moved = await held.post(f"/termine/{date.id}", **form, version=str(date.version))
    assert moved.status_code == 303, moved.text
    return str(date.id)


async def numbers(held: Meeting) -> dict[str, tuple[int, int]]:
    """Of each the version, which grows with what is told, and that of their calendar."""
    rows = await held.house.rows("trainings", registrations.select())
    found = {row.person_id: (row.version, row.sequence) for row in rows}
    return {each.name: found[each.id] for each in held.people if each.id in found}


async def test_everybody_who_has_or_wants_a_seat_is_told_and_only_entries_are_counted(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="2", days=60)
    names = ("Nele Ahrens", "Jan Beck", "Ida Cors", "Ole Dahl")
    nele, jan, ida, ole = [await held.somebody(each) for each in names]
    for each in (nele, jan, ida, ole):
        await held.register(each)
    await jan.post(f"{CATALOGUE}/{held.id}/abmelden")
    assert [*(await held.places()).values()] == ["confirmed", "withdrawn", "offered", "waiting"]
    before = await numbers(held)
    await move(held, "10:00")
    after = await numbers(held)
    told, entered = [
        {name for name in names if after[name][each] > before[name][each]} for each in (0, 1)
    ]
    assert told == {"Nele Ahrens", "Ida Cors", "Ole Dahl"}
    assert entered == {"Nele Ahrens"}


async def test_a_file_is_the_entry_that_a_mail_has_brought(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="1")
    nele, jan = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    for each in (nele, jan):
        await held.register(each)
    date_id = await move(held, "10:00")
    path = f"{CATALOGUE}/{held.id}/termine/{date_id}/termin.ics"
    assert (await jan.get(path)).status_code == 404
    file = (await nele.get(path)).text
    assert f"UID:date-{date_id}@" in file
    assert "METHOD" not in file
    [number] = re.findall(r"SEQUENCE:(\d+)", file)
    assert int(number) == (await numbers(held))["Nele Ahrens"][1] == 1
    stranger = await held.somebody("Ole Dahl")
    assert "METHOD:PUBLISH" in (await stranger.get(path)).text

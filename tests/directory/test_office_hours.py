"""When somebody is at a school is said by them, and seen by those to whom they show their hours."""

import re

import pytest

from services.directory.own_entry.forms import MOST_HOURS
from shared.contracts.accounts import AccessRole
from tests.directory.conftest import Desk
from tests.directory.test_people import LIST, OWN, Person, at, office_of, worker_of
from tests.directory.test_people import SCHOOL as LINDENHAIN
from tests.directory.test_public import API, NUMBER, OPENED, PUBLIC, open_entry, stranger_of

NEW = f"{OWN}/sprechzeiten/neu"
MONDAY = {
    "school_number": NUMBER,
    "weekday": "monday",
    "begins": "9:00",
    "ends": "12.30",
    "place": "Raum 1.07",
}
TEXT = "Montag 9:00 bis 12:30 Uhr"


async def enter(worker: Person, **changes: str) -> None:
    saved = await worker.post(NEW, **MONDAY | changes)
    assert saved.status_code == 303, saved.text


async def test_hours_are_shown_at_the_school_by_day(desk: Desk) -> None:
    worker = await open_entry(desk)
    await enter(worker, weekday="friday", begins="08:15", ends="10:00", place="")
    await enter(worker)
    page = await stranger_of(desk).page(f"{PUBLIC}/schulen/{NUMBER}")
    assert page.index(f"{TEXT}, Raum 1.07") < page.index("Freitag 8:15 bis 10:00 Uhr")
    answer = await stranger_of(desk).get(f"{API}/schools/{NUMBER}")
    [mara] = answer.json()["workers"]
    assert mara["office_hours"][0] == {
        "school_number": NUMBER,
        "weekday": "monday",
        "begins": "09:00",
        "ends": "12:30",
        "place": "Raum 1.07",
    }


async def test_who_closes_their_hours_closes_those_of_schools(desk: Desk) -> None:
    worker, stranger = await open_entry(desk), stranger_of(desk)
    head, office = await at(desk, AccessRole.HEAD, LINDENHAIN), await office_of(desk)
    await enter(worker)
    form = OPENED | {"hours_seen_by": "office", "version": "1"}
    assert (await worker.post(f"{OWN}/bearbeiten", **form)).status_code == 303
    for path in (f"{PUBLIC}/schulen/{NUMBER}", f"{API}/schools/{NUMBER}", f"{API}/people", PUBLIC):
        answer = await stranger.get(path)
        assert "Mara" in answer.text
        assert "Raum 1.07" not in answer.text
    assert TEXT not in await head.page(f"{LIST}/{worker.id}")
    assert TEXT in await office.page(f"{LIST}/{worker.id}")
    assert TEXT in await worker.page(OWN)


async def test_before_anything_is_chosen_hours_are_the_offices(desk: Desk) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    head = await at(desk, AccessRole.HEAD, LINDENHAIN)
    await enter(worker)
    assert TEXT in await office.page(f"{LIST}/{worker.id}")
    assert TEXT not in await head.page(f"{LIST}/{worker.id}")


async def test_an_hour_is_removed_and_gone(desk: Desk) -> None:
    worker = await open_entry(desk)
    await enter(worker)
    [way] = re.findall(rf'href="({OWN}/sprechzeiten/[^"]+/entfernen)"', await worker.page(OWN))
    assert "Raum 1.07" in await worker.page(way)
    other = await at(desk, AccessRole.HEAD, LINDENHAIN)
    assert (await other.post(way)).status_code == 404
    assert (await worker.post(way)).status_code == 303
    assert (await worker.get(way)).status_code == 404
    assert "Raum 1.07" not in await stranger_of(desk).page(f"{PUBLIC}/schulen/{NUMBER}")


async def test_the_same_said_twice_is_said_once(desk: Desk) -> None:
    worker = await open_entry(desk)
    await enter(worker)
    await enter(worker, begins="09:00", ends="12:30")
    page = await stranger_of(desk).page(f"{PUBLIC}/schulen/{NUMBER}")
    assert page.count(TEXT) == 1


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"ends": "9:00"}, "Das Ende liegt nicht nach dem Anfang."),
        ({"begins": "25:00"}, "Schreibweise"),
        ({"school_number": "100007"}, "An dieser Schule sind Sie zurzeit nicht."),
        ({"school_number": ""}, "Bitte"),
        ({"weekday": "sunday"}, "Bitte"),
    ],
)
async def test_what_cannot_be_is_refused_and_kept(
    desk: Desk, changes: dict[str, str], text: str
) -> None:
    worker = await worker_of(desk)
    answer = await worker.post(NEW, **MONDAY | changes)
    assert answer.status_code == 422
    assert text in answer.text
    assert "Raum 1.07" in answer.text


async def test_very_many_hours_are_refused(desk: Desk) -> None:
    worker = await worker_of(desk)
    for number in range(MOST_HOURS):
        await enter(worker, place=f"Raum {number}")
    answer = await worker.post(NEW, **MONDAY)
    assert "sieht niemand durch" in answer.text


async def test_hours_at_a_school_one_has_left_are_not_shown(desk: Desk) -> None:
    worker = await open_entry(desk)
    await enter(worker)
    change = {
        "external_id": "P-4711",
        "valid_from": desk.today.isoformat(),
        "placements": [{"school_number": "100002", "weekly_hours": 19.5}],
    }
    assert (await desk.carrier.post("/changes", change)).status_code == 201
    assert "Raum 1.07" not in await stranger_of(desk).page(PUBLIC)
    assert "Mara" in await stranger_of(desk).page(f"{PUBLIC}/schulen/100002")

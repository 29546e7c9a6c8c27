"""That somebody is not at work is seen by those who see when they are; never why."""

import pytest

from shared.contracts.accounts import AccessRole
from tests.directory.conftest import Desk
from tests.directory.test_office_hours import TEXT, enter
from tests.directory.test_people import LIST, OWN, SCHOOL, Person, at, office_of, worker_of
from tests.directory.test_public import API, NUMBER, OPENED, PUBLIC, open_entry, stranger_of

AWAY = "urzeit nicht im Dienst"
SCHOOLS = "/directory/meine-schulen"


async def gone(desk: Desk) -> None:
    body = {"external_id": "P-4711", "first_day": desk.today.isoformat()}
    assert (await desk.carrier.post("/leaves", body)).status_code == 201


async def joined(desk: Desk) -> Person:
    """A colleague who has chosen nothing."""
    return await worker_of(
        desk,
        external_id="P-2",
        person__given_name="Änne",
        person__family_name="Vogt",
        person__email="aenne@example.org",
    )


async def test_the_public_reads_that_somebody_is_away_instead_of_their_hours(desk: Desk) -> None:
    worker, stranger = await open_entry(desk), stranger_of(desk)
    await enter(worker)
    await joined(desk)
    await gone(desk)
    page = await stranger.page(f"{PUBLIC}/schulen/{NUMBER}")
    assert f"Z{AWAY}." in page
    assert TEXT not in page
    assert "montags 9 bis 12 Uhr" not in page
    assert "Vogt" not in page
    assert "Beurlaub" not in page
    [mara] = (await stranger.get(f"{API}/schools/{NUMBER}")).json()["workers"]
    assert mara["absences"] == [{"school_number": NUMBER, "stand_ins": []}]
    colleague = await at(desk, AccessRole.HEAD, SCHOOL)
    assert f"z{AWAY}, Vertretung: Änne Vogt" in await colleague.page(f"{LIST}/{worker.id}")
    card = (await colleague.get(f"{LIST}/{worker.id}/vcard")).text.replace("\r\n ", "")
    assert "Vertretung: Änne Vogt" in card
    assert "Sprechzeiten" not in card


async def test_who_does_not_show_their_hours_does_not_show_that_they_are_away(
    desk: Desk,
) -> None:
    worker, stranger = await open_entry(desk, hours_seen_by="office"), stranger_of(desk)
    await gone(desk)
    for path in (PUBLIC, f"{PUBLIC}/schulen/{NUMBER}", f"{API}/people", f"{API}/schools/{NUMBER}"):
        text = (await stranger.get(path)).text
        assert "Mara" in text
        assert AWAY not in text
        assert "stand_ins" not in text
    head = await at(desk, AccessRole.HEAD, SCHOOL)
    assert AWAY not in await head.page(f"{LIST}/{worker.id}")
    assert AWAY in await (await office_of(desk)).page(f"{LIST}/{worker.id}")
    assert AWAY in await worker.page(OWN)


@pytest.mark.parametrize("seen_by", ["office", "network"])
async def test_a_colleague_reads_it_of_those_who_show_their_hours(desk: Desk, seen_by: str) -> None:
    await open_entry(desk, hours_seen_by=seen_by)
    colleague = await joined(desk)
    await gone(desk)
    page = await colleague.page(SCHOOLS)
    assert "Mara Özgür" in page
    assert ("Nicht im Dienst" in page) == (seen_by == "network")


async def test_who_is_back_is_seen_with_their_hours_again(desk: Desk) -> None:
    worker, stranger = await open_entry(desk), stranger_of(desk)
    await enter(worker)
    await gone(desk)
    body = {"external_id": "P-4711", "first_day": desk.today.isoformat()}
    assert (await desk.carrier.post("/returns", body)).status_code == 201
    page = await stranger.page(f"{PUBLIC}/schulen/{NUMBER}")
    assert AWAY not in page
    assert TEXT in page
    assert OPENED["hours"] in page

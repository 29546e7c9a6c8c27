"""People who share a mailbox are greeted by their own names; who has gone is greeted no more."""

from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.journeys.carrier import Carrier
from tests.journeys.test_new_colleague import mails, settled

HEADING = "Schulnummer;Schule;Schulform;Leitung Vorname;Leitung Nachname;Leitung E-Mail"
SOUTH = "200001;Süd;Grundschule;Eva;Kern;sekretariat@example.org"
NORTH = "200002;Nord;Gymnasium;Ole;Brandt;sekretariat@example.org"


async def list_schools(house: House, *rows: str) -> None:
    answer = await house.http.post(
        f"/directory/api/v1/schools?municipality={BERGKAMEN}",
        content="\n".join([HEADING, *rows]).encode(),
        headers={"content-type": "text/csv"},
    )
    assert answer.status_code == 200


async def greeted(house: House) -> list[str]:
    """Whom the mails to the shared mailbox greet."""
    mine = [mail for mail in await mails(house) if "sekretariat@example.org" in mail]
    names = ("Eva Kern", "Ole Brandt", "Ute Falk")
    return sorted(name for mail in mine for name in names if f"Guten Tag {name}" in mail)


async def test_each_of_two_heads_is_greeted_by_their_own_name(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings", "notifications")
    carrier = await Carrier.of(house)
    await list_schools(house, SOUTH, NORTH)
    for number in ("200001", "200002"):
        await carrier.hire(
            external_id=number, placements=[{"school_number": number, "weekly_hours": 19.5}]
        )
    await settled(house)
    assert await greeted(house) == ["Eva Kern", "Ole Brandt"]


async def test_a_new_head_is_greeted_and_the_former_no_more(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings", "notifications")
    carrier = await Carrier.of(house)
    await list_schools(house, SOUTH)
    await list_schools(house, SOUTH.replace("Eva;Kern", "Ute;Falk"))
    await carrier.hire(placements=[{"school_number": "200001", "weekly_hours": 19.5}])
    await settled(house)
    assert await greeted(house) == ["Ute Falk"]

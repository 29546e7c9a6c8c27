"""Whom one asks about a gathering is named by the office, and no longer once they have left."""

from shared.contracts.accounts import AccessRecord
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, Meeting, meeting

FORM = {"kind": "training", "title": "Kinderschutz", "audience": "everybody"}


async def change(held: Meeting, contact: str, version: str = "") -> tuple[int, str]:
    shown = (await held.page("/bearbeiten")).partition('name="version" value="')[2].split('"')[0]
    answer = await held.post("/bearbeiten", **FORM, contact=contact, version=version or shown)
    return answer.status_code, answer.text


async def test_the_contact_of_a_gathering_is_another_one(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    mara = await held.somebody("Mara Lenz")
    status, text = await change(held, "Gibt Esnicht")
    assert (status, "Hier heißt niemand so" in text) == (422, True)
    assert (await change(held, "Mara Lenz"))[0] == 303
    assert (await change(held, ""))[0] == 303
    assert 'value="Mara Lenz"' in await held.page("/bearbeiten")
    assert "Mara Lenz" in (await mara.get(f"{CATALOGUE}/{held.id}")).text
    status, text = await change(held, "Mara Lenz", version="1")
    assert status == 409
    assert "Mara Lenz" in text


async def test_whoever_has_left_is_asked_no_more(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    await held.make(contact=(await held.somebody("Mara Lenz")).name)
    other = await held.somebody("Jan Beck")
    assert "Mara Lenz" in (await other.get(f"{CATALOGUE}/{held.id}")).text
    gone = AccessRecord(person_id=held.people[0].id, version=9, grants=())
    await held.house.announce(gone)
    await held.house.quiet()
    assert "Mara Lenz" not in (await other.get(f"{CATALOGUE}/{held.id}")).text
    assert "Mara Lenz" not in await held.page("/bearbeiten")

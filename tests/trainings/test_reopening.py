"""Whoever was rejected may be decided about again, and waits for that at the end."""

from sqlalchemy import select

from services.trainings.models import registrations
from tests.conftest import OpenHouse
from tests.trainings.meeting import Meeting, Somebody, meeting

AGAIN = "wieder-oeffnen"


async def rejected(open_house: OpenHouse) -> tuple[Meeting, Somebody, str]:
    held = await meeting(open_house, needs_approval="ja", capacity="1")
    first, other = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    for each in (first, other):
        await held.register(each)
    path = f"/teilnehmende/{await held.entry(first)}"
    await held.post(f"{path}/ablehnen", reason="nicht zuständig")
    return held, first, path


async def test_the_office_reopens_what_it_rejected_and_they_wait_behind_the_others(
    open_house: OpenHouse,
) -> None:
    held, first, path = await rejected(open_house)
    assert "Nele Ahrens" in await held.page("/teilnehmende?approval=rejected")
    assert f"{path}/{AGAIN}" in await held.page(path)
    assert (await held.post(f"{path}/{AGAIN}", reason="")).status_code == 422
    assert (await held.post(f"{path}/{AGAIN}", reason="doch zuständig")).status_code == 303
    page = await held.page(path)
    assert "doch zuständig" in page
    assert f"{path}/{AGAIN}" not in page
    assert "Freigabe ausstehend" in (await first.get(f"/trainings/angebote/{held.id}")).text
    rows = await held.house.rows("trainings", select(registrations))
    assert max(rows, key=lambda each: each.waiting_since).person_id == first.id
    assert (await held.post(f"{path}/freigeben")).status_code == 303
    assert (await held.places())["Nele Ahrens"] == "confirmed"


async def test_what_is_not_rejected_or_called_off_or_entered_anew_is_not_reopened(
    open_house: OpenHouse,
) -> None:
    held, _, path = await rejected(open_house)
    other = f"/teilnehmende/{await held.entry(held.people[1])}"
    waits = await held.post(f"{other}/{AGAIN}", reason="doch")
    assert "Die Person ist inzwischen neu angemeldet" in waits.text
    await held.post("/teilnehmende/eintragen", name="Nele Ahrens", reason="doch")
    twice = await held.post(f"{path}/{AGAIN}", reason="doch")
    assert "Die Person ist inzwischen neu angemeldet" in twice.text
    await held.post("/absagen")
    assert "wurde abgesagt" in (await held.post(f"{path}/{AGAIN}", reason="doch")).text
    assert (await held.places())["Nele Ahrens"] == "withdrawn"

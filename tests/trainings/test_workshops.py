"""Workshops of a symposium: chosen by wishes, waited for, and freed with the seat."""

import re
from datetime import timedelta
from uuid import UUID

from shared.clock import local_date
from shared.contracts.gatherings import REGISTRATION_PAGE
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, HTML, OFFICE, Meeting, Somebody, meeting

TWO = "Recht", "Sprache"


async def slot(held: Meeting, starts: str, ends: str, *titles: str, size: str = "1") -> str:
    """A time of the only date, with workshops of this size; its id."""
    page = await held.page("/workshops/zeiten/neu")
    date = re.findall(r'<option value="([0-9a-f-]{36})"', page)[0]
    form = {"date_id": date, "starts": starts, "ends": ends}
    answer = await held.post("/workshops/zeiten/neu", **form)
    assert answer.status_code == 303, answer.text
    key: str = re.findall(r"workshops/zeiten/([0-9a-f-]{36})\"", await held.page("/workshops"))[-1]
    for title in titles:
        form = {"title": title, "room": "Raum 3", "size": size}
        answer = await held.post(f"/workshops/zeiten/{key}/neu", **form)
        assert answer.status_code == 303, answer.text
    return key


async def named(held: Meeting, title: str) -> str:
    """The id of a workshop."""
    page = await held.page("/workshops")
    key: str = re.findall(rf'workshops/([0-9a-f-]{{36}})">{title}<', page)[0]
    return key


async def choose(held: Meeting, who: Somebody, key: str, *wanted: str, **more: str) -> str:
    fields = dict(zip(("first", "second", "third"), wanted, strict=False)) | more
    answer = await who.post(f"{CATALOGUE}/{held.id}/workshops/{key}", **fields)
    return "" if answer.status_code == 303 else answer.text


async def own(held: Meeting, who: Somebody) -> list[str]:
    page = (await who.get(f"{CATALOGUE}/{held.id}/workshops")).text
    return re.findall(r"<strong>Für Sie:</strong> (.*?)</p>", page)


async def seated(held: Meeting, *names: str) -> list[Somebody]:
    people = [await held.somebody(each) for each in names]
    for each in people:
        await held.register(each)
    return people


async def test_the_first_wish_with_room_is_theirs_and_who_leaves_frees_it_for_the_next(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    key = await slot(held, "13:00", "14:30", *TWO)
    recht, sprache = [await named(held, each) for each in TWO]
    nele, jan, ida = await seated(held, "Nele Ahrens", "Jan Beck", "Ida Cors")
    for each in (nele, jan, ida):
        assert await choose(held, each, key, recht, sprache) == ""
    assert await own(held, nele) == ["Recht, Raum 3"]
    assert await own(held, jan) == ["Sprache, Raum 3; Warteliste: Recht (Platz 1)"]
    waits = "noch kein Platz; Warteliste: Recht (Platz 2), Sprache (Platz 1)"
    assert await own(held, ida) == [waits]
    page = await held.page(f"/workshops/{recht}")
    assert page.index("Nele Ahrens") < page.index("Jan Beck") < page.index("Ida Cors")
    await nele.post(f"{CATALOGUE}/{held.id}/abmelden")
    assert await own(held, jan) == ["Recht, Raum 3"]
    assert await own(held, ida) == ["Sprache, Raum 3; Warteliste: Recht (Platz 1)"]
    until = local_date(held.house.clock.now()) + timedelta(days=60)
    link = held.house.link(REGISTRATION_PAGE, UUID(await held.entry(ida)), until)
    linked = (await held.http.get(link, headers=HTML)).text
    assert "Sprache, Raum 3; Warteliste: Recht (Platz 1)" in linked
    assert "Sprache, Raum 3; Warteliste" in (await ida.get(f"{CATALOGUE}/{held.id}")).text


async def test_who_has_no_seat_sees_the_programme_and_chooses_nothing(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="1")
    key = await slot(held, "13:00", "14:30", *TWO)
    _, jan = await seated(held, "Nele Ahrens", "Jan Beck")
    page = (await jan.get(f"{CATALOGUE}/{held.id}/workshops")).text
    assert "Sprache (noch 1 Platz)" in page
    assert "Wählen kann, wer einen Platz" in page
    address = f"{CATALOGUE}/{held.id}/workshops/{key}"
    assert (await jan.get(address)).status_code == 404
    answer = await jan.post(address, first=await named(held, "Recht"))
    assert answer.status_code in (404, 409, 422)
    assert "0 von 1 vergeben" in await held.page(f"/workshops/{await named(held, 'Recht')}")


async def test_what_overlaps_is_warned_of_and_may_be_meant(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    early = await slot(held, "13:00", "14:30", *TWO)
    late = await slot(held, "14:00", "15:00", "Musik")
    (nele,) = await seated(held, "Nele Ahrens")
    recht, musik = await named(held, "Recht"), await named(held, "Musik")
    assert "schon genannt" in await choose(held, nele, early, recht, recht)
    assert await choose(held, nele, early, recht) == ""
    refused = await choose(held, nele, late, musik)
    assert "überschneidet sich mit einer anderen Zeit" in refused
    assert "13:00 bis 14:30 Uhr: Recht" in refused
    assert "nicht mehr angeboten" in await choose(held, nele, late, recht, anyway="ja")
    assert await choose(held, nele, late, musik, anyway="ja") == ""
    assert await own(held, nele) == ["Recht, Raum 3", "Musik, Raum 3"]


async def test_the_office_moves_somebody_beyond_the_size_only_where_it_says_so(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    key = await slot(held, "13:00", "14:30", *TWO)
    recht, sprache = [await named(held, each) for each in TWO]
    nele, jan, ida = await seated(held, "Nele Ahrens", "Jan Beck", "Ida Cors")
    await choose(held, nele, key, recht)
    await choose(held, jan, key, sprache)
    await choose(held, ida, key, sprache)
    assert "Ida Cors" in await held.page(f"/workshops/zeiten/{key}/teilnehmende")
    address = f"/workshops/zeiten/{key}/teilnehmende/{await held.entry(jan)}"
    assert "Workshop für Jan Beck" in await held.page(address)
    assert "braucht das Häkchen" in (await held.post(address, workshop_id=recht)).text
    answer = await held.post(address, workshop_id=recht, beyond="ja")
    assert answer.status_code == 303, answer.text
    assert await own(held, jan) == ["Recht, Raum 3"]
    assert await own(held, ida) == ["Sprache, Raum 3"]
    assert "über die Plätze hinaus" in await held.page(f"/workshops/{recht}")
    few = await held.post(f"/workshops/{sprache}/bearbeiten", title="Sprache", size="0", version=1)
    assert few.status_code == 422
    gone = await held.post(f"/workshops/{sprache}/entfernen")
    assert gone.headers["location"] == f"{OFFICE}/{held.id}/workshops"
    assert await own(held, ida) == ["noch nicht gewählt"]

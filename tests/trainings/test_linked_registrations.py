"""Whoever holds the link of a registration needs no account, and looking changes nothing."""

import re
from datetime import timedelta
from uuid import UUID

from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.trainings.models import gathering_dates, people, registrations
from shared.clock import local_date
from shared.contracts.gatherings import REGISTRATION_PAGE
from tests.conftest import OpenHouse
from tests.house import URL
from tests.trainings.meeting import HTML, Meeting, Somebody, meeting
from tests.trainings.test_guests import Door
from tests.trainings.test_guests import door as guest_door
from tests.trainings.test_minutes import publish
from tests.trainings.test_workshops import named, slot


class Holder:
    """Who has the link, and nothing else."""

    def __init__(self, held: Meeting, entry: str, days: int = 60) -> None:
        until = local_date(held.house.clock.now()) + timedelta(days=days)
        self.path = held.house.link(REGISTRATION_PAGE, UUID(entry), until).removeprefix(URL)
        headers = HTML | {"origin": URL}
        self.http = AsyncClient(transport=held.http._transport, base_url=URL, headers=headers)

    async def look(self, below: str = "") -> Response:
        return await self.http.get(self.path + below)

    async def say(self, answer: str) -> Response:
        return await self.http.post(self.path, data={"answer": answer})

    async def saves(self, page: str, what: str) -> bytes:
        """A file that the page links."""
        [href] = re.findall(rf'href="({re.escape(self.path)}/{what}[^"]*)"', page)
        answer = await self.http.get(href)
        assert answer.status_code == 200, answer.text
        return answer.content


async def guest_of(open_door: Door) -> Holder:
    """Anna, who has confirmed."""
    await open_door.ask()
    [link] = await open_door.links()
    assert (await open_door.confirm(link)).status_code == 303
    query = select(registrations.c.id).join(people, people.c.person_id == registrations.c.person_id)
    [[entry]] = await open_door.house.rows("trainings", query)
    return Holder(open_door.held, str(entry))


async def holder(held: Meeting, who: Somebody, days: int = 60) -> Holder:
    return Holder(held, await held.entry(who), days)


async def test_a_guest_comes_by_the_link_from_the_workshop_to_the_certificate(
    open_house: OpenHouse,
) -> None:
    open_door = await guest_door(open_house, days=3)
    held, anna = open_door.held, await guest_of(open_door)
    key = await slot(held, "13:00", "14:30", "Recht")
    recht = await named(held, "Recht")
    [choice] = re.findall(r'href="[^"]*(/workshops/[^"]*)"', (await anna.look()).text)
    assert choice == f"/workshops/{key}"
    assert "Recht" in (await anna.look(choice)).text
    twice = await anna.http.post(anna.path + choice, data={"first": recht, "second": recht})
    assert "haben Sie schon genannt" in twice.text
    chosen = await anna.http.post(anna.path + choice, data={"first": recht})
    assert chosen.headers["location"] == anna.path
    assert "Recht, Raum 3" in (await anna.look()).text
    assert "<svg" not in (await anna.look()).text.partition("Einlass-Code anlegen")[2]
    assert (await anna.say("code")).status_code == 303
    assert "Zeigen Sie das am Eingang" in (await anna.look()).text
    [date] = await held.house.rows("trainings", select(gathering_dates))
    clock = held.house.clock
    clock.forward(date.starts_at - clock.now() - timedelta(minutes=20))
    entry = (await held.house.rows("trainings", select(registrations.c.id)))[0].id
    seen = {"present": str(entry), "shown": str(entry), "vorgang": "a"}
    assert (await held.post(f"/termine/{date.id}/anwesenheit", **seen)).status_code == 303
    clock.forward(timedelta(hours=9))
    assert "Nach der Veranstaltung" not in (await anna.look()).text
    await publish(held)
    assert (await held.post("/bescheinigungen")).status_code == 303
    page = (await anna.look()).text
    for what in ("protokoll", "bescheinigung"):
        assert (await anna.saves(page, what)).startswith(b"%PDF")


async def test_who_signs_in_is_led_there_and_the_link_gives_no_paper_away(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, days=1)
    nele = await held.somebody()
    await held.register(nele)
    link = await holder(held, nele)
    held.house.clock.forward(timedelta(days=2))
    await publish(held)
    page = (await link.look()).text
    assert f'href="/trainings/angebote/{held.id}/protokoll"' in page
    assert (await link.look("/protokoll/datei")).status_code == 404


async def test_a_kept_seat_is_taken_by_the_link_and_a_place_in_line_given_up(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="1")
    nele, jan, ida = [await held.somebody(each) for each in ("Nele A", "Jan B", "Ida C")]
    for each in (nele, jan, ida):
        await held.register(each)
        held.house.clock.forward(timedelta(minutes=1))
    links = [await holder(held, each) for each in (nele, jan, ida)]
    before = await held.places()
    for link in links:
        for _ in range(2):
            assert (await link.look()).status_code == 200
            assert (await link.http.head(link.path)).status_code in (200, 405)
    assert await held.places() == before
    assert (await links[2].say("withdraw")).status_code == 303
    assert (await held.places())["Ida C"] == "withdrawn"
    assert (await links[0].say("withdraw")).status_code == 303
    assert (await held.places())["Jan B"] == "offered"
    assert "Platz annehmen" in (await links[1].look()).text
    assert (await held.places())["Jan B"] == "offered"
    assert (await links[1].say("accept")).status_code == 303
    places = {"Nele A": "withdrawn", "Jan B": "confirmed", "Ida C": "withdrawn"}
    assert await held.places() == places


async def test_the_link_says_that_the_office_said_no_and_what_does_not_take_place(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, needs_approval="ja")
    nele = await held.somebody()
    await held.register(nele)
    link = await holder(held, nele)
    await held.post(f"/teilnehmende/{await held.entry(nele)}/ablehnen", reason="doppelt")
    page = (await link.look()).text
    assert "wurde nicht freigegeben" in page
    assert "Sie sind nicht angemeldet" not in page
    assert "Abgesagt" not in page
    await held.post("/absagen")
    assert "Diese Veranstaltung findet nicht statt" in (await link.look()).text


async def test_after_its_last_day_a_link_is_gone_with_everything_behind_it(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, days=3)
    nele = await held.somebody()
    await held.register(nele)
    link = await holder(held, nele, days=33)
    held.house.clock.forward(timedelta(days=33))
    assert (await link.look()).status_code == 200
    held.house.clock.forward(timedelta(days=1))
    assert "gilt nicht mehr" in (await link.look()).text
    answers = [await link.look(each) for each in ("", "/protokoll/datei")]
    answers.append(await link.say("withdraw"))
    assert [each.status_code for each in answers] == [410, 410, 410]
    assert await held.places() == {"Nele Ahrens": "confirmed"}

"""Guests register for what is open to them, once they have confirmed their address."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from services.notifications.mailbox.models import kept_mails
from services.notifications.recipients.models import people as addressed
from services.trainings.guests.models import guests
from services.trainings.guests.use_cases import forget_older
from services.trainings.guests.values import MAILS_AN_HOUR
from services.trainings.invitations.models import invitations
from services.trainings.models import people, registrations
from shared.clock import local_date
from shared.contracts.gatherings import GUEST_PAGE
from shared.contracts.invitations import INVITATION_PAGE
from tests.conftest import OpenHouse
from tests.holding import held
from tests.house import BERGKAMEN, URL
from tests.trainings.meeting import CATALOGUE, HTML, Meeting, meeting

ANNA = {
    "given_name": "Anna",
    "family_name": "Özkan",
    "address": "Anna@Kita.example",
    "institution": "Kita Regenbogen",
}


class Door:
    """The public page of a gathering, and the links that its mails hold."""

    def __init__(self, held: Meeting) -> None:
        self.held, self.house = held, held.house
        self.path = f"/trainings/gaeste/{BERGKAMEN}/{held.id}"

    async def send(self, path: str, **data: Any) -> Response:
        """As a stranger."""
        headers = HTML | {"cookie": "", "origin": URL}
        return await self.house.http.post(path, data=data, headers=headers)

    async def look(self, path: str) -> Response:
        return await self.house.http.get(path, headers=HTML | {"cookie": ""})

    async def ask(self, **data: str) -> Response:
        return await self.send(self.path, **(ANNA | data))

    async def links(self) -> list[str]:
        """The pages of guests, in the order in which they asked."""
        rows = await self.house.rows("trainings", select(guests).order_by(guests.c.asked_at))
        until = local_date(self.house.clock.now()) + timedelta(days=3)
        made = [self.house.link(GUEST_PAGE, each.id, until) for each in rows]
        return [each.removeprefix(URL) for each in made]

    async def confirm(self, link: str, **data: str) -> Response:
        given = {name: value for name, value in ANNA.items() if name != "address"}
        return await self.send(link, **(given | data))

    async def places(self) -> dict[str, str]:
        query = select(people.c.given_name, registrations.c.place)
        query = query.join(people, people.c.person_id == registrations.c.person_id)
        rows = await self.house.rows("trainings", query.order_by(registrations.c.submitted_at))
        return {row.given_name: row.place.value for row in rows}


async def door(open_house: OpenHouse, **given: Any) -> Door:
    return Door(await meeting(open_house, **({"audience": "public"} | given)))


async def test_a_guest_has_a_seat_once_the_mail_is_confirmed_and_not_by_looking(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings", "notifications")
    open_door = Door(await Meeting(house).make(audience="public"))
    assert (
        "Kinderschutz im Ganztag" in (await open_door.look(f"/trainings/gaeste/{BERGKAMEN}")).text
    )
    assert (await open_door.ask()).status_code == 303
    asked = await _mail(open_door, 1)
    assert asked.recipient == "Anna Özkan <anna@kita.example>"
    assert "Özkan" not in asked.subject
    assert "stehen in der Anmeldung" in asked.text
    assert "eingestellt" not in asked.text
    link = asked.links[0].removeprefix(URL)
    page = (await open_door.look(link)).text
    assert "Anmeldung bestätigen" in page
    assert await open_door.places() == {}
    assert (await open_door.confirm(link)).status_code == 303
    assert await open_door.places() == {"Anna": "confirmed"}
    told = await _mail(open_door, 2)
    assert told.subject == "Sie sind angemeldet: Kinderschutz im Ganztag"
    assert "METHOD:REQUEST" in told.calendars[0]
    await open_door.send(told.links[0].removeprefix(URL), answer="withdraw")
    assert await open_door.places() == {"Anna": "withdrawn"}


async def test_an_address_has_one_registration_however_it_is_written(
    open_house: OpenHouse,
) -> None:
    open_door = await door(open_house)
    first = await open_door.ask()
    [link] = await open_door.links()
    await open_door.confirm(link)
    open_door.house.clock.forward(timedelta(hours=1))
    again = await open_door.ask(address="anna@kita.EXAMPLE", given_name="Eve")
    assert again.headers["location"] == first.headers["location"]
    assert await open_door.links() == [link]
    await open_door.confirm(link)
    assert "Sie sind angemeldet und haben einen Platz" in (await open_door.look(link)).text
    assert await open_door.places() == {"Anna": "confirmed"}
    assert "1 Eintrag" in await open_door.held.page("/teilnehmende")


async def test_who_gets_the_link_of_a_guest_from_somebody_gets_no_seat_with_it(
    open_house: OpenHouse,
) -> None:
    open_door = await door(open_house)
    await open_door.ask()
    [link] = await open_door.links()
    await open_door.confirm(link)
    await open_door.confirm(link, given_name="Berta")
    assert await open_door.places() == {"Anna": "confirmed"}


async def test_guests_are_counted_one_by_one_and_wait_in_line(open_house: OpenHouse) -> None:
    open_door = await door(open_house, capacity="1")
    for name in ("Anna", "Berta", "Carl"):
        await open_door.ask(given_name=name, address=f"{name}@kita.example")
        open_door.house.clock.forward(timedelta(minutes=1))
    links = await open_door.links()
    await open_door.confirm(links[0])
    late = await open_door.confirm(links[1], given_name="Berta")
    assert late.status_code == 422
    assert "Inzwischen sind alle Plätze vergeben" in late.text
    assert 'name="waits" value="ja"' in late.text
    await open_door.confirm(links[1], given_name="Berta", waits="ja")
    await open_door.confirm(links[2], given_name="Carl", waits="ja")
    assert (await open_door.confirm(links[0], leaves="ja")).status_code == 303
    places = {"Anna": "withdrawn", "Berta": "offered", "Carl": "waiting"}
    assert await open_door.places() == places
    open_door.house.clock.forward(timedelta(days=8))
    late_page = (await open_door.look((await open_door.links())[1])).text
    assert "Die Frist ist vorbei" in late_page
    assert "Warteliste, Platz" not in late_page


async def test_a_guest_reads_before_they_wait_that_nobody_moves_up_any_more(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings")
    last = (local_date(house.clock.now()) + timedelta(days=1)).isoformat()
    held = await Meeting(house).make(audience="public", capacity="1", move_up_until=last)
    open_door, jan = Door(held), await held.somebody("Jan Beck")
    await held.register(await held.somebody("Nele Ahrens"))
    await open_door.ask()
    await held.post("/einladungen/neu", source="people", names="Jan Beck", expected="1")
    house.clock.forward(timedelta(days=2))
    [row] = await house.rows(
        "trainings", select(invitations).where(invitations.c.person_id == jan.id)
    )
    until = local_date(house.clock.now()) + timedelta(days=30)
    invited = house.link(INVITATION_PAGE, row.id, until).removeprefix(URL)
    for link in (*await open_door.links(), invited):
        assert "Die Warteliste ist geschlossen" in (await open_door.look(link)).text


async def test_a_colleague_registers_a_guest_who_learns_by_whom_and_confirms(
    open_house: OpenHouse,
) -> None:
    open_door = await door(open_house)
    nele = await open_door.held.somebody("Nele Ahrens")
    answer = await nele.post(f"{CATALOGUE}/{open_door.held.id}/gast", **ANNA)
    assert answer.status_code == 303
    [link] = await open_door.links()
    unconfirmed = "Ein Gast hat die Anmeldung noch nicht bestätigt"
    assert unconfirmed in await open_door.held.page("/teilnehmende")
    assert "Nele Ahrens möchte Sie anmelden" in (await open_door.look(link)).text
    await open_door.confirm(link)
    listed = await open_door.held.page("/teilnehmende")
    assert "Anna Özkan" in listed
    assert "Gast, Kita Regenbogen" in listed
    assert "Gast, Kita Regenbogen" in await open_door.held.page("/listen")
    named = await nele.post(f"{CATALOGUE}/{open_door.held.id}/andere", name="Anna Özkan")
    assert "So heißt im Verzeichnis niemand" in named.text


@pytest.mark.parametrize("audience", ["everybody", "workers"])
async def test_strangers_see_nothing_of_what_is_not_open_to_guests(
    open_house: OpenHouse, audience: str
) -> None:
    closed = await door(open_house, audience=audience)
    assert (await closed.look(closed.path)).status_code == 404
    assert (await closed.ask()).status_code == 404
    nele = await closed.held.somebody("Nele Ahrens")
    inside = await nele.post(f"{CATALOGUE}/{closed.held.id}/gast", **ANNA)
    assert "richtet sich an andere" in inside.text
    assert "Bei Fragen hilft die Koordinierungsstelle" in inside.text
    assert await closed.links() == []


async def test_nobody_is_flooded_with_mails_by_strangers(open_house: OpenHouse) -> None:
    open_door = await door(open_house)
    for _ in range(2):
        await open_door.ask()
    [row] = await open_door.house.rows("trainings", select(guests))
    assert row.version == 1
    bad = await open_door.ask(given_name="http://boese.example", address="keine")
    assert bad.status_code == 422
    for _ in range(MAILS_AN_HOUR):
        other = Door(await Meeting(open_door.house).make(audience="public"))
        assert (await other.ask()).status_code == 303
    assert len(await open_door.links()) == MAILS_AN_HOUR


async def test_guests_are_forgotten_with_all_copies(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings", "notifications")
    open_door = Door(await Meeting(house).make(audience="public", days=10))
    for name in ("Anna", "Berta"):
        await open_door.ask(given_name=name, address=f"{name}@kita.example")
        house.clock.forward(timedelta(minutes=1))
    await open_door.confirm((await open_door.links())[0])
    assert await _forget(open_door, timedelta(days=4)) == {"Anna"}
    assert await _forget(open_door, timedelta(days=90)) == {"Anna"}
    [anna] = await house.rows("trainings", select(guests.c.id))
    async with held(house.context("trainings").database, anna.id):
        assert await _forget(open_door, timedelta(days=10)) == {"Anna"}
    assert await _forget(open_door, timedelta(days=1)) == set()
    assert await open_door.places() == {}
    rows = await house.rows("trainings", select(registrations))
    assert len(rows) == 1
    assert "nicht mehr im Verzeichnis" in await open_door.held.page("/teilnehmende?place=confirmed")


async def _forget(open_door: Door, later: timedelta) -> set[str]:
    """Whom notifications can still write to after so long."""
    house = open_door.house
    house.clock.forward(later)
    async with house.context("trainings").database.transaction() as uow:
        await forget_older(uow)
    await house.quiet()
    known = await house.rows("trainings", select(guests.c.given_name))
    copies = await house.rows("notifications", select(addressed.c.given_name))
    assert {each.given_name for each in copies} == {each.given_name for each in known}
    return {each.given_name for each in known}


async def _mail(open_door: Door, number: int) -> Any:
    """The newest, once there are so many."""
    query = select(kept_mails).order_by(kept_mails.c.kept_at)
    await open_door.house.quiet()
    async with asyncio.timeout(20):
        while len(rows := await open_door.house.rows("notifications", query)) < number:
            await asyncio.sleep(0.02)
    return rows[-1]

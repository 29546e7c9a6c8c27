"""Guests and people from outside who have a measure: told what is kept of them, and erased."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from sqlalchemy import Table, select

from services.directory.privacy_requests.models import requests
from services.directory.privacy_requests.values import PrivacyState
from services.notifications.recipients.models import people as addressed
from services.surveys.measures.models import measures
from services.trainings.guests.models import guests
from services.trainings.models import people
from shared.clock import local_date
from shared.contracts.gatherings import GUEST_PAGE
from shared.contracts.measures import FROM_MINUTES, MEASURE_PAGE
from tests.conftest import OpenHouse
from tests.house import URL, House
from tests.journeys.test_new_colleague import ALL
from tests.trainings.meeting import HTML, Meeting
from tests.trainings.test_guests import Door

OFFICE = "/directory/auskunft-von-ausserhalb"
PAPER = "/directory/auskunft-auf-papier"
ADDRESS, REASON = "anna@kita.example", "Brief, Ausweis gesehen"


async def came(house: House) -> Door:
    """A guest who has confirmed."""
    door = Door(await Meeting(house).make(audience="public"))
    await door.ask()
    [link] = await door.links()
    await door.confirm(link)
    await house.quiet()
    return door


async def asked(house: House, who: str, kind: str) -> str:
    """Below the office's pages for outsiders."""
    data = {"who": who, "kind": kind, "reason": REASON}
    answer = await house.http.post(OFFICE, data=data, headers=HTML)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def erased(house: House, page: str) -> None:
    wrong = await house.http.post(f"{page}/loeschen", data={"typed": "ja"}, headers=HTML)
    assert "Nichts gefunden" not in wrong.text
    assert wrong.status_code == 422
    done = await house.http.post(f"{page}/loeschen", data={"typed": "löschen"}, headers=HTML)
    assert done.status_code == 303, done.text
    await house.quiet()


async def states(house: House) -> list[PrivacyState]:
    query = select(requests.c.state).order_by(requests.c.asked_at)
    return [row.state for row in await house.rows("directory", query)]


async def holds(house: House, service: str, table: Table, word: str) -> bool:
    return word in str(await house.rows(service, select(table))).lower()


async def test_the_office_finds_a_guest_by_address_and_hands_out_what_every_service_knows(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*ALL)
    await came(house)
    unknown = {"who": "nobody@kita.example", "kind": "access", "reason": REASON}
    refused = await house.http.post(OFFICE, data=unknown, headers=HTML)
    assert refused.status_code == 422
    assert "kein Gast" in refused.text
    page = await asked(house, "Anna@Kita.example", "access")
    assert ADDRESS in (await house.http.get(page)).text
    assert await states(house) == [PrivacyState.ASKED]
    done = await house.http.post(f"{page}/zusammenstellen", headers=HTML)
    assert done.status_code == 303
    await house.quiet()
    assert await states(house) == [PrivacyState.DONE]
    request_id = page.rpartition("/")[2]
    answer = await house.http.get(f"{PAPER}/{request_id}/datei")
    with ZipFile(BytesIO(answer.content)) as archive:
        assert ADDRESS in archive.read("begleitung/daten.html").decode()
        assert ADDRESS in archive.read("nachrichten/daten.html").decode()
    [kept] = await house.rows("directory", select(requests.c.still_named, requests.c.reason))
    assert (kept.still_named, kept.reason) == ([], REASON)


async def test_a_guest_is_erased_everywhere_and_told_so_and_the_seat_is_free(
    open_either_house: OpenHouse,
) -> None:
    house = await open_either_house(*ALL)
    door = await came(house)
    [guest] = await house.rows("trainings", select(guests.c.id))
    page = await asked(house, str(guest.id), "erasure")
    await erased(house, page)
    assert await states(house) == [PrivacyState.DONE]
    for service, table in (
        ("trainings", guests),
        ("trainings", people),
        ("notifications", addressed),
        ("directory", requests),
    ):
        assert not await holds(house, service, table, "özkan")
        assert not await holds(house, service, table, str(guest.id))
    until = local_date(house.clock.now()) + timedelta(days=1)
    link = house.link(GUEST_PAGE, guest.id, until).removeprefix(URL)
    assert (await door.look(link)).status_code == 410
    request = f"/directory/auskunft-und-loeschung/{page.rpartition('/')[2]}"
    assert "gelöschte Person" in (await house.http.get(request)).text
    certificate = await house.http.get(f"{request}/bescheinigung")
    assert certificate.content.startswith(b"%PDF")
    await door.ask()
    assert len(await house.rows("trainings", select(guests))) == 1


async def test_a_guest_asks_by_their_link_and_the_office_is_told_without_a_name(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*ALL)
    door = await came(house)
    [link] = await door.links()
    assert f"{link}/meine-daten" in (await door.look(link)).text
    assert "Löschung" in (await door.look(f"{link}/meine-daten")).text
    assert await states(house) == []
    for _ in range(2):
        answer = await door.send(f"{link}/meine-daten", kind="erasure")
        assert answer.status_code == 303, answer.text
        await house.quiet()
    [row] = await house.rows("directory", select(requests))
    assert (row.outside, row.state) == (True, PrivacyState.ASKED)
    listed = (await house.http.get("/directory/auskunft-und-loeschung")).text
    assert "Person von außerhalb" in listed
    assert "Özkan" not in listed
    page = f"{OFFICE}/{row.id}"
    assert "Anna Özkan" in (await house.http.get(page)).text
    await erased(house, page)
    assert await states(house) == [PrivacyState.DONE]
    assert not await holds(house, "trainings", guests, "özkan")


async def test_somebody_from_outside_with_a_measure_loses_it_when_they_are_erased(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*ALL)
    meeting = await Meeting(house).make()
    await house.quiet()
    due = local_date(house.clock.now()) + timedelta(days=30)
    given = {"title": "Raum finden", "due_on": due.isoformat(), "version": "0"}
    outside = {"given_name": "Bert", "family_name": "Raum", "address": "Bert@raum.example"}
    path = f"{FROM_MINUTES}/{meeting.id}"
    answer = await house.http.post(path, data=given | outside, headers=HTML)
    assert answer.status_code == 303, answer.text
    await house.quiet()
    [row] = await house.rows("surveys", select(measures))
    link = house.link(MEASURE_PAGE, row.assignment_id, due).removeprefix(URL)
    stranger = HTML | {"cookie": "", "origin": URL}
    assert "meine-daten" in (await house.http.get(link, headers=stranger)).text
    wish = {"kind": "erasure"}
    said = await house.http.post(f"{link}/meine-daten", data=wish, headers=stranger)
    assert said.status_code == 303, said.text
    await house.quiet()
    [request] = await house.rows("directory", select(requests))
    await erased(house, f"{OFFICE}/{request.id}")
    assert await states(house) == [PrivacyState.DONE]
    [row] = await house.rows("surveys", select(measures))
    assert (row.outside_name, row.outside_address) == ("", "")
    assert not await holds(house, "notifications", addressed, "bert")

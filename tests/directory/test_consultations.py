"""Whoever looks after school social work asks the office for advice; nobody else learns of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import AsyncClient, Response
from icalendar import Calendar

from services.directory.consultations.use_cases import MOST_WAITING
from shared.clock import BERLIN
from shared.contracts.accounts import AccessRole, Grant
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL, House
from tests.signing_in import OPERATOR, coordinator_of

KAMEN = "05978020"
OFFICE = "/directory/beratungen"
OWN = "/directory/beratung"
API = "/directory/api/v1/consultations"
HEADERS = {"accept": "text/html", "sec-fetch-site": "same-origin"}
NOTE = "Gern vormittags."


def granted(role: AccessRole, municipality: str = BERGKAMEN) -> Grant:
    return Grant(role=role, municipality=municipality)


@dataclass
class Visit:
    """Somebody who is signed in."""

    http: AsyncClient
    person_id: UUID

    async def get(self, path: str, status: int = 200) -> str:
        answer = await self.http.get(path)
        assert answer.status_code == status, answer.text
        return str(answer.text)

    async def post(self, path: str, **form: str) -> Response:
        return await self.http.post(path, data=form, follow_redirects=True)

    async def ask(self, **changes: str) -> str:
        """The path of one's own page of what was asked for."""
        form = {"topic": "school", "note": NOTE} | changes
        answer = await self.http.post(f"{OWN}/neu", data=form)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])


@dataclass
class Doors:
    """A house, and whoever comes in."""

    house: House

    async def enter(self, *grants: Grant) -> Visit:
        person_id = uuid4()
        cookies = await self.house.sign_in(*grants, person_id=person_id)
        transport = self.house.http._transport
        http = AsyncClient(transport=transport, base_url=URL, headers=HEADERS, cookies=cookies)
        return Visit(http, person_id)

    @property
    def soon(self) -> datetime:
        return self.house.clock.now().astimezone(BERLIN) + timedelta(days=5)

    def appointment(self, **changes: str) -> dict[str, str]:
        day = f"{self.soon:%Y-%m-%d}"
        form = {"day": day, "time": "14:30", "minutes": "45", "place": "Raum 3", "version": "1"}
        return form | changes


@pytest.fixture
async def doors(open_house: OpenHouse) -> Doors:
    return Doors(await open_house("directory", municipalities=frozenset({BERGKAMEN, KAMEN})))


@pytest.fixture
async def worker(doors: Doors) -> Visit:
    return await doors.enter(granted(AccessRole.WORKER))


@pytest.fixture
async def office(doors: Doors) -> Visit:
    return await doors.enter(coordinator_of(BERGKAMEN))


def key(path: str) -> str:
    return path.rpartition("/")[2]


async def test_it_is_asked_for_answered_held_and_closed(open_either_house: OpenHouse) -> None:
    doors = Doors(await open_either_house("directory"))
    worker = await doors.enter(granted(AccessRole.WORKER))
    office = await doors.enter(coordinator_of(BERGKAMEN))
    assert '<span class="kern-label">Anfragen</span>' in await worker.get(f"{OWN}/neu")
    own = await worker.ask()
    page = f"{OFFICE}/{key(own)}"
    assert NOTE in await office.get(page)
    answer = await office.post(f"{page}/termin", **doors.appointment())
    assert "Der Termin steht." in answer.text
    assert "Raum 3" in await worker.get(own)
    ahead = await office.post(f"{page}/durchgefuehrt")
    assert ahead.status_code == 409
    doors.house.clock.forward(timedelta(days=6))
    assert "Als durchgeführt vermerkt." in (await office.post(f"{page}/durchgefuehrt")).text
    assert "Die Beratung ist abgeschlossen." in (await office.post(f"{page}/abschliessen")).text
    assert "abgeschlossen" in await worker.get(own)
    assert (await office.post(f"{page}/abschliessen")).status_code == 409


@pytest.mark.parametrize(
    "grant",
    [
        granted(AccessRole.WORKER),
        granted(AccessRole.CARRIER),
        granted(AccessRole.HEAD),
        granted(AccessRole.CONTACT),
        OPERATOR,
        coordinator_of(KAMEN),
    ],
    ids=lambda grant: f"{grant.role} {grant.municipality}",
)
async def test_nobody_but_the_office_and_the_asker_sees_it(
    doors: Doors, worker: Visit, grant: Grant
) -> None:
    own = await worker.ask()
    other = await doors.enter(grant)
    for path in (
        own,
        f"{OFFICE}/{key(own)}",
        f"{own}/termin.ics",
        f"{OFFICE}/{key(own)}/termin.ics",
        f"{API}/{key(own)}",
    ):
        assert (await other.http.get(path)).status_code in (403, 404)
    for path in (f"{own}/zuruecknehmen", f"{OFFICE}/{key(own)}/abschliessen"):
        assert (await other.http.post(path)).status_code in (403, 404)
    for path in (OWN, OFFICE, API):
        assert key(own) not in (await other.http.get(path)).text
    for path in (f"{OWN}?als=csv", f"{OFFICE}?als=csv"):
        assert "Zusammenarbeit" not in (await other.http.get(path)).text


async def test_a_role_that_may_not_ask_is_refused(doors: Doors) -> None:
    for grant in (granted(AccessRole.CONTACT), OPERATOR, coordinator_of(BERGKAMEN)):
        other = await doors.enter(grant)
        answer = await other.http.post(f"{OWN}/neu", data={"topic": "school"})
        assert answer.status_code == 403


async def test_the_asker_takes_it_back_and_may_not_take_it_back_twice(
    worker: Visit, office: Visit
) -> None:
    own = await worker.ask()
    assert "zurückgenommen" in (await worker.post(f"{own}/zuruecknehmen")).text
    assert (await worker.post(f"{own}/zuruecknehmen")).status_code == 409
    assert "zurückgezogen" in await office.get(f"{OFFICE}/{key(own)}")


@pytest.mark.parametrize(
    "note",
    [
        "Mutter ist unter 0171 2345678 erreichbar",
        "Schreiben Sie an familie@example.org",
        "Kevin, geb. 3.4.2015",
        "Aktenzeichen 51-3/12",
    ],
)
async def test_a_note_takes_nothing_of_a_case(worker: Visit, note: str) -> None:
    answer = await worker.post(f"{OWN}/neu", topic="school", note=note)
    assert answer.status_code == 422
    assert "Bitte nichts aus einem Fall" in answer.text
    assert "Noch keine Anfrage" in await worker.get(OWN)


async def test_an_asker_has_only_so_many_waiting(worker: Visit) -> None:
    asked = [await worker.ask() for _ in range(MOST_WAITING)]
    answer = await worker.post(f"{OWN}/neu", topic="law", note="")
    assert answer.status_code == 422
    assert "Fünf Ihrer Anfragen sind noch offen" in answer.text
    await worker.post(f"{asked[0]}/zuruecknehmen")
    await worker.ask()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": "2020-01-01"}, "Dieser Zeitpunkt ist schon vorbei."),
        ({"day": "2099-01-01"}, "mehr als zwei Jahre voraus"),
        ({"day": "2027-03-28", "time": "02:30"}, "An diesem Tag gibt es diese Uhrzeit nicht."),
        ({"time": "25:00"}, "Bitte halten Sie die vorgegebene Schreibweise ein"),
        ({"minutes": "0"}, "mindestens 5"),
        ({"place": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"version": "7"}, "inzwischen geändert"),
    ],
)
async def test_an_appointment_that_cannot_be_is_refused_at_its_field(
    doors: Doors, worker: Visit, office: Visit, changes: dict[str, str], said: str
) -> None:
    page = f"{OFFICE}/{key(await worker.ask())}"
    answer = await office.post(f"{page}/termin", **doors.appointment(**changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Termin vereinbaren" in await office.get(page)


async def test_a_calendar_knows_the_appointment_again_when_it_moves_and_when_it_is_called_off(
    doors: Doors, worker: Visit, office: Visit
) -> None:
    own = await worker.ask()
    page = f"{OFFICE}/{key(own)}"
    assert (await worker.http.get(f"{own}/termin.ics")).status_code == 404
    await office.post(f"{page}/termin", **doors.appointment())
    first = await event_of(worker, own)
    await office.post(f"{page}/termin", **doors.appointment(time="9.15", version="2"))
    second = await event_of(office, page)
    await worker.post(f"{own}/zuruecknehmen")
    third = await event_of(worker, own)
    assert first["UID"] == second["UID"] == third["UID"]
    assert [each["SEQUENCE"] for each in (first, second, third)] == [0, 1, 2]
    assert [each["STATUS"] for each in (first, third)] == ["CONFIRMED", "CANCELLED"]
    assert second["DTSTART"].dt.strftime("%H:%M %Z")[:5] == "09:15"
    assert second["LOCATION"] == "Raum 3"
    assert "Zusammenarbeit" not in str(first)


async def test_a_talk_that_was_held_is_called_off_in_nobodys_calendar(
    doors: Doors, worker: Visit, office: Visit
) -> None:
    own = await worker.ask()
    page = f"{OFFICE}/{key(own)}"
    await office.post(f"{page}/termin", **doors.appointment())
    assert "Termin für den Kalender" in await worker.get(own)
    doors.house.clock.forward(timedelta(days=6))
    await office.post(f"{page}/durchgefuehrt")
    await office.post(f"{page}/abschliessen")
    kept = await event_of(worker, own)
    assert (kept["STATUS"], kept["SEQUENCE"]) == ("CONFIRMED", 0)
    assert "für den Kalender" not in await worker.get(own)


async def event_of(visit: Visit, page: str) -> Any:
    answer = await visit.http.get(f"{page}/termin.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["content-disposition"].startswith("attachment")
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    return event


async def test_programs_do_the_same(doors: Doors, worker: Visit, office: Visit) -> None:
    headers = {"Idempotency-Key": "one"}
    body = {"topic": "concept", "note": NOTE}
    first = await worker.http.post(API, json=body, headers=headers)
    again = await worker.http.post(API, json=body, headers=headers)
    assert first.status_code == again.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    one = f"{API}/{first.json()['id']}"
    wanted = {"starts_at": doors.soon.isoformat(), "minutes": 30, "place": "Telefon", "version": 1}
    scheduled = await office.http.put(f"{one}/appointment", json=wanted)
    assert scheduled.json()["state"] == "scheduled"
    stale = await office.http.put(f"{one}/appointment", json=wanted)
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/overtaken")
    listed = (await office.http.get(f"{API}?state=scheduled")).json()["items"]
    assert [each["id"] for each in listed] == [first.json()["id"]]
    assert (await office.http.post(f"{one}/withdrawn")).status_code == 403
    assert (await worker.http.post(f"{one}/withdrawn")).json()["state"] == "withdrawn"
    assert (await office.http.post(f"{one}/closed")).status_code == 409

"""A gathering of Bergkamen, kept by the office's pages, and people who register for it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.trainings.models import gathering_dates, registrations
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import PersonRecord
from shared.ids import new_id
from tests.asking import cookie
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL, House

OFFICE = "/trainings/veranstaltungen"
CATALOGUE = "/trainings/angebote"
HTML = {"accept": "text/html"}
WORKER = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)


@dataclass
class Somebody:
    """Who signs in as a worker, and what they are called."""

    name: str
    id: UUID
    http: AsyncClient

    async def get(self, path: str) -> Response:
        return await self.http.get(path)

    async def post(self, path: str, **data: Any) -> Response:
        return await self.http.post(path, data=data)


@dataclass
class Meeting:
    """One gathering; ``days`` from today on it begins, at nine."""

    house: House
    id: str = ""
    people: list[Somebody] = field(default_factory=list)

    @property
    def http(self) -> AsyncClient:
        return self.house.http

    async def post(self, path: str = "", **data: Any) -> Response:
        """As the office, below the gathering's page."""
        return await self.http.post(f"{OFFICE}/{self.id}{path}", data=data, headers=HTML)

    async def page(self, path: str = "") -> str:
        answer = await self.http.get(f"{OFFICE}/{self.id}{path}", headers=HTML)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def make(self, *, days: int = 30, opened: bool = True, **given: Any) -> "Meeting":
        form = {"kind": "training", "title": "Kinderschutz im Ganztag", "version": "0"}
        answer = await self.http.post(f"{OFFICE}/neu", data=form | given, headers=HTML)
        assert answer.status_code == 303, answer.text
        self.id = answer.headers["location"].rpartition("/")[2]
        await self.add_date(days)
        if opened:
            answer = await self.post("/oeffnen")
            assert answer.status_code == 303, answer.text
        return self

    async def add_date(self, days: int, **given: Any) -> Response:
        day = (local_date(self.house.clock.now()) + timedelta(days=days)).isoformat()
        form = {"day": day, "starts": "9:00", "ends": "16:30", "place": "Rathaus, Raum 101"}
        answer = await self.post("/termin", **(form | given))
        assert answer.status_code == 303, answer.text
        return answer

    async def somebody(self, name: str = "Nele Ahrens", *grants: Grant) -> Somebody:
        given, _, family = name.partition(" ")
        person_id = new_id()
        record = PersonRecord(
            person_id=person_id,
            version=1,
            given_name=given,
            family_name=family,
            email=f"{given.lower()}@example.org",
        )
        await self.house.announce(record)
        await self.house.quiet()
        cookies = await self.house.sign_in(*(grants or (WORKER,)), person_id=person_id)
        headers = HTML | {"cookie": cookie(cookies), "origin": URL}
        transport = self.http._transport
        http = AsyncClient(transport=transport, base_url=URL, headers=headers)
        found = Somebody(name, person_id, http)
        self.people.append(found)
        return found

    async def register(self, who: Somebody, *, waits: bool = True) -> Response:
        data = {"waits": "ja"} if waits else {}
        return await who.post(f"{CATALOGUE}/{self.id}", **data)

    async def places(self) -> dict[str, str]:
        """Where each of ``people`` stands in their newest registration."""
        query = select(registrations.c.person_id, registrations.c.place)
        rows = await self.house.rows("trainings", query.order_by(registrations.c.submitted_at))
        found = {row.person_id: row.place.value for row in rows}
        return {each.name: found[each.id] for each in self.people if each.id in found}

    async def entry(self, who: Somebody) -> str:
        query = select(registrations.c.id).where(registrations.c.person_id == who.id)
        rows = await self.house.rows("trainings", query.order_by(registrations.c.submitted_at))
        return str(rows[-1].id)


async def meeting(open_house: OpenHouse, **given: Any) -> Meeting:
    """Opened for registration in a house of directory and trainings."""
    house = await open_house("directory", "trainings")
    return await Meeting(house).make(**given)


async def on_the_day(
    open_house: OpenHouse, *names: str, minutes: int = 20
) -> tuple[Meeting, list[Somebody], str]:
    """So many minutes before nine, when the names have a seat; and the address of the list."""
    held = await meeting(open_house, days=3)
    people = [await held.somebody(each) for each in names]
    for each in people:
        await held.register(each)
    date = (await held.house.rows("trainings", select(gathering_dates)))[0]
    clock = held.house.clock
    clock.forward(date.starts_at - clock.now() - timedelta(minutes=minutes))
    return held, people, f"/termine/{date.id}/anwesenheit"

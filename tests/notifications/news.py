"""An office that tells others something, and those who may be told."""

import asyncio
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.notifications.announcements.jobs import jobs
from services.notifications.announcements.models import Announcement, Recipient
from services.notifications.deliveries.values import State
from services.notifications.models import deliveries, messages
from shared.contracts.accounts import AccessRecord, AccessRole, Grant
from shared.contracts.notifications import ANNOUNCEMENTS
from shared.ids import new_id
from shared.messaging.event import EVERYONE
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import kept, tell
from tests.notifications.test_preferences import door
from tests.notifications.town import Town, person
from tests.signing_in import coordinator_of

TEXT = "Guten Tag,\n\nam Freitag fällt das Netz aus.\nMehr: https://bergkamen.example/netz."
SUBJECT = "Wartung am Freitag"


def of(role: AccessRole, municipality: str = BERGKAMEN) -> Grant:
    return Grant(role=role, municipality=municipality, organization_id=new_id())


class Newsroom:
    """A coordinator, two workers and a head of Bergkamen, and a worker of Kamen."""

    def __init__(self) -> None:
        self.author, self.mara, self.jan, self.head, self.elsewhere = (new_id() for _ in range(5))
        self.house: House
        self.office: AsyncClient

    async def opens(self, house: House, town: Town) -> None:
        self.house = house
        await tell(house, *town.organizations())
        people = {
            self.author: ("Ayşe", of(AccessRole.WORKER)),
            self.mara: ("Mara", of(AccessRole.WORKER)),
            self.jan: ("Jan", of(AccessRole.WORKER)),
            self.head: ("Sabine", of(AccessRole.HEAD)),
            self.elsewhere: ("Kai", of(AccessRole.WORKER, "05978020")),
        }
        for key, (name, grant) in people.items():
            known = person(key, name, "Berg", f"{name.lower()}@example.org")
            access = AccessRecord(version=1, person_id=key, grants=(grant,))
            await tell(house, known, access, tenant=EVERYONE)
        worker = people[self.author][1]
        self.office = await door(house, self.author, coordinator_of(BERGKAMEN), worker)

    async def draft(self, **given: str) -> str:
        """The address of a new one's page."""
        usual = {"subject": SUBJECT, "text": TEXT, "to": "workers"}
        answer = await self.office.post(f"{ANNOUNCEMENTS}/neu", data=usual | given)
        assert answer.status_code == 303, unescape(answer.text)
        return answer.headers["location"]

    async def publish(self, address: str) -> Response:
        """What the page that asks has shown."""
        page = (await self.office.get(f"{address}/veroeffentlichen")).text
        version = page.partition('name="version" value="')[2].partition('"')[0]
        data = {"version": version}
        return await self.office.post(f"{address}/veroeffentlichen", data=data)

    async def published(self, **given: str) -> str:
        address = await self.draft(**given)
        answer = await self.publish(address)
        assert answer.status_code == 303, unescape(answer.text)
        return address

    async def run(self, job: str) -> None:
        """Until it has nothing more to do."""
        [mine] = [each for each in jobs.all if each.name == job]
        async with self.house.context("notifications").database.transaction() as uow:
            while await mine.run(uow):
                pass

    async def mails(self, number: int) -> list[Any]:
        """Once there are so many, the oldest first."""
        async with asyncio.timeout(10):
            while len(await kept(self.house)) < number:
                await asyncio.sleep(0.02)
        await self.house.quiet()
        found = await kept(self.house)
        assert len(found) == number, [(m.recipient, m.subject) for m in found]
        return found

    async def changed(self, address: str, **given: str) -> Response:
        """The text is written anew."""
        page = (await self.office.get(f"{address}/bearbeiten")).text
        version = page.partition('name="version" value="')[2].partition('"')[0]
        usual = {"subject": SUBJECT, "text": TEXT, "to": "workers", "version": version}
        return await self.office.post(f"{address}/bearbeiten", data=usual | given)

    def waits(self, **by: int) -> None:
        """So long."""
        self.house.clock.forward(timedelta(**by))

    async def stored(self) -> Any:
        [row] = await self.house.rows("notifications", select(Announcement.__table__))
        return row

    async def told(self) -> dict[UUID, Any]:
        """Its recipients by person."""
        rows = await self.house.rows("notifications", select(Recipient.__table__))
        return {row.person_id: row for row in rows}

    async def states(self) -> list[str]:
        """Of everything that somebody is owed, in the order of states."""
        both = messages.join(deliveries, deliveries.c.message_id == messages.c.id)
        query = select(deliveries.c.state).select_from(both).order_by(deliveries.c.state)
        return [row.state for row in await self.house.rows("notifications", query)]

    async def ends(self) -> None:
        """Nothing that was begun comes into the next test."""
        await self.run("owe_announcements")
        soon = self.house.clock.now() + timedelta(seconds=1)
        due = select(deliveries.c.state).where(
            deliveries.c.state.in_((State.QUEUED.value, State.LEASED.value)),
            deliveries.c.not_before <= soon,
        )
        async with asyncio.timeout(10):
            while await self.house.rows("notifications", due):
                await asyncio.sleep(0.02)

"""Notifications without a bus and without loops: what it does is done when it is asked to."""

import asyncio
from collections.abc import Coroutine, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from services.notifications.addresses.models import health
from services.notifications.app import service
from services.notifications.deliveries import use_cases as deliveries
from services.notifications.deliveries.values import UNSETTLED, State
from services.notifications.gateways import MailServer
from services.notifications.inbox.models import InboxItem, inbox_items
from services.notifications.messages import use_cases as messages
from services.notifications.messages.values import Draft
from services.notifications.models import deliveries as table
from services.notifications.models import messages as told
from services.notifications.recipients import handlers as recipients
from services.notifications.recipients import models
from services.notifications.recipients.use_cases import remember_last_days
from services.notifications.rounds.use_cases import deliver_due
from services.notifications.undeliverable import use_cases as undeliverable
from services.notifications.undeliverable.values import FailureCause
from shared.clock import MovableClock
from shared.contracts.accounts import Grant
from shared.contracts.directory import OrganizationKind, Role
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.mail import Tls
from shared.messaging import tables
from shared.messaging.bus.local import LocalBus
from shared.messaging.router import Received
from shared.runtime import build_context
from shared.settings import Settings
from shared.web.sessions.models import access
from tests.house import BERGKAMEN
from tests.notifications.post import Post
from tests.prepared import with_tables

Answer = TypeVar("Answer")
ROUNDS = 50
"""More than any of these histories needs at once."""


class Ground:
    """A database that is emptied for each history, a mail server, and the loop to use them in."""

    def __init__(self, folder: Path, post: Post) -> None:
        self.loop = asyncio.new_event_loop()
        self.post = post
        self.clock = MovableClock()
        self._settings = Settings(
            data=folder,
            public_url="http://knotenpunkt.test",
            smtp_url=post.url,
            smtp_tls=Tls.NONE,
            mail_from="post@bergkamen.example",
            _env_file=None,
        )
        self.run(with_tables(folder, ["notifications"]))
        self.context = build_context(
            service, self._settings, LocalBus(folder / "bus.db"), self.clock
        )
        self._starts_anew()

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return self.loop.run_until_complete(work)

    def close(self) -> None:
        self.run(self._server.hang_up())
        self.run(self.context.database.close())
        self.loop.close()

    async def empty(self) -> None:
        async with self.context.database.transaction() as uow:
            for metadata in (service.tables, tables.metadata):
                for each in reversed(metadata.sorted_tables):
                    await uow.session.execute(delete(each))

    async def know(self, person_id: UUID, email: str, *grants: Grant, name: str = "Kim") -> None:
        """A person, and as what they act."""
        person = row_of(models.Person)(
            person_id=person_id,
            tenant=BERGKAMEN,
            version=1,
            given_name=name,
            family_name="Berg",
            email=email,
        )
        held = [each.model_dump(mode="json") for each in grants]
        async with self.context.database.transaction() as uow:
            await insert_rows(uow.session, models.people, [person])
            if held:
                acting = {"person_id": person_id, "version": 1, "grants": held}
                await uow.session.execute(insert(access), [acting])

    async def employ(self, worker_id: UUID, employment_id: UUID, start: date) -> None:
        """By a carrier of their own."""
        employment = row_of(models.Employment)(
            employment_id=employment_id,
            tenant=BERGKAMEN,
            worker_id=worker_id,
            carrier_id=employment_id,
            start_date=start,
            last_day=None,
            school_ids=[],
            as_of=self.clock.now(),
        )
        async with self.context.database.transaction() as uow:
            await insert_rows(uow.session, models.employments, [employment])
        await self.found(employment_id, OrganizationKind.CARRIER, {})

    async def found(
        self, organization_id: UUID, kind: OrganizationKind, contacts: Mapping[Role, UUID]
    ) -> None:
        """A place with those who act for it."""
        acting = [
            {"role": role.value, "person_id": str(person_id)}
            for role, person_id in contacts.items()
        ]
        place = row_of(models.Organization)(
            organization_id=organization_id,
            tenant=BERGKAMEN,
            version=1,
            kind=kind.value,
            name="AWO",
            school_number=None,
            contacts=acting,
        )
        async with self.context.database.transaction() as uow:
            await insert_rows(uow.session, models.organizations, [place])

    async def plan(self, template_id: UUID, *codes: str) -> None:
        """What the tasks of an onboarding are called."""
        tasks = [{"code": code, "title": f"Titel von {code}"} for code in codes]
        template = row_of(models.Template)(
            template_id=template_id, tenant=BERGKAMEN, version=1, tasks=tasks
        )
        async with self.context.database.transaction() as uow:
            await insert_rows(uow.session, models.templates, [template])

    async def leave(self, employment_id: UUID, last_day: date) -> None:
        async with self.context.database.transaction() as uow:
            await remember_last_days({(BERGKAMEN, employment_id): last_day}, uow)

    async def resign(self, person_id: UUID) -> None:
        """They act as nothing any more."""
        async with self.context.database.transaction() as uow:
            mine = access.c.person_id == person_id
            await uow.session.execute(update(access).where(mine).values(grants=[]))

    async def erase(self, person_id: UUID) -> None:
        async with self.context.database.transaction() as uow:
            await recipients.forget(uow, {person_id})
            for copy in (models.people, access):
                await uow.session.execute(delete(copy).where(copy.c.person_id == person_id))

    async def read_all(self, person_id: UUID) -> None:
        """On the page, whatever they are told."""
        mine = select(told.c.id).where(told.c.person_id == person_id)
        async with self.context.database.transaction() as uow:
            rows = [
                row_of(InboxItem)(
                    tenant=BERGKAMEN,
                    message_id=each,
                    person_id=person_id,
                    read_at=uow.now,
                    done_at=None,
                )
                for each in await uow.session.scalars(mine)
            ]
            await insert_rows(uow.session, inbox_items, rows, ignore_conflicts=True)

    async def dead(self) -> set[str]:
        """The addresses that take no mail."""
        query = select(health.c.address).where(health.c.suppressed_at.is_not(None))
        async with self.context.database.reading() as session:
            return {*await session.scalars(query)}

    async def put_all_back(self) -> None:
        """As operators and offices do, once addresses are mended."""
        async with self.context.database.transaction() as uow:
            await uow.session.execute(delete(health))
            for cause in FailureCause:
                await undeliverable.put_back_all(uow, cause)

    async def owe(self, *owed: tuple[Draft, Received[Any]]) -> None:
        async with self.context.database.bulk() as uow:
            await messages.queue(uow, owed)

    async def deliver(self) -> None:
        """Until nothing is due, or nothing can go out."""
        for _ in range(ROUNDS):
            done = await deliver_due(self.context, [self._server], self._holder)
            if not done.busy or done.pause is not None:
                return
        raise AssertionError("there is always something due")

    async def crash(self) -> None:
        """What goes out now is taken by the mail server, and the process killed before its note."""
        before = {key for key, state in await self.states() if state == State.SENT}
        await self.deliver()
        out = [key for key, state in await self.states() if state == State.SENT]
        async with self.context.database.transaction() as uow:
            mine = table.c.message_id.in_([each for each in out if each not in before])
            left = {"state": State.LEASED, "leased_by": self._holder, "settled_at": None}
            lapses = uow.now + timedelta(minutes=1)
            unnoted = update(table).where(mine).values(**left, leased_until=lapses, attempts=0)
            await uow.session.execute(unnoted)
        await self._server.hang_up()
        self._starts_anew()
        async with self.context.database.transaction() as uow:
            await deliveries.take_back_all(uow)

    async def states(self) -> list[tuple[UUID, str]]:
        async with self.context.database.reading() as session:
            rows = await session.execute(select(table.c.message_id, table.c.state))
            return [(row.message_id, row.state) for row in rows]

    async def is_settled(self) -> bool:
        return all(state not in UNSETTLED for _, state in await self.states())

    def _starts_anew(self) -> None:
        self._server, self._holder = MailServer(self._settings, self.clock), new_id()

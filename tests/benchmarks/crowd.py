"""A municipality with thousands of workers whom its office tells something."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import delete, func, select

from deploy.migrate import migrate_service
from deploy.platform import platform
from deploy.services import load
from services.notifications.announcements import queries, use_cases
from services.notifications.announcements.forms import AnnouncementForm
from services.notifications.deliveries.values import State
from services.notifications.dispatches.models import dispatches
from services.notifications.models import deliveries, messages
from services.notifications.recipients.models import people
from services.notifications.sending import workers as sending
from shared.clock import SystemClock
from shared.context import Context
from shared.contracts.accounts import AccessRole, CodeRequestRecord, Grant
from shared.contracts.notifications import CODES
from shared.database.writes import Row, Write, write_all
from shared.ids import new_id
from shared.mail import Tls
from shared.messaging.bus.local import LocalBus
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.message import Message
from shared.settings import Settings
from shared.signing.keys import Keys
from shared.signing.sealing import seal_to
from shared.web.sessions.models import access
from shared.web.sessions.person import Me
from tests.benchmarks.service import without_delivery
from tests.servers.postfix import NOWHERE

TOWN = "05978004"
TEXT = "Guten Tag,\n\nam Freitag fällt das Netz aus.\nMehr: https://bergkamen.example/netz."
_SOME = 5000


class Crowd:
    """The service as it runs, but that it sends only while somebody lets it."""

    def __init__(self, context: Context, keys: Keys) -> None:
        self.context = context
        self._keys = keys

    async def grows(self, number: int) -> None:
        """So many workers more."""
        for begun in range(0, number, _SOME):
            some = [new_id() for _ in range(min(_SOME, number - begun))]
            async with self.context.database.transaction() as uow:
                writes = [Write(people, [_person(each) for each in some])]
                writes.append(Write(access, [_access(each) for each in some]))
                await write_all(uow.session, writes)

    async def publish(self) -> int:
        """As the office presses the button; returns how many it is for."""
        office = Me(TOWN, AccessRole.COORDINATOR, new_id(), None, Cause(TOWN, new_id()), new_id())
        given = AnnouncementForm(subject="Wartung am Freitag", text=TEXT, to="workers")
        async with self.context.database.transaction() as uow:
            row = await use_cases.add(uow, office, given)
        async with self.context.database.transaction() as uow:
            reached = await queries.acting(uow.session, row, uow.now)
            return await use_cases.publish(uow, office, row.id, row.version, reached)

    async def count(self, *states: State) -> int:
        """How many mails are in one of them."""
        query = select(func.count()).where(deliveries.c.state.in_(states))
        async with self.context.database.reading() as session:
            return (await session.execute(query)).scalar_one()

    async def forget(self) -> None:
        """All that anybody was ever told."""
        async with self.context.database.transaction() as uow:
            for table in (deliveries, messages, dispatches):
                await uow.session.execute(delete(table))

    @asynccontextmanager
    async def sending(self) -> AsyncGenerator[None]:
        """Meanwhile it sends."""
        task = asyncio.create_task(sending.deliver(self.context))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def ask_for_code(self, address: str) -> None:
        """As the directory announces that somebody wants to sign in."""
        now = self.context.clock.now()
        key = await self._keys.public(CODES).current()
        record = CodeRequestRecord(
            request_id=new_id(),
            version=1,
            person_id=new_id(),
            address=address,
            sealed_code=seal_to(key, b"042837"),
            browser="Firefox",
            asked_at=now,
            expires_at=now + timedelta(minutes=20),
        )
        await self.context.bus.publish([_message(record, now)])


@asynccontextmanager
async def open_crowd(folder: Path, database_url: str, smtp_url: str) -> AsyncGenerator[Crowd]:
    """Nobody yet; on PostgreSQL where there is an address of a database."""
    settings = Settings(
        data=folder,
        public_url="http://knotenpunkt.test",
        secret=SecretStr("x" * 40),
        mail_from="Knotenpunkt <post@bergkamen.example>",
        smtp_url=smtp_url,
        smtp_tls=Tls.NONE,
        log_level="error",
        database_url=database_url,
        _env_file=None,
    )
    service, clock = without_delivery(load("notifications")), SystemClock()
    await migrate_service(service, settings)
    bus, keys = LocalBus(folder / "bus.db"), Keys(settings, clock.now, {service.name})
    async with platform([service], settings, bus, clock, keys, migrated=True) as app:
        await bus.check()
        yield Crowd(app.state.context, keys)


def _message(record: CodeRequestRecord, now: datetime) -> Message:
    return Message(
        id=new_id(),
        topic=record.topic,
        key=record.key,
        type=record.type_name,
        time=now,
        tenant=EVERYONE,
        correlation_id=new_id(),
        causation_id=None,
        data=record.model_dump_json().encode(),
    )


def _person(person_id: UUID) -> Row:
    return {
        "person_id": person_id,
        "tenant": TOWN,
        "version": 1,
        "given_name": "Mara",
        "family_name": "Berg",
        "email": f"{person_id.hex}@{NOWHERE}",
    }


def _access(person_id: UUID) -> Row:
    grant = Grant(role=AccessRole.WORKER, municipality=TOWN, organization_id=new_id())
    grants = [grant.model_dump(mode="json")]
    return {"person_id": person_id, "version": 1, "grants": grants}

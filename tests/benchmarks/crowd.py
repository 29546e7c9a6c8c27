"""A municipality with thousands of workers whom its office tells something."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import func, select

from deploy.migrate import migrate_service
from deploy.services import load
from services.notifications.announcements import queries, use_cases
from services.notifications.announcements.forms import AnnouncementForm
from services.notifications.deliveries.values import State
from services.notifications.models import deliveries
from services.notifications.recipients.models import people
from shared.clock import SystemClock
from shared.context import Context
from shared.contracts.accounts import AccessRole, Grant
from shared.database.writes import Row, Write, write_all
from shared.ids import new_id
from shared.mail import Tls
from shared.messaging.bus.local import LocalBus
from shared.messaging.event import Cause
from shared.runtime import build_context
from shared.settings import Settings
from shared.web.sessions.models import access
from shared.web.sessions.person import Me

TOWN = "05978004"
TEXT = "Guten Tag,\n\nam Freitag fällt das Netz aus.\nMehr: https://bergkamen.example/netz."
_SOME = 5000


class Crowd:
    """The service's database and whom it knows."""

    def __init__(self, context: Context) -> None:
        self.context = context

    async def grows(self, number: int) -> None:
        """So many workers more."""
        for begun in range(0, number, _SOME):
            some = [new_id() for _ in range(min(_SOME, number - begun))]
            async with self.context.database.transaction() as uow:
                writes = [Write(people, [_person(each) for each in some])]
                writes.append(Write(access, [_access(each) for each in some]))
                await write_all(uow.session, writes)

    async def published(self) -> int:
        """As the office presses the button; returns how many it is for."""
        office = Me(TOWN, AccessRole.COORDINATOR, new_id(), None, Cause(TOWN, new_id()), new_id())
        given = AnnouncementForm(subject="Wartung am Freitag", text=TEXT, to="workers")
        async with self.context.database.transaction() as uow:
            row = await use_cases.add(uow, office, given)
        async with self.context.database.transaction() as uow:
            reached = await queries.acting(uow.session, row, uow.now)
            return await use_cases.publish(uow, office, row.id, row.version, reached)

    async def count(self, state: State) -> int:
        """How many mails are in it."""
        query = select(func.count()).where(deliveries.c.state == state)
        async with self.context.database.reading() as session:
            return (await session.execute(query)).scalar_one()


@asynccontextmanager
async def open_crowd(folder: Path, database_url: str, smtp_url: str) -> AsyncGenerator[Crowd]:
    """Nobody yet; on PostgreSQL where there is an address of a database."""
    given = {"database_url": database_url} if database_url else {}
    settings = Settings(
        data=folder,
        public_url="http://knotenpunkt.test",
        secret=SecretStr("x" * 40),
        mail_from="Knotenpunkt <post@bergkamen.example>",
        smtp_url=smtp_url,
        smtp_tls=Tls.NONE,
        _env_file=None,
        **given,
    )
    service = load("notifications")
    await migrate_service(service, settings)
    context = build_context(service, settings, LocalBus(folder / "bus.db"), SystemClock())
    try:
        yield Crowd(context)
    finally:
        await context.database.close()
        await context.bus.close()


def _person(person_id: UUID) -> Row:
    return {
        "person_id": person_id,
        "tenant": TOWN,
        "version": 1,
        "given_name": "Mara",
        "family_name": "Berg",
        "email": f"{person_id.hex}@example.org",
    }


def _access(person_id: UUID) -> Row:
    grant = Grant(role=AccessRole.WORKER, municipality=TOWN, organization_id=new_id())
    grants = [grant.model_dump(mode="json")]
    return {"person_id": person_id, "version": 1, "grants": grants}

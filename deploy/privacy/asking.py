"""What the sub-commands share: which services a process may ask, who asks, and being sure."""

import argparse
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.platform import make_clock
from deploy.services import NAMES, load
from shared.contracts.accounts import AccessRole
from shared.ids import new_id
from shared.keys import derive
from shared.messaging.database import Database
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.parking.dismissals import PURPOSE
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.web.audit import record_of
from shared.web.sessions.person import Me

CONSOLE = UUID(int=0)
"""Who acts at the console: nobody of the directory."""
SURE = "JA"
FOUND, EXPORTED, ERASED = "GET /konsole/suche", "POST /konsole/auskunft", "POST /konsole/loeschen"
"""What the audit calls it."""


class UnknownPerson(LookupError):
    """The directory knows nobody by this id."""


def offer_services(parser: argparse.ArgumentParser) -> None:
    """In containers a process has the means of one service only."""
    parser.add_argument(
        "--service",
        action="append",
        choices=NAMES,
        dest="services",
        help="nur dieser Dienst; sonst alle",
    )


def asked(given: argparse.Namespace) -> Sequence[str]:
    """Those that were named, in the usual order."""
    return [name for name in NAMES if not given.services or name in given.services]


def sure(question: str, word: str = SURE) -> bool:
    """Whether somebody types the word; nobody at the console is a no."""
    try:
        return input(f"{question} Bitte {word} tippen: ").strip() == word
    except EOFError:
        return False


def database_of(settings: Settings, name: str) -> Database:
    """As its service has it: what is written here, the running service announces."""
    key = derive(settings.secret_of(name), PURPOSE)
    return Database(settings.database(name), name, make_clock(settings), key)


def operator(tenant: str) -> Me:
    """Who acts, for the audit."""
    return Me(tenant, AccessRole.OPERATOR, CONSOLE, None, Cause(tenant, new_id()), CONSOLE)


async def tenant_of(session: AsyncSession, person_id: UUID) -> str | None:
    """Whose office has them; only the directory knows."""
    load("directory")
    from services.directory.people.models import people

    return await session.scalar(select(people.c.tenant).where(people.c.id == person_id))


async def record(database: Database, action: str, person_id: UUID) -> None:
    """Somebody looked or acted at the console."""
    async with database.transaction() as uow:
        tenant = None
        if database.service == "directory":
            tenant = await tenant_of(uow.session, person_id)
        await record_in(uow, tenant or EVERYONE, action, person_id)


async def record_in(uow: UnitOfWork, tenant: str, action: str, person_id: UUID) -> None:
    """The same in a transaction that does something besides."""
    await record_of(uow, operator(tenant), action, ("konsole", str(person_id)))

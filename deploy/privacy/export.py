"""``python -m deploy.privacy export ID``: ask every service for what it keeps about a person.

The running services collect it, and the office of the person's municipality fetches it.
"""

import argparse
import asyncio
import sys
from uuid import UUID

from sqlalchemy import select

from deploy.platform import make_clock
from deploy.privacy.erase import OPERATOR, UnknownPerson, directory
from shared.contracts.accounts import AccessRole
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.event import Cause
from shared.settings import Settings, ToolSettings, read_settings
from shared.web.problem import Problem
from shared.web.sessions.person import Me

REASON = "vom Betrieb im Auftrag der Koordinierungsstelle verlangt"


def main(arguments: list[str]) -> int:
    """Returns 1 if it was refused."""
    parser = argparse.ArgumentParser(prog="python -m deploy.privacy export")
    parser.add_argument("id", type=UUID)
    return asyncio.run(_export(read_settings(ToolSettings), parser.parse_args(arguments).id))


async def _export(settings: Settings, person_id: UUID) -> int:
    database = directory(settings, make_clock(settings))
    try:
        request_id = await ask(database, person_id)
    except (Problem, UnknownPerson) as refused:
        print(getattr(refused, "code", "unknown-person"), file=sys.stderr)
        return 1
    finally:
        await database.close()
    print(f"/directory/auskunft-und-loeschung/{request_id}")
    return 0


async def ask(database: Database, person_id: UUID) -> UUID:
    """Returns the request's id; raises ``Problem``, ``UnknownPerson``."""
    from services.directory.people.models import people
    from services.directory.privacy_requests.use_cases import ask_access

    async with database.transaction() as uow:
        found = await uow.session.scalar(select(people.c.tenant).where(people.c.id == person_id))
        if found is None:
            raise UnknownPerson(str(person_id))
        cause = Cause(found, new_id())
        me = Me(found, AccessRole.OPERATOR, OPERATOR, None, cause, OPERATOR)
        row = await ask_access(uow, me, person_id, REASON)
        return row.id

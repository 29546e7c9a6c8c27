"""``python -m deploy.privacy erase ID [--now --yes]``: erase a person on behalf of an office.

The running services do it, each as soon as it hears of it; what keeps somebody from being erased
keeps the operator from it as well. ``--wait`` waits for the last receipt; ``--now`` lets what was
deleted leave databases and bus afterwards, as ``tidy`` does.
"""

import argparse
import asyncio
import sys
from uuid import UUID

from sqlalchemy import select

from deploy.privacy.asking import (
    ERASED,
    UnknownPerson,
    database_of,
    operator,
    record_in,
    sure,
    tenant_of,
)
from deploy.privacy.refusals import why
from deploy.privacy.tidy import tidy
from shared.contracts.privacy import PrivacyKind
from shared.messaging.database import Database
from shared.settings import Settings, ToolSettings, read_settings
from shared.web.problem import Problem

WORD = "LÖSCHEN"
WAIT_SECONDS = 120
LOOK_SECONDS = 0.5


def main(arguments: list[str]) -> int:
    """Returns 1 if it was refused, 2 if not all answered in time, 3 if something was left."""
    parser = argparse.ArgumentParser(prog="python -m deploy.privacy erase")
    parser.add_argument("id", type=UUID)
    parser.add_argument("--now", action="store_true", help="warten und aufräumen")
    parser.add_argument("--wait", action="store_true", help="nur warten")
    parser.add_argument("--yes", action="store_true", help="nicht nachfragen")
    given = parser.parse_args(arguments)
    if not given.yes and not sure("Diese Person endgültig löschen?", WORD):
        print("Nichts geschehen.")
        return 1
    settings, wait = read_settings(ToolSettings), given.now or given.wait
    ended = asyncio.run(_erase(settings, given.id, wait=wait))
    if ended or not given.now:
        return ended
    tidied = asyncio.run(tidy(settings))
    print("\n".join(tidied.lines()))
    return 3 if tidied.left else 0


async def _erase(settings: Settings, person_id: UUID, *, wait: bool) -> int:
    database = database_of(settings, "directory")
    try:
        request_id = await erase(database, person_id)
        print("Die Löschung ist veranlasst; jeder Dienst meldet, was er getan hat:")
        print(f"{settings.base_url}/directory/auskunft-und-loeschung/{request_id}")
        if wait and not await _all_answered(database, request_id):
            print("Noch haben nicht alle Dienste geantwortet.", file=sys.stderr)
            return 2
    except (Problem, UnknownPerson) as refused:
        print(why(refused), file=sys.stderr)
        return 1
    finally:
        await database.close()
    if wait:
        print("Alle Dienste haben gelöscht.")
    return 0


async def erase(database: Database, person_id: UUID) -> UUID:
    """Ask and announce at once; returns the request's id. Raises ``Problem``, ``UnknownPerson``."""
    from services.directory.privacy_requests import queries, use_cases

    async with database.transaction() as uow:
        tenant = await tenant_of(uow.session, person_id)
        if tenant is None:
            raise UnknownPerson(str(person_id))
        me = operator(tenant)
        before = await queries.open_of(uow.session, tenant, person_id, PrivacyKind.ERASURE)
        row = before or await use_cases.ask(uow, me, person_id, PrivacyKind.ERASURE)
        request_id = row.id
        await use_cases.announce_erasure(uow, me, row)
        await record_in(uow, tenant, ERASED, person_id)
    return request_id


async def _all_answered(database: Database, request_id: UUID) -> bool:
    from services.directory.privacy_requests.models import requests

    query = select(requests.c.done_at).where(requests.c.id == request_id)
    for _ in range(int(WAIT_SECONDS / LOOK_SECONDS)):
        async with database.reading() as session:
            if await session.scalar(query) is not None:
                return True
        await asyncio.sleep(LOOK_SECONDS)
    return False

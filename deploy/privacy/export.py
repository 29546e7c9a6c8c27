"""``python -m deploy.privacy export ID``: ask every service for what it keeps about a person.

The running services collect it, and the office of the person's municipality fetches it. It asks
whether to, unless ``--yes`` is given.
"""

import argparse
import asyncio
import sys
from uuid import UUID

from deploy.privacy.asking import (
    EXPORTED,
    UnknownPerson,
    database_of,
    operator,
    record_in,
    sure,
    tenant_of,
)
from deploy.privacy.refusals import why
from shared.messaging.database import Database
from shared.settings import Settings, ToolSettings, read_settings
from shared.web.problem import Problem

REASON = "vom Betrieb im Auftrag der Koordinierungsstelle verlangt"


def main(arguments: list[str]) -> int:
    """Returns 1 if it was refused."""
    parser = argparse.ArgumentParser(prog="python -m deploy.privacy export")
    parser.add_argument("id", type=UUID)
    parser.add_argument("--yes", action="store_true", help="nicht nachfragen")
    given = parser.parse_args(arguments)
    question = "Alles zusammenstellen, was über diese Person gespeichert ist?"
    if not given.yes and not sure(question):
        print("Nichts geschehen.")
        return 1
    return asyncio.run(_export(read_settings(ToolSettings), given.id))


async def _export(settings: Settings, person_id: UUID) -> int:
    database = database_of(settings, "directory")
    try:
        request_id = await ask(database, person_id)
    except (Problem, UnknownPerson) as refused:
        print(why(refused), file=sys.stderr)
        return 1
    finally:
        await database.close()
    print("Die Dienste stellen zusammen; die Koordinierungsstelle holt es sieben Tage lang ab:")
    print(f"{settings.base_url}/directory/auskunft-und-loeschung/{request_id}")
    return 0


async def ask(database: Database, person_id: UUID) -> UUID:
    """Returns the request's id; raises ``Problem``, ``UnknownPerson``."""
    from services.directory.privacy_requests.use_cases import ask_access

    async with database.transaction() as uow:
        tenant = await tenant_of(uow.session, person_id)
        if tenant is None:
            raise UnknownPerson(str(person_id))
        row = await ask_access(uow, operator(tenant), person_id, REASON)
        await record_in(uow, tenant, EXPORTED, person_id)
        return row.id

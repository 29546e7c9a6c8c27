"""As many invented municipalities as wanted, each with organizations, people and their onboardings.

Written set by set into the services' own tables, without an event: a state at a glance, for
measuring. The same number, size and day give the same rows.
"""

from collections.abc import Mapping
from datetime import datetime

from deploy.seed import dashboard, directory, notifications, surveys, trainings
from deploy.seed.people import known_to_all
from deploy.seed.town import Town, town
from shared.database.writes import Write, write_all
from shared.messaging.database import Database

_WRITERS = {
    "directory": directory.rows,
    "trainings": trainings.rows,
    "surveys": surveys.rows,
    "notifications": notifications.rows,
    "dashboard": dashboard.rows,
}
AT_ONCE = 5000
"""Rows in one statement."""


def towns(count: int, workers: int, now: datetime) -> list[Town]:
    """``count`` municipalities with ``workers`` each."""
    return [town(number, workers, now) for number in range(count)]


async def fill(databases: Mapping[str, Database], municipality: Town) -> None:
    """Write one of them into the databases of all services."""
    for service, database in databases.items():
        async with database.transaction() as uow:
            for write in [*_WRITERS[service](municipality), *known_to_all(municipality)]:
                for start in range(0, len(write.rows), AT_ONCE):
                    part = Write(write.table, write.rows[start : start + AT_ONCE])
                    await write_all(uow.session, [part])

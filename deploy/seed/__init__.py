"""As many invented municipalities as wanted, each with organizations, people and their onboardings.

Written set by set into the services' own tables, without an event: a state at a glance, for
measuring. The same number, size and moment give the same rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from deploy.seed import dashboard, directory, notifications, surveys, trainings
from deploy.seed.people import known_to_all
from deploy.seed.settling import settle
from deploy.seed.size import Size
from deploy.seed.town import Town, town
from shared.database.writes import write_all
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


def towns(sizes: Sequence[Size], now: datetime) -> Iterator[Town]:
    """A municipality of each size, the first one Bergkamen."""
    return (town(number, size, now) for number, size in enumerate(sizes))


async def is_empty(databases: Mapping[str, Database]) -> bool:
    """Whether nothing is stored where this would write."""
    sample = town(0, Size(workers=1, schools=1), datetime.now(UTC))
    for service, database in databases.items():
        async with database.reading() as session:
            for write in [*_WRITERS[service](sample), *known_to_all(sample)]:
                if (await session.execute(select(1).select_from(write.table).limit(1))).first():
                    return False
    return True


async def fill(databases: Mapping[str, Database], municipality: Town) -> None:
    """Write one of them into the databases of all services."""
    for service, database in databases.items():
        async with database.transaction() as uow:
            for write in [*_WRITERS[service](municipality), *known_to_all(municipality)]:
                for start in range(0, len(write.rows), AT_ONCE):
                    part = write._replace(rows=write.rows[start : start + AT_ONCE])
                    await write_all(uow.session, [part])
            if service == "directory":
                await settle(uow, municipality)

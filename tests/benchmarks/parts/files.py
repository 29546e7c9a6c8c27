"""Changes of workers in files, and one by one: processor time of the directory's own process."""

import time
from collections.abc import Sequence
from itertools import count

from sqlalchemy import select

from deploy.sample import load_sample
from services.directory.access.models import clients
from services.directory.bulk.use_cases import PART
from services.directory.departures.use_cases import change, take_in
from services.directory.hires.schemas import NewHire
from services.directory.hires.use_cases import hire_all
from services.directory.schemas import NewChange
from shared.clock import SystemClock
from shared.messaging.database import Database
from shared.web.tokens import ApiClient
from tests.benchmarks.figures import HIGHER, LOWER, Figure, ratios
from tests.benchmarks.parts.part import Bench
from tests.directory.conftest import hire, intake_of

ONE_BY_ONE = 50
IN_FILES = 5000
SECONDS = 5.0
"""What a file of that length may cost."""


async def run(bench: Bench) -> list[Figure]:
    settings = (await bench.site.installation()).settings["directory"]
    database = Database(settings.database_url, "directory", SystemClock())
    try:
        await load_sample(settings, database)
        async with database.reading() as session:
            row = (await session.execute(select(clients))).one()
        client, numbers = ApiClient(row.client_id, row.tenant, row.carrier_id), count()
        alone, together = [], []
        for number in range(bench.slices):
            few = await _changes(database, client, [next(numbers) for _ in range(ONE_BY_ONE)])
            many = await _changes(database, client, [next(numbers) for _ in range(IN_FILES)])
            alone.append(await _one_by_one(database, client, few) / ONE_BY_ONE)
            together.append(await _in_files(database, client, many) / IN_FILES)
            spent = together[-1] * IN_FILES
            bench.say(f"slice {number + 1}: {IN_FILES} changes in {spent:.2f} s of processor time")
    finally:
        await database.close()
    of_a_file = [each * IN_FILES / SECONDS for each in together]
    return [
        Figure("a change alone / one in a file", 3, 6, ratios(alone, together), HIGHER),
        Figure("5,000 changes / 5 s of processor time", 1, 0.5, of_a_file, LOWER),
    ]


async def _changes(
    database: Database, client: ApiClient, numbers: Sequence[int]
) -> list[NewChange]:
    """Of as many workers, who are hired before."""
    names = [f"F{each}" for each in numbers]
    for start in range(0, len(names), PART):
        intakes = [
            intake_of(client, NewHire.model_validate(hire(external_id=each)), each)
            for each in names[start : start + PART]
        ]
        async with database.bulk() as uow:
            await hire_all(uow, intakes)
    placed = [{"school_number": "100002", "weekly_hours": 30}]
    body = {"valid_from": "2027-08-01", "placements": placed}
    return [NewChange.model_validate({"external_id": each, **body}) for each in names]


async def _one_by_one(database: Database, client: ApiClient, changes: Sequence[NewChange]) -> float:
    began = time.process_time()
    for each in changes:
        async with database.transaction() as uow:
            await change(uow, client, each)
    return time.process_time() - began


async def _in_files(database: Database, client: ApiClient, changes: Sequence[NewChange]) -> float:
    began = time.process_time()
    for start in range(0, len(changes), PART):
        async with database.transaction() as uow:
            await take_in(uow, client, changes[start : start + PART])
    return time.process_time() - began

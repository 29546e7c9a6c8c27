"""``python -m tests.benchmarks.receipt_times [--real]``: from a request to its last receipt.

All five services in this process. A person asks for what is stored, and is erased later; each time
from the commit of the request to the commit of the last service's receipt.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from uuid import UUID

from sqlalchemy import select

from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from deploy.privacy.erase import erase
from deploy.privacy.export import ask
from deploy.services import NAMES
from services.directory.privacy_requests.models import requests
from shared.messaging.database import Database
from tests.house import House, embedded_house, real_house
from tests.journeys.carrier import Carrier
from tests.journeys.erasing import PERSON, hired, leave

PEOPLE = 2
LOOK_SECONDS = 0.005
PATIENCE_SECONDS = 60.0
Asked = Callable[[Database, UUID], Awaitable[UUID]]


@asynccontextmanager
async def _house(folder: Path, *, real: bool) -> AsyncGenerator[House]:
    if not real:
        async with embedded_house(folder, NAMES) as house:
            yield house
        return
    postgres, kafka = PostgresServer(folder / "postgres"), KafkaServer(folder / "kafka")
    try:
        for server in (postgres, kafka):
            await asyncio.to_thread(server.start)
        async with real_house(folder, NAMES, postgres, kafka) as house:
            yield house
    finally:
        kafka.stop()
        postgres.stop()


async def _seconds(house: House, how: Asked, person_id: UUID) -> float:
    database = house.context("directory").database
    request_id = await how(database, person_id)
    began = time.perf_counter()
    database.notifier.notify("outbox")
    done = select(requests.c.id).where(requests.c.id == request_id, requests.c.done_at.isnot(None))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await house.rows("directory", done):
            await asyncio.sleep(LOOK_SECONDS)
    return time.perf_counter() - began


async def measure(*, real: bool) -> tuple[list[float], list[float]]:
    """Of some people one after the other: access, erasure."""
    access, erasure = [], []
    with tempfile.TemporaryDirectory(prefix="knotenpunkt-receipts-") as name:
        async with _house(Path(name), real=real) as house:
            for number in range(PEOPLE):
                carrier = await Carrier.of(house)  # days go by, and a token ends
                own = {"email": f"q.{number}@example.org"}
                external = f"P-{number}"
                person = await hired(house, carrier, external_id=external, person={**PERSON, **own})
                await leave(house, carrier, external)
                access.append(await _seconds(house, ask, person.person_id))
                erasure.append(await _seconds(house, erase, person.person_id))
    return access, erasure


def main() -> None:
    """Print the times, and how much longer an erasure takes than an access."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--real", action="store_true", help="PostgreSQL and Kafka")
    real = parser.parse_args().real
    access, erasure = asyncio.run(measure(real=real))
    form = "PostgreSQL and Kafka" if real else "embedded"
    for what, times in (("access", access), ("erasure", erasure)):
        shown = " ".join(f"{each:.2f}" for each in times)
        print(f"{form}: {what}, request to last receipt: {median(times):.2f} s ({shown})")
    print(f"{form}: erasure / access: {median(erasure) / median(access):.2f}")


if __name__ == "__main__":
    main()

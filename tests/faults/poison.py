"""Messages that nobody can handle: parked once where they are waited for, and never applied."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaProducer

from shared.ids import new_id
from shared.messaging.message import Message
from tests.faults.facts import Facts
from tests.faults.history import DOUBLED, HIRED, LOST, STRAY, Finding
from tests.faults.site import Site

WAITING_FOR_HIRES = ("trainings", "surveys", "notifications")
_EFFECTS = {
    "trainings": "SELECT count(*) FROM onboardings WHERE worker_id = ANY($1)",
    "surveys": "SELECT count(*) FROM workplaces WHERE worker_id = ANY($1)",
    "notifications": "SELECT count(*) FROM messages WHERE worker_id = ANY($1)",
}


@dataclass(frozen=True)
class Poison:
    """A hire of a wrong shape, of a worker who does not exist."""

    id: UUID
    worker: UUID


async def publish(site: Site, dice: random.Random) -> Poison:
    """On the bus, as if the directory had announced it."""
    poison = Poison(new_id(), UUID(int=dice.getrandbits(128), version=4))
    body = b'{"worker_id": 7, "placements": "none"}'
    key, now = str(poison.worker), datetime.now(UTC)
    message = Message(
        poison.id, "directory.events", key, HIRED, now, "05978004", poison.id, None, body
    )
    producer = AIOKafkaProducer(**site.kafka.admin.options())
    await producer.start()
    try:
        await producer.send_and_wait(
            message.topic, body, key=key.encode(), headers=message.headers()
        )
    finally:
        await producer.stop()
    return poison


async def judge(site: Site, poisons: Sequence[Poison], facts: Facts) -> list[Finding]:
    """What is wrong with them; ``facts`` no longer name them afterwards."""
    ids = {poison.id for poison in poisons}
    found: list[Finding] = []
    for service, rows in facts.parked.items():
        mine = [row["message_id"] for row in rows if row["message_id"] in ids]
        facts.parked[service] = [row for row in rows if row["message_id"] not in ids]
        if service not in WAITING_FOR_HIRES:
            found += [Finding(STRAY, None, f"poison parked in {service}") for _ in mine]
            continue
        found += [Finding(LOST, None, f"poison not parked in {service}") for _ in ids - set(mine)]
        if len(mine) > len(set(mine)):
            found.append(Finding(DOUBLED, None, f"poison parked twice in {service}"))
    for service, query in _EFFECTS.items():
        if await _execute(site, service, query, [poison.worker for poison in poisons]):
            found.append(Finding(DOUBLED, None, f"poison parked and applied in {service}"))
    return found


async def remove(site: Site, poisons: Sequence[Poison]) -> None:
    """So that later runs find nothing parked."""
    for service in WAITING_FOR_HIRES:
        delete = "DELETE FROM parked WHERE message_id = ANY($1)"
        await _execute(site, service, delete, [poison.id for poison in poisons])


async def _execute(site: Site, service: str, statement: str, ids: Sequence[UUID]) -> int:
    connection = await asyncpg.connect(site.dsn(service), timeout=5)
    try:
        return int(await connection.fetchval(statement, ids) or 0)
    finally:
        connection.terminate()

"""What the services' databases and the bus say about one run, once it is quiet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.services import NAMES
from shared.contracts.catalogue import PARTITIONS, event_topics
from tests.faults.site import Site

Rows = Sequence[Any]
Places = dict[TopicPartition, int]

_BY_WORKER = {
    "placements": (
        "directory",
        "SELECT e.worker_id, o.school_number, p.weekly_hours, p.valid_from, p.superseded_at"
        " FROM placements p JOIN employments e ON e.id = p.employment_id"
        " JOIN organizations o ON o.id = p.school_id WHERE e.worker_id = ANY($1)",
    ),
    "onboardings": ("trainings", "SELECT * FROM onboardings WHERE worker_id = ANY($1)"),
    "tasks": (
        "trainings",
        "SELECT o.worker_id, t.* FROM tasks t JOIN onboardings o ON o.id = t.onboarding_id"
        " WHERE o.worker_id = ANY($1)",
    ),
    "names_in_trainings": (
        "trainings",
        "SELECT person_id AS worker_id FROM people WHERE person_id = ANY($1)",
    ),
    "names_in_notifications": (
        "notifications",
        "SELECT person_id AS worker_id FROM people WHERE person_id = ANY($1)",
    ),
    "pulses": ("surveys", "SELECT * FROM pulses WHERE worker_id = ANY($1)"),
    "letters": (
        "notifications",
        "SELECT * FROM messages JOIN deliveries ON message_id = id WHERE worker_id = ANY($1)",
    ),
    "mails": (
        "notifications",
        "SELECT worker_id, kind, recipient FROM kept_mails WHERE worker_id = ANY($1)",
    ),
}


@dataclass(frozen=True)
class Record:
    """A message as it lies on the bus."""

    place: TopicPartition
    offset: int
    id: UUID
    key: str
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]

    @property
    def correlation_id(self) -> UUID:
        return UUID(dict(self.headers)["ce_correlationid"].decode())


@dataclass
class Facts:
    """Everything found, by worker; ``tables`` bears the names of ``_BY_WORKER``."""

    workers: dict[str, Any] = field(default_factory=dict)
    people: int = 0
    keys: set[str] = field(default_factory=set)
    tables: dict[str, dict[UUID, list[Any]]] = field(default_factory=dict)
    seen: dict[UUID, list[Any]] = field(default_factory=dict)
    """In the order they were seen."""
    log: list[Record] = field(default_factory=list)
    outboxes: dict[str, int] = field(default_factory=dict)
    parked: dict[str, Rows] = field(default_factory=dict)


async def read_facts(site: Site, mark: str, begin: Places) -> Facts:
    """What is there about the workers whose external ids begin with ``mark``."""
    facts = Facts()
    connections = {name: await asyncpg.connect(site.dsn(name), timeout=5) for name in NAMES}
    try:
        directory = connections["directory"]
        like = f"{mark}-%"
        found = await directory.fetch(
            "SELECT worker_id AS id, external_id, correlation_id, last_day FROM employments"
            " WHERE external_id LIKE $1",
            like,
        )
        facts.workers = {row["external_id"]: row for row in found}
        facts.people = await directory.fetchval(
            "SELECT count(*) FROM people WHERE email LIKE lower($1)", like
        )
        keys = await directory.fetch("SELECT key FROM idempotent_answers WHERE key LIKE $1", like)
        facts.keys = {row["key"] for row in keys}
        ids = [row["id"] for row in found]
        for name, (service, query) in _BY_WORKER.items():
            facts.tables[name] = by_worker(await connections[service].fetch(query, ids))
        facts.seen = await _seen(connections["dashboard"], ids)
        for name, connection in connections.items():
            facts.outboxes[name] = await connection.fetchval("SELECT count(*) FROM outbox")
            facts.parked[name] = await connection.fetch("SELECT * FROM parked ORDER BY position")
    finally:
        for connection in connections.values():
            connection.terminate()
    facts.log = await read_log(site, begin)
    return facts


def by_worker(rows: Rows) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["worker_id"]].append(row)
    return found


async def _seen(dashboard: Any, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    rows = await dashboard.fetch(
        "SELECT * FROM seen WHERE key = ANY($1) ORDER BY position", [str(key) for key in ids]
    )
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[UUID(row["key"])].append(row)
    return found


async def ends_of_log(site: Site) -> Places:
    """Where every topic of facts ends at present."""
    consumer = AIOKafkaConsumer(**site.kafka.admin.options())
    await consumer.start()
    try:
        ends: Places = await consumer.end_offsets(_places())
        return ends
    finally:
        await consumer.stop()


async def read_log(site: Site, begin: Places) -> list[Record]:
    """Everything on the bus since, in the order of each partition."""
    consumer = AIOKafkaConsumer(**site.kafka.admin.options(), enable_auto_commit=False)
    await consumer.start()
    records: list[Record] = []
    try:
        ends = await consumer.end_offsets(_places())
        left = {place for place in ends if begin.get(place, 0) < ends[place]}
        consumer.assign(list(left))
        for place in left:
            consumer.seek(place, begin.get(place, 0))
        while left:
            for place, part in (await consumer.getmany(timeout_ms=200)).items():
                records += [_record(place, record) for record in part]
            left -= {place for place in left if await consumer.position(place) >= ends[place]}
    finally:
        await consumer.stop()
    return sorted(records, key=lambda record: (record.place, record.offset))


def _record(place: TopicPartition, record: Any) -> Record:
    headers = tuple(record.headers)
    identity = UUID(dict(headers)["ce_id"].decode())
    return Record(place, record.offset, identity, record.key.decode(), record.value, headers)


def _places() -> list[TopicPartition]:
    return [
        TopicPartition(topic, index)
        for topic in sorted(event_topics())
        for index in range(PARTITIONS)
    ]

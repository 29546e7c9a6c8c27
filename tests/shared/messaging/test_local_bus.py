"""What a consumer of the bus in a file asks it."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import event

from shared.messaging.bus.local import LocalBus
from shared.messaging.message import Arrival, Partition
from tests.shared.messaging.carrier import message, until

TOPICS = [f"topic-{n}" for n in range(20)]


class Consuming:
    """Takes everything, and fails with what it is told to."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.refused: set[str] = set()

    async def handle(self, batch: Sequence[Arrival]) -> Mapping[Partition, Exception]:
        failed = {a.partition for a in batch if a.partition.topic in self.refused}
        self.seen += [a.partition.topic for a in batch if a.partition not in failed]
        return {each: ValueError("refused") for each in failed}


async def test_one_message_costs_the_same_however_many_topics_there_are(tmp_path: Path) -> None:
    bus, consuming, asked = LocalBus(tmp_path / "bus.db"), Consuming(), list[str]()
    task = asyncio.create_task(bus.consume(TOPICS, "group", consuming.handle))
    await bus.publish([message("k", 0, topic) for topic in TOPICS])
    await until(lambda: sorted(consuming.seen) == sorted(TOPICS))
    await bus.publish([message("k", 1, TOPICS[0])])
    await until(lambda: consuming.seen[20:] == [TOPICS[0]])  # and the others were found empty
    engine = bus._engine._read.sync_engine

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    await bus.publish([message("k", 1, TOPICS[7])])
    await until(lambda: consuming.seen[21:] == [TOPICS[7]])
    event.remove(engine, "before_cursor_execute", note)
    task.cancel()
    await asyncio.wait({task})
    await bus.close()
    assert 1 <= len([each for each in asked if "LIMIT" in each]) <= 4


async def test_what_was_refused_is_asked_for_again_among_what_is_new(tmp_path: Path) -> None:
    bus, consuming = LocalBus(tmp_path / "bus.db"), Consuming()
    consuming.refused.add(TOPICS[3])
    task = asyncio.create_task(bus.consume(TOPICS, "group", consuming.handle))
    await bus.publish([message("k", 0, TOPICS[3]), message("k", 0, TOPICS[4])])
    await until(lambda: consuming.seen == [TOPICS[4]])
    consuming.refused.clear()
    await bus.publish([message("k", 1, TOPICS[4])])
    await until(lambda: sorted(consuming.seen) == [TOPICS[3], TOPICS[4], TOPICS[4]])
    task.cancel()
    await asyncio.wait({task})
    await bus.close()

"""Carries batches to their effects past every fault: pause what passes, park what does not."""

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from shared.backoff import delay
from shared.faults import describe, is_transient
from shared.messaging.inbox.processor import BatchProcessor
from shared.messaging.message import Arrival, Partition

log = structlog.get_logger()

ATTEMPTS = 3
"""How often a message is tried alone before it is parked."""


class Consumer:
    """Handles batches for one service; a bus calls ``handle``."""

    def __init__(self, processor: BatchProcessor) -> None:
        self._processor = processor
        self._service = processor.service

    async def handle(self, batch: Sequence[Arrival]) -> Mapping[Partition, Exception]:
        """Commit the effects of ``batch``; returns the partitions a transient fault holds up."""
        try:
            await self._processor.commit(batch)
        except Exception as error:
            self._rolled_back(error)
            return await self._apart(batch, error)
        return {}

    async def _apart(
        self, batch: Sequence[Arrival], error: Exception
    ) -> dict[Partition, Exception]:
        """Each partition by itself, so that a fault in one holds up no other."""
        parts: dict[Partition, list[Arrival]] = {}
        for arrival in batch:
            parts.setdefault(arrival.partition, []).append(arrival)
        failed: dict[Partition, Exception] = {}
        for partition, arrivals in parts.items():
            try:
                if len(parts) == 1:
                    await self._isolate(arrivals, error)
                else:
                    await self._commit_or_isolate(arrivals)
            except Exception as fault:
                failed[partition] = fault
                log.warning(
                    "consumer.paused",
                    service=self._service,
                    topic=partition.topic,
                    partition=partition.index,
                    error=describe(fault),
                )
        return failed

    async def _commit_or_isolate(self, arrivals: Sequence[Arrival]) -> None:
        try:
            await self._processor.commit(arrivals)
        except Exception as error:
            self._rolled_back(error)
            await self._isolate(arrivals, error)

    async def _isolate(self, arrivals: Sequence[Arrival], error: Exception) -> None:
        """Halve until the message to blame is alone; everything before it is committed first."""
        if is_transient(error):
            raise error
        if len(arrivals) == 1:
            await self._insist(arrivals[0], error)
            return
        middle = len(arrivals) // 2
        await self._commit_or_isolate(arrivals[:middle])
        await self._commit_or_isolate(arrivals[middle:])

    async def _insist(self, arrival: Arrival, error: Exception) -> None:
        for attempt in range(1, ATTEMPTS):
            await asyncio.sleep(delay(attempt))
            try:
                await self._processor.commit([arrival])
                return
            except Exception as again:
                self._rolled_back(again)
                if is_transient(again):
                    raise
                error = again
        log.error(
            "consumer.parked",
            service=self._service,
            topic=arrival.partition.topic,
            offset=arrival.offset,
            message=str(arrival.message.id) if arrival.message else None,
            error=describe(error),
        )
        await self._processor.set_aside(arrival, error, ATTEMPTS)

    def _rolled_back(self, error: Exception) -> None:
        self._processor.metrics.rolled_back(transient=is_transient(error))

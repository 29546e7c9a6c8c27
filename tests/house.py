"""The whole platform in this process for a test, and the means to wait until it is quiet."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import func, select, text

from deploy.platform import platform
from deploy.services import load
from shared.clock import MovableClock
from shared.context import Context
from shared.ids import new_id
from shared.messaging.bus import Bus
from shared.messaging.event import Body, Cause
from shared.messaging.local_bus import LocalBus
from shared.messaging.tables import outbox
from shared.settings import Settings

BERGKAMEN = "05978004"


@dataclass
class House:
    """Some or all services, alive; ``http`` reaches them under their paths."""

    app: FastAPI
    http: AsyncClient
    clock: MovableClock
    bus: Bus
    settings: Settings

    def context(self, service: str) -> Context:
        context: Context = self.app.state.mounted[service].state.context
        return context

    async def announce(self, *bodies: Body, cause: Cause | None = None) -> Cause:
        """Let the owning service announce ``bodies``, which may be absent from this house."""
        cause = cause or Cause(BERGKAMEN, new_id())
        for body in bodies:
            async with self.context(body.owner()).database.transaction() as uow:
                uow.announce(body, cause)
        return cause

    async def rows(self, service: str, statement: object) -> list[object]:
        async with self.context(service).database.reading() as session:
            return list((await session.execute(statement)).all())  # type: ignore[call-overload]

    async def quiet(self, seconds: float = 20.0) -> None:
        """Wait until nothing waits in any outbox, on the bus, or in any handler."""
        async with asyncio.timeout(seconds):
            calm = 0
            while calm < 2:
                calm = calm + 1 if await self._is_quiet() else 0
                await asyncio.sleep(0.02)

    async def _is_quiet(self) -> bool:
        for name in self.app.state.mounted:
            [(waiting,)] = await self.rows(name, select(func.count()).select_from(outbox))
            if waiting:
                return False
        assert isinstance(self.bus, LocalBus)
        async with self.bus._engine.reading() as session:
            ends = dict(
                (
                    await session.execute(
                        text("SELECT topic, max(position) FROM log GROUP BY topic")
                    )
                ).all()
            )
            saved = {
                (consumer, topic): position
                for consumer, topic, position in await session.execute(
                    text("SELECT consumer, topic, position FROM positions")
                )
            }
        return all(
            saved.get((name, topic), 0) >= ends.get(topic, 0)
            for name in self.app.state.mounted
            for topic in load(name).handlers.topics()
        )


@asynccontextmanager
async def embedded_house(folder: Path, services: Iterable[str]) -> AsyncGenerator[House]:
    """The embedded form in ``folder``."""
    settings = Settings(data=folder, public_url="http://knotenpunkt.test", _env_file=None)
    bus, clock = LocalBus(folder / "bus.db"), MovableClock()
    async with platform([load(name) for name in services], settings, bus, clock) as app:
        transport = ASGITransport(app=app)
        async with AsyncClient(transport=transport, base_url="http://knotenpunkt.test") as http:
            yield House(app, http, clock, bus, settings)

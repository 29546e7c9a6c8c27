"""What a running service has at hand, and the dependencies by which routes get it."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import ASGIApp

from shared.clock import Clock
from shared.keys import derive
from shared.links import Links
from shared.messaging.bus.bus import Bus
from shared.messaging.database import Database
from shared.messaging.freshness import Freshness
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.signing.keys import Keys
from shared.signing.purposes import Purpose
from shared.signing.rings import KeyRing
from shared.web import audit
from shared.web.throttle import Throttle, for_shared_addresses
from shared.web.tokens import AccessTokens

Kept = TypeVar("Kept")


@dataclass(frozen=True, kw_only=True)
class Context:
    """One running service's means."""

    settings: Settings
    clock: Clock
    database: Database
    bus: Bus
    freshness: Freshness
    links: Links
    tokens: AccessTokens
    keys: Keys
    secret: bytes = field(repr=False)
    """This service's; no other has it."""
    remarks: dict[str, str] = field(default_factory=dict)
    """What readiness mentions although it keeps nobody from being served, by part."""
    throttle: Throttle = field(default_factory=Throttle)
    second_steps: Throttle = field(default_factory=for_shared_addresses)
    beside: dict[str, ASGIApp] = field(default_factory=dict)
    """The services of this process, which need no connection to ask each other."""
    _kept: dict[Any, Any] = field(default_factory=dict)

    def key(self, purpose: str) -> bytes:
        """For digests that no other service can make; one for each purpose."""
        return derive(self.secret, purpose)

    def ring(self, purpose: Purpose) -> KeyRing:
        """The keys this service signs with; raises ``ValueError`` for what another signs."""
        if purpose.signer != self.database.service:
            raise ValueError(f"only {purpose.signer} signs {purpose.name}")
        return self.keys.ring(purpose)

    def single(self, make: Callable[["Context"], Kept]) -> Kept:
        """What ``make`` returned when it was first given; kept as long as the service runs."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return cast(Kept, self._kept[make])


def context_of(request: Request) -> Context:
    """The context of the service that answers this request."""
    return cast(Context, request.app.state.context)


async def _context(request: Request) -> Context:
    """Asynchronous, because others are called in a thread."""
    return context_of(request)


async def _unit_of_work(request: Request) -> AsyncGenerator[UnitOfWork]:
    async with context_of(request).database.transaction() as uow:
        yield uow
        await audit.record_change(request, uow)


async def _reading(request: Request) -> AsyncGenerator[AsyncSession]:
    async with context_of(request).database.reading() as session:
        yield session


CurrentContext = Annotated[Context, Depends(_context)]
Uow = Annotated[UnitOfWork, Depends(_unit_of_work, scope="function")]
"""A transaction that has committed before the answer leaves."""
Reading = Annotated[AsyncSession, Depends(_reading, scope="function")]

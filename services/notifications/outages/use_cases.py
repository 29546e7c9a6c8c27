"""Says where an operator looks that delivery is paused, and takes it back when it goes on."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from prometheus_client import Gauge
from sqlalchemy import delete

from services.notifications.outages.models import Paused
from services.notifications.outages.values import FORGOTTEN_AFTER
from services.notifications.sending.values import PauseCause
from shared.backoff import delay
from shared.context import Context

LONGEST_SECONDS = 60.0
"""So short that, once the server is back, everything goes out within a minute."""
PART = "mail"

PAUSED = Gauge(
    "knotenpunkt_delivery_paused",
    "1 while no mail goes out, for the reason given",
    ["service", "part", "cause"],
)

log = structlog.get_logger()


class Outage:
    """One worker's own pause, in the gauge, in its readiness, and in the table for the page.

    ``part`` is what gauge and readiness call it.
    """

    def __init__(
        self,
        context: Context,
        holder: UUID,
        part: str = PART,
        longest_seconds: float = LONGEST_SECONDS,
    ) -> None:
        self._context = context
        self._part = part
        self._longest_seconds = longest_seconds
        self._holder = holder
        self._since: datetime | None = None
        self._tries = 0
        for cause in PauseCause:
            PAUSED.labels(context.database.service, part, cause).set(0)

    async def begins_anew(self) -> None:
        """Forget what was said before this process; whoever is still paused says so again."""
        async with self._context.database.transaction() as uow:
            await uow.session.execute(delete(Paused))

    async def goes_on(self, cause: PauseCause) -> float:
        """Delivery has failed (again) for this cause; returns after how many seconds to try."""
        now = self._context.clock.now()
        self._since = self._since or now
        self._tries += 1
        seconds = delay(self._tries, most=self._longest_seconds)
        self._show(cause)
        log.warning("delivery.stands-still", cause=cause, tries=self._tries)
        next_try_at = now + timedelta(seconds=seconds)
        await self._store(
            Paused(
                holder=self._holder, cause=cause.value, since=self._since, next_try_at=next_try_at
            )
        )
        return seconds

    async def is_over(self) -> None:
        """Mail can be handed over, or nothing waits for it any more."""
        if self._since is None:
            return
        await self._store(None)
        log.warning("delivery.goes-on", tries=self._tries)
        self._since, self._tries = None, 0
        self._show(None)

    def _show(self, now: PauseCause | None) -> None:
        service = self._context.database.service
        for cause in PauseCause:
            PAUSED.labels(service, self._part, cause).set(int(cause is now))
        if now is None:
            self._context.remarks.pop(self._part, None)
        else:
            self._context.remarks[self._part] = f"paused: {now}"

    async def _store(self, pause: Paused | None) -> None:
        async with self._context.database.transaction() as uow:
            gone = uow.now - FORGOTTEN_AFTER
            mine = (Paused.holder == self._holder) | (Paused.next_try_at < gone)
            await uow.session.execute(delete(Paused).where(mine))
            if pause is not None:
                uow.session.add(pause)

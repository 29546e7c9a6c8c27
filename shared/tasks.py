"""Background tasks that are started together, restarted when they fail, and ended together."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from prometheus_client import Counter

from shared.backoff import delay
from shared.faults import describe, is_transient, told_to_end
from shared.telemetry import metrics

log = structlog.get_logger()

GIVE_UP_AFTER = 20
END_SECONDS = 20.0


class Tasks:
    """A task that fails again and again without pause counts as given up: health/live says so.

    Not if what fails is the database or the bus: a new process could not do better.
    """

    def __init__(self, service: str, pause: Callable[[int], float] = delay) -> None:
        self._service = service
        self._pause = pause
        self._tasks: list[asyncio.Task[None]] = []
        self._failures: dict[str, int] = {}

    def start(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        """Keep ``run`` going until ``end``."""
        failures = metrics.TASK_FAILURES.labels(self._service, name)
        name = f"{self._service} {name}"
        self._tasks.append(asyncio.create_task(self._keep_going(name, run, failures), name=name))

    def given_up(self) -> list[str]:
        """The names of tasks that failed too often in a row."""
        return [name for name, times in self._failures.items() if times >= GIVE_UP_AFTER]

    async def end(self) -> None:
        """Cancel all and wait for them, for a bounded time."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=END_SECONDS)

    async def _keep_going(
        self, name: str, run: Callable[[], Awaitable[None]], failures: Counter
    ) -> None:
        times = 0
        while True:
            started = asyncio.get_running_loop().time()
            try:
                await run()
                return
            except (Exception, asyncio.CancelledError) as error:
                if told_to_end():
                    if isinstance(error, asyncio.CancelledError):
                        raise
                    log.warning("task.ended-by-failure", task=name, error=describe(error))
                    raise asyncio.CancelledError from error
                lasted = asyncio.get_running_loop().time() - started
                times = 1 if lasted > 60 else times + 1
                before = self._failures.get(name, 0) if times > 1 else 0
                self._failures[name] = 0 if is_transient(error) else before + 1
                failures.inc()
                log.error("task.failed", task=name, times=times, error=describe(error))
                await asyncio.sleep(self._pause(times))

"""One house for the tests of a module; before each it is put back to what it was when it opened.

What a house costs is its engines, their statements compiled anew, its jobs and its sign-in; what
its databases hold can be put back in a hundredth of that.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Hashable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from shared.context import Context
from shared.messaging.bus.local import LocalBus
from shared.private_files import private_file
from shared.signing.keys import FOLDER
from shared.web.throttle import Throttle
from tests.house import House, embedded_house, look

QUIET_SECONDS = 2.0
"""A house that is not quiet by then has something that never will be: another one is opened."""


@dataclass
class Opened:
    """A house as it was once it had opened; ``copies`` are of its services' databases."""

    house: House
    copies: dict[Path, Path]
    end: int
    ahead: timedelta
    """How far its clock was moved."""
    keys: dict[Path, bytes]
    cookies: dict[str, str]
    hub: Any
    """Of the dashboard, if it is there; it remembers the position of the last event."""
    shown: int

    @classmethod
    async def of(cls, house: House) -> "Opened":
        await house.quiet()
        engines = [house.context(name).database.engine for name in house.app.state.mounted]
        files = [Path(str(engine.url.database)) for engine in engines]
        copies = {file: file.with_suffix(".opened") for file in files}
        log = bus_file(house)
        for file, copy in (*copies.items(), (log, log.with_suffix(".opened"))):
            await asyncio.to_thread(put, file, copy)
        hub = await hub_in(house)
        shown = hub.position if hub else 0
        cookies, moved, keys = dict(house.http.cookies), house.clock._offset, keys_of(house)
        return cls(house, copies, end_of(house), moved, keys, cookies, hub, shown)

    async def rewind(self) -> bool:
        """As it was; False if it cannot be: something never ends."""
        try:
            await self.house.quiet(QUIET_SECONDS)
        except TimeoutError:
            return False
        moved = self.house.clock._offset != self.ahead
        if moved:
            self.house.clock._offset = self.ahead
        for file, copy in self.copies.items():
            await asyncio.to_thread(put, copy, file)
        await asyncio.to_thread(cut, bus_file(self.house), self.end)
        if self.hub is not None:
            self.hub.begin(self.shown)
        self.house.http.cookies.clear()
        self.house.http.cookies.update(self.cookies)
        for name in self.house.app.state.mounted:
            forget(self.house.context(name))
        if moved:
            self._turn_back()
        return True

    def _turn_back(self) -> None:
        """Nothing is dated later than now: keys are those of then, and who sleeps looks again."""
        for file in keys_of(self.house).keys() - self.keys.keys():
            file.unlink()
        for file, content in self.keys.items():
            new = private_file(file.with_suffix(".new"))
            new.write_bytes(content)
            new.replace(file)
        self.house.clock.forward(timedelta())


def put(source: Path, target: Path) -> None:
    """Let ``target`` hold what ``source`` does, under whoever has it open."""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        there.execute("PRAGMA synchronous = OFF")
        here.backup(there)


def cut(log: Path, end: int) -> None:
    """Positions are not used twice, so whoever reads the log is ahead of nothing.

    What the bus has forgotten since is there again.
    """
    with closing(sqlite3.connect(log)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("DELETE FROM log WHERE position > ?", (end,))
        connection.execute("ATTACH ? AS opened", (str(log.with_suffix(".opened")),))
        connection.execute("INSERT OR IGNORE INTO log SELECT * FROM opened.log")
        connection.commit()


def bus_file(house: House) -> Path:
    assert isinstance(house.bus, LocalBus)
    return Path(str(house.bus._engine.url.database))


def end_of(house: House) -> int:
    [(end,)] = look(bus_file(house), "SELECT coalesce(max(position), 0) FROM log")
    return int(end)


def keys_of(house: House) -> dict[Path, bytes]:
    """What signs and seals in it; a ring reads a file anew that was replaced."""
    files = (house.settings.data / FOLDER).glob("*/*.json")
    return {file: file.read_bytes() for file in files}


async def hub_in(house: House) -> Any:
    if "dashboard" not in house.app.state.mounted:
        return None
    from services.dashboard.events.pages import hub_of  # for those houses that have one

    hub = hub_of(house.context("dashboard").database)
    await hub.begun()
    return hub


def forget(context: Context) -> None:
    """What a service keeps in memory; who signed in once to open the house stays known."""
    context._kept.clear()
    context.remarks.clear()
    context.tokens._verified.clear()
    context.tokens._refused.clear()
    throttle, good = context.throttle, context.throttle._good
    vars(throttle).update(vars(Throttle()) | {"_good": good, "_key": throttle._key})


class WithHouse(Protocol):
    @property
    def house(self) -> House: ...


T = TypeVar("T", bound=House | WithHouse)


def house_of(thing: House | WithHouse) -> House:
    return thing if isinstance(thing, House) else thing.house


class Houses:
    """Those of a module: ``desk = await houses.as_new("desk", open_desk)``."""

    def __init__(self, new_folder: Callable[[], Path]) -> None:
        self._new_folder = new_folder
        self._opened: dict[Hashable, tuple[AsyncExitStack, Any, Opened]] = {}

    async def as_new(
        self, key: Hashable, open_it: Callable[[Path], AbstractAsyncContextManager[T]]
    ) -> T:
        """What was opened for an earlier test, put back; opened if there is none."""
        if key in self._opened:
            _, kept, opened = self._opened[key]
            if await opened.rewind():
                return cast("T", kept)
            await self._close(key)
        async with AsyncExitStack() as stack:
            thing = await stack.enter_async_context(open_it(self._new_folder()))
            opened = await Opened.of(house_of(thing))
            self._opened[key] = stack.pop_all(), thing, opened
        return thing

    async def embedded(self, *services: str, **given: Any) -> House:
        """These services with these settings, or ``prepare``d otherwise."""
        key = services, repr(sorted(given.items()))
        return await self.as_new(key, lambda folder: embedded_house(folder, services, **given))

    async def aclose(self) -> None:
        for key in list(self._opened):
            await self._close(key)

    async def _close(self, key: Hashable) -> None:
        stack, *_ = self._opened.pop(key)
        await stack.aclose()

"""50,000 are told something: how soon it is queued, how fast sent, and who still overtakes it."""

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic
from urllib.parse import urlsplit

from aiosmtplib import SMTP

from services.notifications.deliveries.values import State
from tests.benchmarks.crowd import Crowd, open_crowd
from tests.benchmarks.figures import LOWER, Figure, ratios
from tests.benchmarks.parts.part import Bench
from tests.benchmarks.processes import memory_bytes
from tests.benchmarks.sink import Sink, open_sink
from tests.servers.postfix import NOWHERE, postfix, why_not

PEOPLE, FEW = 50_000, 5_000
"""For what is queued, and for what a real mail server is given in one slice."""
AWAITED = f"codes@{NOWHERE}"
WARM_UP_SECONDS, LOOK_SECONDS, CODE_SECONDS = 1.0, 0.02, 30.0
SCANNING_SECONDS = 0.02
"""Of a server that looks at a mail before it takes it."""
CONTENT = (b"x" * 70 + b"\r\n") * 80
"""About as long as the mail."""


@dataclass
class Taken:
    """Of each slice: seconds, mails a second, and memory after over before."""

    queued: list[float] = field(default_factory=list)
    codes: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join(f"{name} {mine[-1]:.2f}" for name, mine in vars(self).items() if mine)


async def run(bench: Bench) -> list[Figure]:
    figures: list[Figure] = []
    for name in ("SQLite", "PostgreSQL"):
        with open_sink(AWAITED) as sink:
            taken = await _slices(bench, name, sink.url, PEOPLE, sink)
        figures += _figures(name, taken)
        with open_sink(AWAITED, SCANNING_SECONDS) as scanning:
            taken = await _slices(bench, name, scanning.url, FEW)
        figures.append(
            _over_bare(f"a server that scans {SCANNING_SECONDS * 1000:.0f} ms", name, taken)
        )
        if reason := why_not():
            bench.say(reason)
            continue
        with postfix([]) as server:
            await asyncio.to_thread(server.start, "http://127.0.0.1:1", "x")
            taken = await _slices(bench, name, server.address, FEW)
        figures.append(_over_bare("Postfix", name, taken))
    return figures


async def _slices(
    bench: Bench, name: str, smtp_url: str, people: int, sink: Sink | None = None
) -> Taken:
    taken = Taken()
    url = "" if name == "SQLite" else await bench.site.database()
    folder = Path(mkdtemp(dir=bench.site.folder))
    async with open_crowd(folder, url, smtp_url) as crowd:
        await crowd.grows(people)
        for _ in range(bench.slices):
            await _queue(crowd, taken)
            await _send(crowd, taken, bench.seconds, sink)
            bench.say(f"{name}: {taken}")
    return taken


def _figures(name: str, taken: Taken) -> list[Figure]:
    many = f"{PEOPLE:,} recipients"
    return [
        Figure(f"{many} queued, s, {name}", 5.0, 3.0, taken.queued, LOWER),
        Figure(f"code out while {many} wait, s, {name}", 2.0, 0.5, taken.codes, LOWER),
        Figure(f"memory while sending, after / before, {name}", 1.3, 1.1, taken.held, LOWER),
        _over_bare("a server that forgets", name, taken),
    ]


def _over_bare(server: str, name: str, taken: Taken) -> Figure:
    title = f"mails to {server} / bare loop, {name}"
    return Figure(title, 0.8, 0.9, ratios(taken.ours, taken.bare))


async def _queue(crowd: Crowd, taken: Taken) -> None:
    await crowd.forget()
    began = monotonic()
    reached = await crowd.publish()
    while await crowd.count(State.QUEUED) < reached:
        await asyncio.sleep(LOOK_SECONDS)
    taken.queued.append(monotonic() - began)


async def _send(crowd: Crowd, taken: Taken, seconds: float, sink: Sink | None = None) -> None:
    """First a bare loop, then we; somebody wants to sign in meanwhile."""
    settings = crowd.context.settings
    loops = [_bare(settings.smtp_url, seconds / 2) for _ in range(settings.smtp_connections)]
    taken.bare.append(sum(await asyncio.gather(*loops)))
    async with crowd.sending():
        await asyncio.sleep(WARM_UP_SECONDS)
        memory, began, before = memory_bytes(os.getpid()), monotonic(), await _sent(crowd)
        await asyncio.sleep(seconds)
        taken.ours.append((await _sent(crowd) - before) / (monotonic() - began))
        taken.held.append(memory_bytes(os.getpid()) / memory)
        if sink is not None:
            taken.codes.append(await _code(crowd, sink))


async def _sent(crowd: Crowd) -> int:
    return await crowd.count(State.SENT)


async def _code(crowd: Crowd, sink: Sink) -> float:
    """Seconds from the directory's word to the mail server's having it."""
    before, began = sink.arrived, monotonic()
    await crowd.ask_for_code(AWAITED)
    async with asyncio.timeout(CODE_SECONDS):
        while sink.arrived == before:
            await asyncio.sleep(LOOK_SECONDS)
    return sink.arrived - began


async def _bare(smtp_url: str, seconds: float) -> float:
    """Mails a second of one conversation."""
    to, mails = urlsplit(smtp_url), 0
    async with SMTP(hostname=to.hostname, port=to.port, start_tls=False) as server:
        ends = monotonic() + seconds
        while monotonic() < ends:
            await server.mail("post@bergkamen.example", options=[f"size={len(CONTENT)}"])
            await server.rcpt(f"{mails}@{NOWHERE}")
            await server.data(CONTENT)
            mails += 1
    return mails / seconds

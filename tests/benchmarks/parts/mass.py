"""50,000 are told something: how soon it is queued, how fast sent, and who still overtakes it."""

import asyncio
import os
from dataclasses import dataclass, field
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
        taken = Taken()
        with open_sink(AWAITED) as sink:
            folder = bench.site.folder / f"mass-{name}"
            async with open_crowd(folder, await _url(bench, name), sink.url) as crowd:
                await crowd.grows(PEOPLE)
                for _ in range(bench.slices):
                    await _queue(crowd, taken)
                    await _send(crowd, taken, bench.seconds, sink)
                    bench.say(f"{name}, a server that forgets: {taken}")
        figures += _figures(name, taken)
        if reason := why_not():
            bench.say(reason)
        else:
            figures.append(await _real(bench, name))
    return figures


def _figures(name: str, taken: Taken) -> list[Figure]:
    many = f"{PEOPLE:,} recipients"
    return [
        Figure(f"{many} queued, s, {name}", 5.0, 3.0, taken.queued, LOWER),
        Figure(f"code out while {many} wait, s, {name}", 2.0, 0.5, taken.codes, LOWER),
        Figure(f"memory after / before, {name}", 1.3, 1.1, taken.held, LOWER),
        Figure(
            f"mails to a server that forgets / bare loop, {name}",
            0.8,
            0.9,
            ratios(taken.ours, taken.bare),
        ),
    ]


async def _url(bench: Bench, name: str) -> str:
    return "" if name == "SQLite" else await bench.site.database()


async def _real(bench: Bench, name: str) -> Figure:
    taken = Taken()
    with postfix([]) as server:
        await asyncio.to_thread(server.start, "http://127.0.0.1:1", "x")
        folder = bench.site.folder / f"mass-postfix-{name}"
        async with open_crowd(folder, await _url(bench, name), server.address) as crowd:
            await crowd.grows(FEW)
            for _ in range(bench.slices):
                await _queue(crowd, taken)
                await _send(crowd, taken, bench.seconds)
                bench.say(f"{name}, Postfix: {taken}")
    return Figure(f"mails to Postfix / bare loop, {name}", 0.8, 0.9, ratios(taken.ours, taken.bare))


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

"""Calls and best CPU ms of pages: calls.py who:path ... ; env TOWNS WORKERS FORM"""
import asyncio, sys, time, shutil, os, cProfile, pstats, io
from pathlib import Path
import uvloop
from tests.benchmarks.pages.stage import open_stage
from tests.benchmarks.pages.measuring import REQUEST
from tests.benchmarks.load import Connection
from tests.tenancy import look_away
from urllib.parse import urlsplit
from tests.house import URL

async def main():
    look_away()
    form = os.environ.get("FORM", "sqlite")
    folder = Path("/work/h/pagetimes/var/calls-after-sqlite.d").absolute(); shutil.rmtree(folder, ignore_errors=True); folder.mkdir()
    if form == "postgres":
        from tests.benchmarks.pages.__main__ import server
        with server() as pg:
            await run(folder, pg)
    else:
        await run(folder, None)
    shutil.rmtree(folder, ignore_errors=True)

async def run(folder, pg):
    towns, workers = int(os.environ.get("TOWNS", "2")), int(os.environ.get("WORKERS", "125"))
    out = Path(os.environ.get("OUT", "var/prof")); out.mkdir(exist_ok=True)
    from tests.benchmarks.pages.measuring import Meter
    meter = Meter(pg)
    async with open_stage(folder / "x-y", pg, seeded=True, towns=towns, workers=workers) as stage:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(Connection, "127.0.0.1", stage.port)
        for arg in sys.argv[1:]:
            who, path = arg.split(":", 1)
            visitor = next(v for v in stage.visitors if v.called == who)
            req = lambda p: REQUEST.format(p, urlsplit(URL).netloc, visitor.cookie).encode()
            page, empty = req(path), req(visitor.empty_page)
            async def one(r): assert await connection.send(r) == 200, path
            for _ in range(5): await one(page); await one(empty)
            meter.look()
            ps, es = [], []
            for _ in range(60):
                ps.append(await meter.milliseconds(lambda: one(page)))
                es.append(await meter.milliseconds(lambda: one(empty)))
            ps.sort(); es.sort()
            pr = cProfile.Profile(time.thread_time)
            pr.enable()
            for _ in range(20): await one(page)
            pr.disable()
            total = pstats.Stats(pr).total_calls // 20
            name = who + path.replace("/", "_").replace("?", "_")
            for key in ("tottime", "cumtime"):
                s = io.StringIO(); pstats.Stats(pr, stream=s).sort_stats(key).print_stats(120)
                (out / f"{name}.{key}.txt").write_text(s.getvalue())
            q = lambda xs: f"{xs[6]:6.2f} {xs[30]:6.2f}"
            print(f"{who:12} {path:40} calls {total:6d}  page p10 p50 {q(ps)}  empty {q(es)}  times {ps[6]/es[6]:5.2f} {ps[30]/es[30]:5.2f}", flush=True)
        connection.close()

with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main())

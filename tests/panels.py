"""``python -m tests.panels``: the dashboards as pages with pictures, of a real system at work.

For whoever has no Grafana at hand: each panel's queries, answered by a real Prometheus.
"""

import argparse
import asyncio
import json
import math
import re
import tempfile
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from html import escape
from pathlib import Path
from typing import Any

from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from tests.shared.prometheus import CHECKOUT, Prometheus
from tests.shared.running_system import System, real_system

BOARDS = sorted((CHECKOUT / "deploy" / "grafana" / "dashboards").glob("*.json"))
RESULT = Path("var/panels")
WIDTH, HEIGHT, MARGIN = 400, 150, 6
COLOURS = ("#1f60c4", "#e0752d", "#37872d", "#c4162a", "#8f3bb8", "#00718f", "#b88600", "#5f5f5f")
STYLE = """body { font: 14px system-ui; margin: 1rem; background: #f4f5f5 }
main { display: grid; grid-template-columns: repeat(24, 1fr); gap: .5rem }
section { background: white; padding: .5rem; overflow: hidden } h2 { font-size: 1rem; margin: 0 }
p { margin: .2rem 0; color: #555; font-size: .8rem } svg { width: 100%; height: auto }
span { font-size: .75rem; margin-right: .8rem }
@media (max-width: 40rem) { main { display: block } section { margin-bottom: .5rem } }"""

Points = Sequence[tuple[float, float]]


@asynccontextmanager
async def at_work(seconds: float, rate: float) -> AsyncGenerator[tuple[Prometheus, float]]:
    """A system in its real form that was given hires for so long, and since when."""
    folder = Path(tempfile.mkdtemp(prefix="panels-"))
    postgres, kafka = PostgresServer(folder / "postgres"), KafkaServer(folder / "kafka")
    await asyncio.gather(asyncio.to_thread(postgres.start), asyncio.to_thread(kafka.start))
    try:
        async with real_system(folder, postgres, kafka) as system:
            prometheus = Prometheus(folder / "prometheus", system.targets)
            await prometheus.start()
            begin = time.time()
            await hire(system, seconds, rate)
            yield prometheus, begin
            await prometheus.stop()
    finally:
        await asyncio.to_thread(kafka.stop)
        await asyncio.to_thread(postgres.stop)


async def hire(system: System, seconds: float, rate: float) -> None:
    """At this rate for so long, then a few seconds of calm."""
    token, end, number = await system.token(), time.time() + seconds, 0
    while time.time() < end:
        number += 1
        await system.hire(token, f"P-{number}")
        await asyncio.sleep(1 / rate)
    await asyncio.sleep(10)


async def page(board: Mapping[str, Any], prometheus: Prometheus, begin: float, service: str) -> str:
    """One dashboard, laid out as Grafana lays it out."""
    variables = {"$service": service, "$__rate_interval": "10s"}
    parts = [await _panel(each, prometheus, begin, variables) for each in board["panels"]]
    title = escape(board["title"])
    head = f"<title>{title}</title><meta name=viewport content='width=device-width'>"
    return (
        f"<!doctype html><html lang=de><meta charset=utf-8>{head}<style>{STYLE}</style>"
        f"<h1>{title}</h1><main>{''.join(parts)}</main></html>"
    )


async def _panel(
    panel: Mapping[str, Any], prometheus: Prometheus, begin: float, variables: Mapping[str, str]
) -> str:
    place = panel["gridPos"]
    at = f"grid-column: {place['x'] + 1} / span {place['w']}; grid-row: {place['y'] + 1}"
    if panel["type"] == "row":
        return f"<h2 style='{at}'>{escape(panel['title'])}</h2>"
    lines: dict[str, Points] = {}
    for target in panel["targets"]:
        query = target["expr"]
        for name, value in variables.items():
            query = query.replace(name, value)
        for series in await prometheus.series(query, begin, time.time()):
            values = [(float(at), float(value)) for at, value in series["values"]]
            finite = [(at, value) for at, value in values if math.isfinite(value)]
            lines[_label(target.get("legendFormat", ""), series["metric"])] = finite
    unit = panel.get("fieldConfig", {}).get("defaults", {}).get("unit", "")
    picture = _picture(lines, begin, time.time(), unit)
    return (
        f"<section style='{at} / span {place['h']}'><h2>{escape(panel['title'])}</h2>"
        f"<p>{escape(panel['description'])}</p>{picture}</section>"
    )


def _label(legend: str, metric: Mapping[str, str]) -> str:
    return re.sub(r"{{\s*(\w+)\s*}}", lambda found: metric.get(found[1], ""), legend)


def _picture(lines: Mapping[str, Points], begin: float, end: float, unit: str) -> str:
    most = max((value for points in lines.values() for _, value in points), default=0.0)
    drawn, legend = [], []
    for number, (label, points) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(
            f"{MARGIN + (at - begin) / (end - begin) * (WIDTH - 2 * MARGIN):.1f},"
            f"{HEIGHT - MARGIN - value / (most or 1) * (HEIGHT - 2 * MARGIN):.1f}"
            for at, value in points
        )
        drawn.append(f"<polyline fill=none stroke='{colour}' stroke-width=1.5 points='{path}'/>")
        legend.append(f"<span style='color: {colour}'>■ {escape(label)}</span>")
    return (
        f"<svg viewBox='0 0 {WIDTH} {HEIGHT}' role=img><rect width={WIDTH} height={HEIGHT} "
        f"fill='#fafafa'/>{''.join(drawn)}</svg>{''.join(legend)}"
        f"<span>bis {most:.4g} {escape(unit)}</span>"
    )


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.panels")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=10.0, help="hires per second")
    parser.add_argument("--service", default="notifications", help="whose dashboard")
    arguments = parser.parse_args()
    RESULT.mkdir(parents=True, exist_ok=True)
    async with at_work(arguments.seconds, arguments.rate) as (prometheus, begin):
        for file in BOARDS:
            drawn = await page(json.loads(file.read_text()), prometheus, begin, arguments.service)
            (RESULT / f"{file.stem}.html").write_text(drawn)
            print(f"written to {RESULT / file.stem}.html")


if __name__ == "__main__":
    asyncio.run(main())

"""``python -m tests.benchmarks.floor SERVICE``: one process of the hand-written minimum."""

import asyncio
import sys

from deploy.run import server, tune_garbage_collection, uvloop_factory
from shared.settings import Settings, read_settings
from tests.benchmarks.floor.consumer import consume
from tests.benchmarks.floor.handlers import HANDLERS, TOPICS
from tests.benchmarks.floor.intake import app


async def serve(name: str, settings: Settings) -> None:
    tune_garbage_collection()
    if name == "directory":
        await server(app(settings), settings).serve()
    else:
        await consume(settings, name, TOPICS[name], HANDLERS[name])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop_factory) as runner:
        runner.run(serve(sys.argv[1], read_settings()))

"""Counts when metrics are read, and not before."""

import asyncio
from functools import partial

from services.surveys.stopped_urns import use_cases
from shared.context import Context
from shared.telemetry.measures import measures


async def measure_stopped_urns(context: Context) -> None:
    """Keep the gauge fresh for whoever reads it, until cancelled."""
    with measures.include(partial(use_cases.measure, context)):
        await asyncio.Event().wait()
